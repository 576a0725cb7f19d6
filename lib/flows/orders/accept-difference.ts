import { and, eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import type { Tx } from "@/lib/db/client";
import { lockOrder, submittedFrom } from "@/lib/db/orders/orders";
import { addEvents } from "@/lib/db/orders/timeline";
import { orders, steps } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import { doneRow } from "@/lib/flows/engine/step-outcome";

/** `changed`: the channel sent a newer version than the one the person saw, so that nothing was accepted. */
export type Acceptance = "accepted" | "changed" | "nothing";

/**
 * A person says that an order's Sales Order is right as it is, or has been put right by hand: its difference to the
 * channel, of lines or of totals, or a cancellation the ERP refused. Twice is safe; writes rows and the record only.
 * @param input.seen the channel's stamp of the version the person looked at
 */
export async function acceptDifference(
  ctx: FlowContext,
  { orderId, seen }: { orderId: string; seen: string },
): Promise<Acceptance> {
  return ctx.db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order) return "nothing";
    if (order.modified !== seen) return "changed";
    const refused = await settleCancellation(tx, ctx, orderId);
    const { needsAttention: attention } = order;
    const found = refused ?? attention;
    if (!found) return "nothing";
    if (attention) {
      const submitted = { ...submittedFrom(order.data), acceptedTotal: order.gross };
      await tx.update(orders).set({ submitted, needsAttention: null }).where(eq(orders.id, orderId));
    }
    const params: Record<string, string> = { ...found.params };
    await addEvents(tx, { orderId, at: ctx.now(), actor: ctx.actor, kind: "difference-accepted", problem: found });
    await writeAudit(tx, {
      sellerId: order.sellerId,
      actor: ctx.actor,
      action: "order.accept-difference",
      subject: order.channelOrderId,
      before: { code: found.code, ...params },
    });
    return "accepted";
  });
}

/** The cancellation that waits for a person, ended by their word; its problem, or null when none waits. */
async function settleCancellation(tx: Tx, ctx: FlowContext, orderId: string) {
  const mine = and(eq(steps.orderId, orderId), eq(steps.kind, "cancel"), eq(steps.state, "blocked"));
  const [step] = await tx.select().from(steps).where(mine).for("update");
  if (step?.problem?.code !== "cancelled-after-sales-order") return null;
  await tx.update(steps).set(doneRow(ctx.now())).where(mine);
  return step.problem;
}
