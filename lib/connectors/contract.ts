import type { z } from "zod";
import type {
  ChangedInvoice,
  CreatedSalesOrder,
  ErpExpectations,
  ErpFile,
  ErpInvoice,
  ErpItem,
  ErpLists,
  ErpShipment,
  FoundSalesOrder,
  InvoiceKey,
  ListedSalesOrder,
  SalesOrderKey,
  SalesOrderProgress,
  SalesOrderReference,
  StockRow,
  StoredSalesOrder,
} from "@/lib/connectors/contract-documents";
import type { Http, OutboundProxy } from "@/lib/connectors/http";
import type { ChannelLookups, ChannelReturn, LookupKind } from "@/lib/domain/connections/channel-lookups";
import type { SalesOrderDocument } from "@/lib/domain/documents/sales-order";
import type { FieldNote } from "@/lib/domain/mappings/targets";
import type { Decimal } from "@/lib/domain/money";
import type { ChannelOrder, Fulfilment } from "@/lib/domain/orders/order";
import type { Problem, ProblemCode, ProblemKind } from "@/lib/domain/problem";
import { problem } from "@/lib/domain/problem";

export type * from "@/lib/connectors/contract-documents";

/**
 * The only error a connector throws; `problem.kind` says what it means for the step: `transient` and `limited` may be
 * tried again, `auth` pauses the connection, `rejected` needs a person, `unknown` may have taken effect.
 */
export class ConnectorError extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode, kind: ProblemKind, params: Record<string, string> = {}, detail: string | null = null) {
    super(`${code} (${kind})${detail ? `: ${detail}` : ""}`);
    this.name = "ConnectorError";
    this.problem = problem(code, kind, params, detail);
  }
}

export type RateLimit = { perSecond: number; perMinute: number };

/** What a connector is given to work with; it holds no state of its own beyond one `open` … `close`. */
export type ConnectorContext = {
  now(): Date;
  sleep(ms: number): Promise<void>;
  http: Http;
  /** Resolves when the account's rate limit, shared by all processes, allows one more call of that bucket. */
  takeTurn(bucket: string, limit: RateLimit): Promise<void>;
  /** What an answer said about the limits of the bucket it spent; all processes heed it. */
  noteLimits?(bucket: string, notice: LimitNotice): Promise<void>;
  /** What the connection keeps between sessions; absent where nothing outlives one. */
  store?: ConnectionStore;
};

/** One sealed text per connection, shared by all processes; what cannot be read counts as nothing kept. */
export type ConnectionStore = {
  read(): Promise<string | null>;
  write(text: string | null): Promise<void>;
  /** Runs `work` while no other process does so for this connection. */
  alone<T>(work: () => Promise<T>): Promise<T>;
};

/** `remaining`: calls left in the other side's own window; null where the answer does not say. */
export type LimitNotice = { remaining: number | null; refused: boolean; retryAfterSeconds: number | null };

/** A connection's settings and credentials, already validated by the connector's schemas. */
export type OpenInput<Settings, Credentials> = {
  settings: Settings;
  credentials: Credentials;
  context: ConnectorContext;
};

/** One thing *Test connection* looked at. `subject` names it (`orderType EM`); no problem means it is in order. */
export type Finding = { subject: string; problem: Problem | null; note: string | null };

type Common<Settings extends z.ZodType, Credentials extends z.ZodType> = {
  name: string;
  title: string;
  settingsSchema: Settings;
  credentialsSchema: Credentials;
  /** Rate limits by bucket, shared by all processes and all connections with the same account. */
  limits: Record<string, RateLimit>;
  /** Names the account whose limits are spent; absent where each connection has limits of its own. */
  accountOf?(settings: z.infer<Settings>, credentials: z.infer<Credentials>): string | undefined;
  /** The way out of every call, where the other side only accepts declared addresses; null or absent: straight out. */
  proxyOf?(settings: z.infer<Settings>, credentials: z.infer<Credentials>): OutboundProxy | null;
};

