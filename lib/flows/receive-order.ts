import { and, eq } from "drizzle-orm";
import type { ChannelOrderRecord } from "@/lib/connectors/contract";
import type { Db } from "@/lib/db/client";
import { addEvent } from "@/lib/db/order-events";
import { enteredFrom, type Reception, upsertOrder } from "@/lib/db/orders";
import { planOrders } from "@/lib/db/planned-steps";
import { orders } from "@/lib/db/schema";
import type { ChannelOrder } from "@/lib/domain/order";
import { changesBetween, describeChanges } from "@/lib/domain/order-change";
import { compareOrder } from "@/lib/flows/compare-order";
import type { Run } from "@/lib/flows/run";
import { beginTrace } from "@/lib/trace";

/**
 * Started by a read of the channel, whatever caused it. Takes one order in, or brings it up to date, and plans its
 * steps; one transaction. Twice is safe: an order not newer than the one held changes nothing.
 * @returns what was new; null for an order that never was ours to handle
 */
export async function receiveOrder(run: Run, record: ChannelOrderRecord): Promise<Reception["news"] | null> {
  const { ctx, open } = run;
  if (!(await isOurs(run, record.order))) return null;
  return ctx.db.transaction(async (transaction) => {
    const tx = transaction as unknown as Db;
    const { row, news } = await takeInOrder(run, tx, record);
    if (news !== "none") await planOrders(tx, [row.id], open.settings, ctx.now());
    return news;
  });
}

/** The order's row, its timeline and its comparison with the Sales Order; planning its steps is left to the caller. */
export async function takeInOrder(run: Run, tx: Db, { order, raw }: ChannelOrderRecord): Promise<Reception> {
  const { ctx, open } = run;
  const owner = { sellerId: open.row.sellerId, integrationId: open.row.id, connectionId: open.channelConnection.id };
  const reception = await upsertOrder(tx, { ...owner, order, raw, now: ctx.now() });
  const { row, news, before } = reception;
  const event = { orderId: row.id, at: ctx.now(), actor: ctx.actor };
  if (news === "first") {
    beginTrace(row.id, "order", { "megzo.order": row.id, "megzo.run": run.id, "megzo.integration": open.row.id });
    await addEvent(tx, { ...event, kind: "received", params: { status: order.status } });
  }
  if (news === "newer" && before) {
    const changes = describeChanges(changesBetween(enteredFrom(before.data), enteredFrom(row.data)));
    await addEvent(tx, { ...event, kind: "changed", params: { from: before.status, to: order.status, changes } });
    await compareOrder(tx, row.id, { tolerance: open.settings.orders.totalTolerance, before: before.data });
  }
  return reception;
}

/** An order first seen finished or cancelled was handled before we came; one the channel ships still needs its papers. */
async function isOurs(run: Run, order: ChannelOrder): Promise<boolean> {
  if (["new", "in-progress", "prepared"].includes(order.status)) return true;
  if (order.fulfilment === "channel" && order.status === "finalised") return true;
  const [known] = await run.ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.connectionId, run.open.channelConnection.id), eq(orders.channelOrderId, order.id)));
  return known !== undefined;
}
