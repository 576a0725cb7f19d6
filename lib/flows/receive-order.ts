import { and, eq } from "drizzle-orm";
import type { ChannelOrderRecord } from "@/lib/connectors/contract";
import type { Db } from "@/lib/db/client";
import { addEvent } from "@/lib/db/order-events";
import { type Reception, readOrderFile, upsertOrder } from "@/lib/db/orders";
import { orders } from "@/lib/db/schema";
import { planOrder } from "@/lib/db/steps";
import type { ChannelOrder } from "@/lib/domain/order";
import { problem } from "@/lib/domain/problem";
import type { Run } from "@/lib/flows/run";

/**
 * Started by a read of the channel, whatever caused it. Takes one order in, or brings it up to date, and plans its
 * steps; one transaction. Twice is safe: an order not newer than the one held changes nothing.
 * @returns what was new; null for an order that never was ours to handle
 */
export async function receiveOrder(run: Run, { order, raw }: ChannelOrderRecord): Promise<Reception["news"] | null> {
  const { ctx, open } = run;
  if (!(await isOurs(run, order))) return null;
  const owner = { sellerId: open.row.sellerId, integrationId: open.row.id, connectionId: open.channelConnection.id };
  return ctx.db.transaction(async (transaction) => {
    const tx = transaction as unknown as Db;
    const { row, news, before } = await upsertOrder(tx, { ...owner, order, raw, now: ctx.now() });
    if (news === "none") return news;
    const event = { orderId: row.id, at: ctx.now(), actor: ctx.actor };
    if (news === "first") await addEvent(tx, { ...event, kind: "received", params: { status: order.status } });
    const file = await readOrderFile(tx, row.id);
    if (!file) return news;
    if (before) {
      const changed = describeChange(before.data, order);
      await addEvent(tx, {
        ...event,
        kind: "changed",
        params: { from: before.status, to: order.status, lines: changed },
      });
      if (file.link && changed) {
        const attention = problem("order-changed", "rejected", { number: file.link.orderNumber, changes: changed });
        await tx.update(orders).set({ attention }).where(eq(orders.id, row.id));
      }
    }
    await planOrder(tx, file, open.settings, ctx.now());
    return news;
  });
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

/** "SKU-1 2 → 1, SKU-9 0 → 1": the lines whose quantity differs; empty when none does. */
export function describeChange(before: ChannelOrder, after: ChannelOrder): string {
  const quantities = (order: ChannelOrder) => new Map(order.lines.map((line) => [line.id, line]));
  const [was, is] = [quantities(before), quantities(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((id) => ({
      sku: (is.get(id) ?? was.get(id))?.sku ?? id,
      from: was.get(id)?.quantity ?? 0,
      to: is.get(id)?.quantity ?? 0,
    }))
    .filter(({ from, to }) => from !== to)
    .map(({ sku, from, to }) => `${sku} ${from} → ${to}`)
    .join(", ");
}