export type ChannelConnector<S extends z.ZodType = z.ZodType, C extends z.ZodType = z.ZodType> = Common<S, C> & {
  kind: "channel";
  /** The order a callback names in its query string; null when it names none. Throws nothing. */
  readWakeUp(url: URL, body: unknown): { orderId: string | null };
  open(input: OpenInput<z.infer<S>, z.infer<C>>): Channel;
};

export type ErpConnector<S extends z.ZodType = z.ZodType, C extends z.ZodType = z.ZodType> = Common<S, C> & {
  kind: "erp";
  /** The orders and items a push notification names, and its delivery id for de-duplication. Throws nothing. */
  readWakeUp(url: URL, source: string): ErpWakeUp;
  /** Nothing is sent before the first call; the session is opened then and must be closed. */
  open(input: OpenInput<z.infer<S>, z.infer<C>>): Erp;
};

/** `timeStamp`: the sender's 64-bit count, all its digits; `rows`: how many the notification holds. */
export type ErpWakeUp = {
  deliveryId: string | null;
  query: string | null;
  timeStamp: string | null;
  rows: number;
  orders: SalesOrderKey[];
  items: string[];
};

// ── channel ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An order with the untouched JSON it was read from. */
export type ChannelOrderRecord = { order: ChannelOrder; raw: unknown };

export type OrderQuery = {
  fulfilment: Fulfilment;
  /** All orders of one status, whatever their date … */
  status?: "new" | "in-progress" | "prepared";
  /** … or all orders modified since (channel-local text); the connector splits windows that are too long. */
  modifiedAfter?: string;
  /** … or all orders placed between two moments (channel-local text), both needed; an hour more on either side. */
  createdAfter?: string;
  createdBefore?: string;
};

export type ChannelAttachment = { type: "invoice" | "parcel" | "other"; name: string; url: string };

export type OrderRef = { id: string; fulfilment: Fulfilment };

export type ParcelParty = {
  name: string;
  contact: string;
  phone: string;
  localityId: string;
  street: string;
  postalCode: string | null;
  isCompany: boolean;
};

export type ParcelRequest = {
  orderId: string;
  sender: ParcelParty & { addressId: string | null };
  receiver: ParcelParty;
  /** Gross cash to collect; "0.00" for paid orders. */
  cashOnDelivery: Decimal;
  currency: string;
  /** Kilograms; null when the ERP does not say, the channel then takes its default. */
  weight: Decimal | null;
  parcels: number;
  lockerId: string | null;
  courierAccountId: string | null;
  note: string;
};

/** `number` is null when the channel has the parcel but did not say its number yet. */
export type Parcel = { parcelId: string; reservationId: string | null; number: string | null; courier: string | null };

/** `eans` are its barcodes, `category` the channel's own id of its category; both may be unknown. */
export type Offer = {
  id: string;
  sku: string;
  name: string;
  active: boolean;
  stock: number;
  eans: string[];
  category: string | null;
};

