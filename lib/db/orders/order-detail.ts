import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Db } from "@/lib/db/client";
import {
  type NoteView,
  noteOf,
  orderSubject,
  type Person,
  readFailureNotes,
  readPeople,
} from "@/lib/db/failures/failure-notes";
import { type InvoiceView, readInvoiceList } from "@/lib/db/invoices/invoice-list";
import { type Iso, iso } from "@/lib/db/iso";
import type { OrderGroup } from "@/lib/db/orders/order-group";
import { groupOf } from "@/lib/db/orders/order-group";
import { submittedFrom } from "@/lib/db/orders/orders";
import { type ReturnView, returnsOfOrder } from "@/lib/db/orders/returns";
import { type EventView, readTimeline } from "@/lib/db/orders/timeline";
import { readUnmaskings, type UnmaskingView } from "@/lib/db/orders/unmaskings";
import { connections, orderLinks, orders, parcels, sellers, steps } from "@/lib/db/schema";
import { changesBetween, type OrderChange } from "@/lib/domain/documents/order-change";
import { deepLink } from "@/lib/domain/orders/deep-link";
import { type ChannelOrder, type Fulfilment, lineGross, type OrderStatus } from "@/lib/domain/orders/order";
import {
  type FirstEditionStep,
  inFirstEdition,
  type NotNeededReason,
  type ShownAnswer,
  type StepKind,
  shownAnswer,
  stepKinds,
  type WaitReason,
} from "@/lib/domain/orders/step";
import { buyerWords } from "@/lib/domain/privacy/buyer";
import { type BuyerVisibility, canSeeBuyers, maskedOrder, withoutWords } from "@/lib/domain/privacy/buyer-visibility";
import type { Problem } from "@/lib/domain/problem";

export type StepView = {
  kind: StepKind;
  state: FirstEditionStep["state"];
  wait: FirstEditionStep["wait"];
  /** What is to be done about it, and why not yet or not at all. */
  answer: ShownAnswer;
  reason: WaitReason | NotNeededReason | null;
  problem: Problem | null;
  attempts: number;
  dueAt: Iso;
  intentAt: Iso | null;
  updatedAt: Iso;
  doneAt: Iso | null;
};

export type OrderView = {
  now: Iso;
  id: string;
  number: string;
  integrationId: string;
  seller: string;
  fulfilment: Fulfilment;
  status: OrderStatus;
  group: OrderGroup;
  gross: string;
  currency: string;
  attention: Problem | null;
  /** A person took the order out of the flow. */
  setAside: { at: Iso; by: string; note: string | null } | null;
  /** What the channel says otherwise than the Sales Order was made from. */
  changes: OrderChange[];
  note: NoteView | null;
  /** Who may be asked to look after it. */
  people: Person[];
  receivedAt: Iso;
  data: ChannelOrder;
  lineTotals: Record<string, string>;
  salesOrder: {
    type: string;
    number: string;
    total: string | null;
    origin: "created" | "adopted";
    linkedAt: Iso;
    /** The mapping version that built it; null where none is on record. */
    mapping: number | null;
  } | null;
  lock: { holder: string; takenAt: Iso | null; expiresAt: Iso | null; expired: boolean } | null;
  parcel: {
    parcelId: string | null;
    trackingNumber: string | null;
    courier: string | null;
    shipmentNumber: string;
    origin: string;
    createdAt: Iso;
    trackingWrittenAt: Iso | null;
  } | null;
  /** Its pages in the two systems' own screens, where somebody gave their address. */
  pages: { channel: string | null; erp: string | null };
  invoices: InvoiceView[];
  returns: ReturnView[];
  steps: StepView[];
  events: EventView[];
  /** The channel's own JSON, for those who may read it; else null. */
  raw: unknown;
  /** Whether the buyer is hidden from this reader. */
  masked: boolean;
  /** Who of the staff saw the buyers of this seller lately, and what for. */
  unmaskings: UnmaskingView[];
};

const erpConnections = alias(connections, "erp_connections");

/** One order with its whole story; null when it does not exist or belongs to another seller. */
export async function readOrderDetail(
  db: Db,
  sellerId: string | null,
  id: string,
  options: { now: Date; withRaw: boolean; visibility: BuyerVisibility },
): Promise<OrderView | null> {
  const found = await findOrder(db, sellerId, id);
  if (!found) return null;
  const { order, link, parcel } = found;
  const subject = orderSubject(id);
  const [stepRows, events, documents, notes, people, seen, returns] = await Promise.all([
    db.select().from(steps).where(eq(steps.orderId, id)),
    readTimeline(db, id),
    readInvoiceList(db, id),
    readFailureNotes(db, [subject]),
    readPeople(db, sellerId),
    readUnmaskings(db, order.sellerId, options.now),
    returnsOfOrder(db, order.connectionId, order.channelOrderId),
  ]);
  const views = stepRows
    .filter(({ waitReason }) => waitReason !== "not-cancelled")
    .map(stepView)
    .sort((a, b) => stepKinds.indexOf(a.kind) - stepKinds.indexOf(b.kind));
  const view: OrderView = {
    ...ownFields(order),
    now: iso(options.now),
    seller: found.seller,
    group: groupOf(stepRows, order.needsAttention, order.onHoldAt !== null),
    note: noteOf(notes, order.sellerId, subject),
    people: people.filter((person) => person.sellerId === null || person.sellerId === order.sellerId),
    changes: link && order.submitted ? changesBetween(order.submitted, submittedFrom(order.data)) : [],
    salesOrder: link && salesOrderOf(link, order.mappingVersion),
    lock: lockOf(order, options.now),
    parcel: parcel && { ...parcel, createdAt: iso(parcel.createdAt), trackingWrittenAt: iso(parcel.trackingWrittenAt) },
    pages: {
      channel: deepLink(found.channel.orderPage, { number: order.channelOrderId }),
      erp: link && deepLink(found.erp?.orderPage, { type: link.orderType, number: link.orderNumber }),
    },
    invoices: documents,
    returns,
    steps: views,
    events,
    raw: options.withRaw ? order.raw : null,
    masked: false,
    unmaskings: seen,
  };
  if (canSeeBuyers(options.visibility, order.sellerId)) return view;
  return maskedView(view, buyerWords(order.data, order.parcelAnswers ?? {}));
}

