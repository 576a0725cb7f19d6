import { createHash } from "node:crypto";
import { and, eq, inArray, lt, or, sql } from "drizzle-orm";
import type { Db, Tx } from "@/lib/db/client";
import { integrations, orderLinks, orders, parcels, steps } from "@/lib/db/schema";
import { type Submitted, submittedOf } from "@/lib/domain/documents/order-change";
import type { OrderFacts } from "@/lib/domain/orders/decide";
import { type ChannelOrder, grossTotal } from "@/lib/domain/orders/order";
import { sharesRepeatedHour } from "@/lib/domain/orders/shares-repeated-hour";
import { withoutBuyer } from "@/lib/domain/privacy/buyer";
import type { IntegrationSettings } from "@/lib/domain/settings";

export type OrderRow = typeof orders.$inferSelect;
export type LinkRow = typeof orderLinks.$inferSelect;
type ParcelRow = typeof parcels.$inferSelect;
export type StepRow = typeof steps.$inferSelect;

/** An order with everything a step needs to know of it. */
export type OrderAggregate = {
  order: OrderRow;
  link: LinkRow | null;
  parcel: ParcelRow | null;
  steps: StepRow[];
  /** Its integration's settings as they were when the order was read: a run may be older than a switch. */
  settings: IntegrationSettings;
};

/** What of an order `decide` goes by. */
export const factsOf = ({ order, link, parcel }: OrderAggregate): OrderFacts => ({
  fulfilment: order.fulfilment,
  status: order.status,
  complete: order.data.complete,
  erased: order.erasedAt !== null,
  setAside: order.onHoldAt !== null,
  hasSalesOrder: link !== null,
  hasParcel: parcel !== null,
});

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** What a Sales Order made from this order is submitted with. */
export const submittedFrom = (order: ChannelOrder): Submitted => submittedOf(order, digest);

type Received = {
  sellerId: string;
  integrationId: string;
  connectionId: string;
  order: ChannelOrder;
  raw: unknown;
  now: Date;
};

export type Reception = { row: OrderRow; change: "inserted" | "updated" | "unchanged"; before: OrderRow | null };

/**
 * Inserts an order or brings it up to date; a version not newer than the one held changes nothing, so that late or
 * doubled reads are harmless. In the repeated hour of autumn a stamp that looks older may be the newer one: what was
 * read last counts there. An equal stamp with other contents still counts: the channel's clock has whole seconds.
 * @throws Error when the row vanished between two statements: its seller was deleted
 */
export async function upsertOrder(db: Db, { order: read, raw, now, ...owner }: Received): Promise<Reception> {
  const mine = and(eq(orders.connectionId, owner.connectionId), eq(orders.channelOrderId, read.id));
  const lock = async () => (await db.select().from(orders).where(mine).for("update"))[0];
  let before = await lock();
  if (!before) {
    const [inserted] = await insertOrders(db, [{ ...owner, order: read, raw, now }]);
    if (inserted) return { row: inserted, change: "inserted", before: null };
    // Somebody else took it in at the same moment.
    before = await lock();
  }
  if (!before) throw new Error(`order ${read.id} vanished while it was received`);
  // An erased buyer does not come back with a later version: its status is stored, its buyer is not.
  const order = before.erasedAt ? withoutBuyer(read) : read;
  const version = before.erasedAt ? versionOf(order, now) : { ...versionOf(order, now), raw };
  const [updated] = await db
    .update(orders)
    .set(version)
    .where(
      and(
        mine,
        or(
          lt(orders.modified, order.modified),
          and(
            sharesRepeatedHour(before.modified, order.modified) ? undefined : eq(orders.modified, order.modified),
            sql`${orders.data}::jsonb is distinct from ${JSON.stringify(order)}::jsonb`,
          ),
        ),
      ),
    )
    .returning();
  return updated ? { row: updated, change: "updated", before } : { row: before, change: "unchanged", before };
}

/** One order, locked until the transaction ends. */
export async function lockOrder(db: Tx, orderId: string): Promise<OrderRow | undefined> {
  return (await db.select().from(orders).where(eq(orders.id, orderId)).for("update"))[0];
}

/** Inserts orders and leaves out those that are held already; one statement. */
export async function insertOrders(db: Db, received: Received[]): Promise<OrderRow[]> {
  if (received.length === 0) return [];
  return db
    .insert(orders)
    .values(
      received.map(({ order, raw, now, ...owner }) => ({
        ...owner,
        ...versionOf(order, now),
        channelOrderId: order.id,
        raw,
        receivedAt: now,
      })),
    )
    .onConflictDoNothing({ target: [orders.connectionId, orders.channelOrderId] })
    .returning();
}

const versionOf = (order: ChannelOrder, now: Date) => ({
  fulfilment: order.fulfilment,
  status: order.status,
  modified: order.modified,
  placedAt: order.placedAt,
  handOverBy: order.handOverBy,
  buyerName: order.buyer.name,
  currency: order.currency,
  gross: grossTotal(order),
  data: order,
  updatedAt: now,
});

/**
 * Which of these orders are held, by channel order id, and whether `upsertOrder` would leave them as they are: one
 * statement for a whole page.
 */
export async function knownOrders(
  db: Db,
  connectionId: string,
  read: Pick<ChannelOrder, "id" | "modified">[],
): Promise<Map<string, { unchanged: boolean }>> {
  const ambiguous = read.filter(({ modified }) => sharesRepeatedHour(modified, modified)).map(({ id }) => id);
  const repeated = sql`(select jsonb_array_elements_text(${JSON.stringify(ambiguous)}::text::jsonb))`;
  const rows = await db.execute<{ id: string; unchanged: boolean }>(sql`
    select o.channel_order_id as id,
      (o.data::jsonb = n.version or (o.modified > n.version->>'modified' and not (
        n.version->>'id' in ${repeated} and left(o.modified, 10) = left(n.version->>'modified', 10)
        and substr(o.modified, 12, 2) in ('02', '03')))) as unchanged
    from orders o
      join jsonb_array_elements(${JSON.stringify(read)}::text::jsonb) as n(version)
        on o.channel_order_id = n.version->>'id'
    where o.connection_id = ${connectionId}`);
  return new Map(rows.map(({ id, unchanged }) => [id, { unchanged }]));
}

/** By order id; an order that is not there has no entry. */
export async function readOrderAggregates(db: Db, orderIds: string[]): Promise<Map<string, OrderAggregate>> {
  if (orderIds.length === 0) return new Map();
  const found = await db
    .select({ order: orders, link: orderLinks, parcel: parcels, settings: integrations.settings })
    .from(orders)
    .innerJoin(integrations, eq(integrations.id, orders.integrationId))
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .leftJoin(parcels, eq(parcels.orderId, orders.id))
    .where(inArray(orders.id, orderIds));
  const rows = await db.select().from(steps).where(inArray(steps.orderId, orderIds));
  return new Map(
    found.map((aggregate) => [
      aggregate.order.id,
      { ...aggregate, steps: rows.filter(({ orderId }) => orderId === aggregate.order.id) },
    ]),
  );
}
