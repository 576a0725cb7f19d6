import { writeAudit } from "@/lib/db/audit";
import { type BuyerOrder, eraseOrders, lockOrders, withFlight } from "@/lib/db/privacy/buyers";
import type { FlowContext } from "@/lib/flows/engine/context";

/** `inFlight`: nothing was erased, because these orders still need their buyer. */
export type Erasure = { erased: number; inFlight: BuyerOrder[] };

/**
 * Started by a person a buyer asked. Erases the buyer of these orders, all or none; one that is not finished refuses
 * them all. Twice is safe: an erased order is left as it is. The record names the orders, never the buyer. Writes rows
 * only: what eMAG and the ERP hold is theirs to erase.
 */
export async function eraseBuyer(ctx: FlowContext, asked: { sellerId: string; orders: string[] }): Promise<Erasure> {
  return ctx.db.transaction(async (tx) => {
    const rows = (await lockOrders(tx, asked.sellerId, asked.orders)).filter(({ erasedAt }) => !erasedAt);
    const waiting = (await withFlight(tx, rows)).filter(({ waitsFor }) => waitsFor);
    if (waiting.length > 0) return { erased: 0, inFlight: waiting };
    await eraseOrders(tx, rows, ctx.now());
    if (rows.length > 0) {
      await writeAudit(tx, {
        sellerId: asked.sellerId,
        actor: ctx.actor,
        action: "buyer.erase",
        subject: rows.length === 1 ? (rows[0]?.channelOrderId ?? "") : `${rows.length}`,
        after: { orders: rows.map(({ channelOrderId }) => channelOrderId) },
      });
    }
    return { erased: rows.length, inFlight: [] };
  });
}
