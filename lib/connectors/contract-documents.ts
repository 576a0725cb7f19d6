import type { StoredLine } from "@/lib/domain/documents/total-difference";
import type { Decimal } from "@/lib/domain/money";

// What an ERP holds, in no ERP's dialect; `contract.ts` passes it on.

export type SalesOrderKey = { orderType: string; number: string };

export type SalesOrderReference = { orderType: string; customerOrder: string; externalRef: string };

export type FoundSalesOrder = SalesOrderKey & {
  customerOrder: string;
  externalRef: string;
  status: string;
  cancelled: boolean;
  total: Decimal | null;
};

/**
 * `adopted`: the ERP itself refused a second document, and this is the first one. `notStored`: the first value that was
 * sent and is stored otherwise; `sent` and `stored` are empty where they would tell who the buyer is.
 */
export type CreatedSalesOrder = FoundSalesOrder & {
  adopted?: true;
  notStored?: { field: string; sent: string; stored: string };
};

/** A Sales Order as the ERP keeps it now, with its lines. */
export type StoredSalesOrder = { status: string; total: Decimal | null; lines: StoredLine[] };

/** `date`: the document's own day, `YYYY-MM-DD`. */
export type ListedSalesOrder = FoundSalesOrder & { date: string };

export type ErpShipment = {
  number: string;
  status: string;
  confirmed: boolean;
  cancelled: boolean;
  packages: { lineId: string | null; trackingNumber: string | null; weight: Decimal | null }[];
  /** Kilograms. */
  weight: Decimal | null;
};

export type InvoiceKey = { type: string; number: string };

export type SalesOrderProgress = SalesOrderKey & {
  status: string;
  cancelled: boolean;
  shipments: { number: string; status: string }[];
  invoices: InvoiceKey[];
};

/** `printed`: the document the ERP prints anew at each reading, with other bytes each time, instead of keeping a file. */
export type ErpFile = { id: string; name: string; href: string; printed?: InvoiceKey };

export type ErpInvoice = InvoiceKey & {
  status: string;
  released: boolean;
  /** The Sales Orders its lines come from: exactly one, or it must not be sent to a buyer. */
  orders: SalesOrderKey[];
  /** The documents its lines correct or take back; empty for an ordinary invoice. */
  origins: InvoiceKey[];
  customerOrder: string;
  /** The ERP's stamp of its last change, as text to be compared for equality. */
  modified: string;
  files: ErpFile[];
};

/** A document that has changed, without its files. */
export type ChangedInvoice = Omit<ErpInvoice, "files">;

/** One row of the ERP's stock feed; `quantity` is null when the feed's value is not a number. */
export type StockRow = { itemId: string; warehouseId: string; quantity: number | null };

/** What the ERP's own documents and items use, most used first; a person may name others. */
export type ErpLists = { orderTypes: string[]; customers: string[]; warehouses: string[] };

/** A stock item as the catalogue names it; `eans` are its barcodes. */
export type ErpItem = { itemId: string; itemClass: string | null; eans: string[] };

export type ErpExpectations = {
  orderTypes: string[];
  customers: string[];
  warehouses: string[];
  items: string[];
  /** Zones the settings give to orders, whatever the country. */
  taxZones?: string[];
  /** Order types whose documents must carry the channel's order id as their number. */
  numberedByChannel?: string[];
};
