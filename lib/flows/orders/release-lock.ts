import { and, eq, isNotNull, lte, sql } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { addEvents } from "@/lib/db/orders/timeline";
import { orders } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

/** A person releases an order's lock; only one that has expired is released. Says whether it was. */
export async function releaseLock(ctx: FlowContext, { orderId }: { orderId: string }): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .update(orders)
      .set({ leaseHolder: null, leaseTakenAt: null, leaseExpiresAt: null })
      .where(
        and(eq(orders.id, orderId), isNotNull(orders.leaseHolder), lte(orders.leaseExpiresAt, sql`clock_timestamp()`)),
      )
      .returning({ sellerId: orders.sellerId, channelOrderId: orders.channelOrderId });
    if (!row) return false;
    await addEvents(tx, { orderId, at: ctx.now(), actor: ctx.actor, kind: "lock-released" });
    await writeAudit(tx, {
      sellerId: row.sellerId,
      actor: ctx.actor,
      action: "order.release-lock",
      subject: row.channelOrderId,
    });
    return true;
  });
}
