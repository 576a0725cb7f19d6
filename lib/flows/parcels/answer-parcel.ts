import { and, eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { lockOrder } from "@/lib/db/orders/orders";
import { addEvents } from "@/lib/db/orders/timeline";
import { orders, steps } from "@/lib/db/schema";
import {
  askedFields,
  channelValue,
  cleanAnswer,
  type ParcelAnswers,
  type ParcelField,
} from "@/lib/domain/parcels/parcel";
import type { FlowContext } from "@/lib/flows/engine/context";

/** `wrong`: these answers would be refused by the channel, so that nothing was kept; `nothing`: nobody asks for them. */
export type ParcelReply = { kind: "answered" | "nothing" } | { kind: "wrong"; fields: ParcelField[] };

/**
 * Started by a person who answers what a parcel lacks, before the call that costs one. Keeps the answers beside the
 * order and lets the hand-over go on. Twice is safe: the second time nothing is asked. Writes rows only; the record
 * names the fields, never the buyer's data.
 */
export async function answerParcel(
  ctx: FlowContext,
  { orderId, answers }: { orderId: string; answers: Partial<Record<ParcelField, string>> },
): Promise<ParcelReply> {
  const now = ctx.now();
  return ctx.db.transaction(async (tx): Promise<ParcelReply> => {
    const order = await lockOrder(tx, orderId);
    const mine = and(eq(steps.orderId, orderId), eq(steps.kind, "hand-over-awb"), eq(steps.state, "blocked"));
    const [step] = await tx.select().from(steps).where(mine).for("update");
    const fields = askedFields(step?.problem ?? null).filter((field) => answers[field] !== undefined);
    if (!order || fields.length === 0) return { kind: "nothing" };
    const given: ParcelAnswers = {};
    for (const field of fields) {
      const value = cleanAnswer(field, answers[field] ?? "");
      if (value !== null) given[field] = { value, instead: channelValue(order.data, field) };
    }
    const wrong = fields.filter((field) => !given[field]);
    if (wrong.length > 0) return { kind: "wrong", fields: wrong };
    await tx
      .update(orders)
      .set({ parcelAnswers: { ...order.parcelAnswers, ...given } })
      .where(eq(orders.id, orderId));
    await tx.update(steps).set({ state: "due", problem: null, dueAt: now, updatedAt: now }).where(mine);
    const named = { fields: fields.join(", ") };
    await addEvents(tx, { orderId, at: now, actor: ctx.actor, kind: "parcel-answered", params: named });
    await writeAudit(tx, {
      sellerId: order.sellerId,
      actor: ctx.actor,
      action: "order.answer-parcel",
      subject: order.channelOrderId,
      after: named,
    });
    return { kind: "answered" };
  });
}