export type Channel = {
  /** Pages of orders, each once per page it appears on; the caller upserts by id. */
  listOrders(query: OrderQuery): AsyncIterable<ChannelOrderRecord[]>;
  /** One order by id, of either fulfilment; null when the channel does not know it. */
  readOrder(id: string): Promise<ChannelOrderRecord | null>;
  /** Taken: also when it had been acknowledged before. Never retried inside. */
  acknowledgeOrder(ref: OrderRef): Promise<void>;
  /** Finalises an order shipped by the seller's own courier; `raw` is the order as last read, sent back in full. */
  finaliseOrder(ref: OrderRef, raw: unknown): Promise<void>;
  listAttachments(ref: OrderRef): Promise<ChannelAttachment[]>;
  /** `again`: the same address is to be downloaded once more, not shown a second time. Never retried inside. */
  attachInvoice(ref: OrderRef, invoice: { name: string; url: string; again?: boolean }): Promise<void>;
  /** Orders a parcel: each call that takes effect costs one. Never retried inside. */
  createParcel(request: ParcelRequest): Promise<Parcel>;
  readParcel(parcelId: string): Promise<Parcel | null>;
  /** The parcel's id in a type-10 attachment's link, or null. */
  parcelIdOf(attachment: ChannelAttachment): string | null;
  readLabel(parcelId: string): Promise<Uint8Array>;
  /** One list as it stands now; `key` names one entry of a list that is never read whole (a locality's id). */
  readLookup<K extends LookupKind>(kind: K, key?: string): Promise<ChannelLookups[K][]>;
  /** Returns that still ask for something. */
  listOpenReturns(): AsyncIterable<ChannelReturn[]>;
  readReturn(id: string): Promise<ChannelReturn | null>;
  /** Pages of offers, from the `fromPage`th on, so that a long reading can be taken up again. */
  listOffers(fromPage?: number): AsyncIterable<Offer[]>;
  /** One offer by id, as the channel shows it now; null when it does not know it. */
  readOffer(id: string): Promise<Offer | null>;
  /** Sets absolute stock for at most 50 offers; a refusal leaves it open which of them were taken. */
  pushStock(changes: { offerId: string; quantity: number }[]): Promise<void>;
  test(): Promise<Finding[]>;
  close(): Promise<void>;
};

// ── ERP ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Erp = {
  /** All Sales Orders, cancelled ones too, that carry one of the references, in as few calls as the ERP allows. */
  findSalesOrders(references: SalesOrderReference[]): Promise<FoundSalesOrder[]>;
  /** All Sales Orders of a type whose date lies in a period (`YYYY-MM-DD`, both days included), cancelled ones too. */
  listSalesOrders(period: { orderType: string; from: string; to: string }): Promise<ListedSalesOrder[]>;
  /** Creates; never retried inside. A time-out, cut connection or gateway error is a `ConnectorError` of kind `unknown`. */
  createSalesOrder(document: SalesOrderDocument): Promise<CreatedSalesOrder>;
  cancelSalesOrder(key: SalesOrderKey): Promise<void>;
  readSalesOrder(key: SalesOrderKey): Promise<StoredSalesOrder>;
  /** Puts it on hold, so that nothing is shipped or invoiced; says its status then. Throws `rejected` where it may not. */
  holdSalesOrder(key: SalesOrderKey): Promise<string>;
  readProgress(key: SalesOrderKey): Promise<SalesOrderProgress>;
  /**
   * The same of many in few calls. What an ERP's lists cannot tell is missing; some show an order without its shipments, so
   * that the caller asks along for one that has some.
   */
  listProgress(keys: SalesOrderKey[]): Promise<SalesOrderProgress[]>;
  readShipment(number: string): Promise<ErpShipment>;
  /** Writes and reads back; does nothing when the number is already there. */
  writeTracking(shipmentNumber: string, trackingNumber: string): Promise<void>;
  readInvoice(key: InvoiceKey): Promise<ErpInvoice>;
  /** Invoices, credit memos and the like changed since the ERP's own stamp, with an overlap; of the last day when null. */
  listChangedInvoices(since: string | null): Promise<ChangedInvoice[]>;
  /** The file's bytes, unchanged, at most `maxBytes`. */
  downloadFile(file: ErpFile, maxBytes: number): Promise<Uint8Array>;
  readStock(input: { warehouses: string[]; quantity: "available" | "availableForShipping" }): Promise<StockRow[]>;
  /** Pages of the catalogue's stock items with their barcodes. */
  listItems(): AsyncIterable<ErpItem[]>;
  /** How this ERP's version names the fields of a Sales Order, and which more a mapping may fill; sends nothing. */
  salesOrderFields(): FieldNote[];
  readLists(): Promise<ErpLists>;
  /** Looks at everything the integration's settings name and says what is missing. */
  test(wanted: ErpExpectations): Promise<Finding[]>;
  /** Ends the session; safe to call twice, never throws. */
  close(): Promise<void>;
};