/** Its row, with those that stand for it elsewhere. */
async function findOrder(db: Db, sellerId: string | null, id: string) {
  const [found] = await db
    .select({
      order: orders,
      seller: sellers.name,
      link: orderLinks,
      parcel: parcels,
      channel: connections.settings,
      erp: erpConnections.settings,
    })
    .from(orders)
    .innerJoin(sellers, eq(sellers.id, orders.sellerId))
    .innerJoin(connections, eq(connections.id, orders.connectionId))
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .leftJoin(erpConnections, eq(erpConnections.id, orderLinks.erpId))
    .leftJoin(parcels, eq(parcels.orderId, orders.id))
    .where(and(eq(orders.id, id), sellerId ? eq(orders.sellerId, sellerId) : undefined));
  return found;
}

/** What its own row says, as it is shown. */
function ownFields(order: typeof orders.$inferSelect) {
  const { id, integrationId, fulfilment, status, gross, currency, needsAttention: attention, data } = order;
  return {
    ...{ id, integrationId, fulfilment, status, gross, currency, attention, data },
    number: order.channelOrderId,
    setAside: order.onHoldAt && { at: iso(order.onHoldAt), by: order.onHoldBy ?? "", note: order.onHoldNote },
    receivedAt: iso(order.receivedAt),
    lineTotals: lineTotals(data),
  };
}

function salesOrderOf(link: typeof orderLinks.$inferSelect, mapping: number | null): OrderView["salesOrder"] {
  const { orderType: type, orderNumber: number, total, origin } = link;
  return { type, number, total, origin, linkedAt: iso(link.linkedAt), mapping };
}

/** What others wrote beside an order may name its buyer too. */
function maskedView(view: OrderView, words: string[]): OrderView {
  const { steps, events, attention, setAside, note, invoices } = view;
  const written = withoutWords({ steps, events, attention, setAside, note, invoices }, words);
  return { ...view, ...written, data: maskedOrder(view.data), raw: null, masked: true };
}

function stepView(row: typeof steps.$inferSelect): StepView {
  return {
    kind: row.kind,
    ...inFirstEdition(row.state, row.waitReason),
    answer: shownAnswer(row.state, row.waitReason),
    reason: row.waitReason,
    problem: row.problem,
    attempts: row.attempts,
    dueAt: iso(row.dueAt),
    intentAt: iso(row.intentAt),
    updatedAt: iso(row.updatedAt),
    doneAt: iso(row.doneAt),
  };
}

/** Gross per line and deposit id, rounded as the buyer pays it. */
function lineTotals(order: ChannelOrder): Record<string, string> {
  const lines = order.lines.map((line) => [line.id, lineGross(line.reverseCharge ? { ...line, vatRate: "0" } : line)]);
  const deposits = order.deposits.map((deposit) => [`deposit-${deposit.lineId}`, lineGross(deposit)]);
  return Object.fromEntries([...lines, ...deposits]);
}

function lockOf(order: typeof orders.$inferSelect, now: Date): OrderView["lock"] {
  if (!order.leaseHolder) return null;
  const expired = order.leaseExpiresAt !== null && order.leaseExpiresAt <= now;
  return { holder: order.leaseHolder, takenAt: iso(order.leaseTakenAt), expiresAt: iso(order.leaseExpiresAt), expired };
}

/** The seller an order belongs to, as far as `sellerId` may see it. */
export async function ownerOfOrder(db: Db, sellerId: string | null, id: string): Promise<string | null> {
  return (await orderOwner(db, sellerId, id))?.sellerId ?? null;
}

/** The same with the channel's number of the order. */
export async function orderOwner(
  db: Db,
  sellerId: string | null,
  id: string,
): Promise<{ sellerId: string; number: string } | null> {
  const [row] = await db
    .select({ sellerId: orders.sellerId, number: orders.channelOrderId })
    .from(orders)
    .where(and(eq(orders.id, id), sellerId ? eq(orders.sellerId, sellerId) : undefined));
  return row ?? null;
}
