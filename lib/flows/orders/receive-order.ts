import { and, eq } from "drizzle-orm";
import type { ChannelOrderRecord } from "@/lib/connectors/contract";
import type { Tx } from "@/lib/db/client";
import { insertOrders, type OrderRow, type Reception, submittedFrom, upsertOrder } from "@/lib/db/orders/orders";
import { projectSteps } from "@/lib/db/orders/project-steps";
import { addEvents, type OrderEvent } from "@/lib/db/orders/timeline";
import { orders } from "@/lib/db/schema";
import { changesBetween, describeChanges } from "@/lib/domain/documents/order-change";
import type { ChannelOrder } from "@/lib/domain/orders/order";
import type { Run } from "@/lib/flows/engine/run";
import { compareLocked } from "@/lib/flows/orders/compare-order";
import { beginTrace } from "@/lib/trace";

/**
 * Started by a read of the channel, whatever caused it. Takes one order in, or brings it up to date, and plans its
 * steps; one transaction. Twice is safe: an order not newer than the one held changes nothing.
 * @returns what became of its row; null for an order first seen finished or cancelled, which is not stored
 */
export async function receiveOrder(run: Run, record: ChannelOrderRecord): Promise<Reception["change"] | null> {
  const { ctx, integration } = run;
  if (!(await isOurs(run, record.order))) return null;
  const { row, change } = await ctx.db.transaction(async (tx) => {
    const reception = await takeInOrder(run, tx, record);
    if (reception.change !== "unchanged") await projectSteps(tx, [reception.row.id], integration.settings, ctx.now());
    return reception;
  });
  if (change === "inserted") beginOrderTrace(run, row);
  return change;
}

/**
 * Started by a page of the channel's orders of which none is held here. Takes in those that are ours in one transaction,
 * four statements whatever their number. Twice is safe: an order that came in meanwhile is brought up to date instead.
 * @returns how many orders were new or changed
 */
export async function receiveNewOrders(run: Run, records: ChannelOrderRecord[]): Promise<number> {
  const { ctx, integration } = run;
  const now = ctx.now();
  const ours = records
    .filter(({ order }) => isOpen(order))
    // Sorted, so that two pages written at the same moment lock in one order and cannot deadlock.
    .sort((a, b) => (a.order.id < b.order.id ? -1 : 1));
  if (ours.length === 0) return 0;
  const rows = await ctx.db.transaction(async (tx) => {
    const received = ours.map(({ order, raw }) => ({ ...ownerOf(run), order, raw, now }));
    const inserted = await insertOrders(tx, received);
    await addEvents(tx, ...inserted.map((row) => receivedEvent(run, row)));
    const orderIds = inserted.map(({ id }) => id);
    await projectSteps(tx, orderIds, integration.settings, now);
    return inserted;
  });
  for (const row of rows) beginOrderTrace(run, row);
  const fresh = new Set(rows.map(({ channelOrderId }) => channelOrderId));
  let received = rows.length;
  for (const record of ours)
    if (!fresh.has(record.order.id) && (await receiveOrder(run, record)) !== "unchanged") received += 1;
  return received;
}

const ownerOf = ({ integration }: Run) => ({
  sellerId: integration.row.sellerId,
  integrationId: integration.row.id,
  connectionId: integration.channelConnection.id,
});

const receivedEvent = ({ ctx }: Run, { id, status }: OrderRow): OrderEvent => ({
  orderId: id,
  at: ctx.now(),
  actor: ctx.actor,
  kind: "received",
  params: { status },
});

/** The order's trace begins once it is safe: a transaction that is tried again would begin it twice. */
function beginOrderTrace({ id, integration }: Run, row: OrderRow): void {
  beginTrace(row.id, "order", { "megzo.order": row.id, "megzo.run": id, "megzo.integration": integration.row.id });
}

/** The order's row, its timeline and its comparison with the Sales Order; planning its steps is left to the caller. */
export async function takeInOrder(run: Run, tx: Tx, { order, raw }: ChannelOrderRecord): Promise<Reception> {
  const { ctx, integration } = run;
  const reception = await upsertOrder(tx, { ...ownerOf(run), order, raw, now: ctx.now() });
  const { row, change, before } = reception;
  if (change === "inserted") await addEvents(tx, receivedEvent(run, row));
  if (change === "updated" && before) {
    const changes = describeChanges(changesBetween(submittedFrom(before.data), submittedFrom(row.data)));
    const params = { from: before.status, to: order.status, changes };
    await addEvents(tx, { orderId: row.id, at: ctx.now(), actor: ctx.actor, kind: "changed", params });
    await compareLocked(tx, row, { tolerance: integration.settings.orders.totalTolerance, before: before.data });
  }
  return reception;
}

/** Whether there is something to do for an order that nobody here has seen before. */
const isOpen = ({ status, fulfilment }: ChannelOrder): boolean =>
  ["new", "in-progress", "prepared"].includes(status) || (fulfilment === "channel" && status === "finalised");

/** An order first seen finished or cancelled was handled before we came; one the channel ships still needs its papers. */
async function isOurs(run: Run, order: ChannelOrder): Promise<boolean> {
  if (isOpen(order)) return true;
  const [known] = await run.ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.connectionId, run.integration.channelConnection.id), eq(orders.channelOrderId, order.id)));
  return known !== undefined;
}
