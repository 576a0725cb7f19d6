import { and, eq, inArray } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { integrationSettings } from "@/lib/db/connections/integration-settings";
import { lockOrder } from "@/lib/db/orders/orders";
import { projectSteps } from "@/lib/db/orders/project-steps";
import { addEvents } from "@/lib/db/orders/timeline";
import { orders, steps } from "@/lib/db/schema";
import type { StepKind } from "@/lib/domain/orders/step";
import type { ProblemCode } from "@/lib/domain/problem";
import type { FlowContext } from "@/lib/flows/engine/context";

const made: (ProblemCode | undefined)[] = ["value-discarded", "duplicate-sales-orders"];

/**
 * A person says "try again": blocked, due and waiting steps of an order are worked at the next run. A parcel that may
 * exist is looked for once more before one is ordered; a step in doubt keeps its waiting time. What is
 * switched off, incomplete, not acknowledged or cancelled stays so. A Sales Order that was refused is built by the newest mapping. Twice is safe.
 */
export async function retryStep(
  ctx: FlowContext,
  { orderId, kind }: { orderId: string; kind?: StepKind },
): Promise<void> {
  const now = ctx.now();
  await ctx.db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (!order) return;
    const mine = and(eq(steps.orderId, orderId), kind ? eq(steps.kind, kind) : undefined);
    const rows = await tx
      .select()
      .from(steps)
      .where(and(mine, inArray(steps.state, ["blocked", "due", "waiting"])));
    for (const row of rows) {
      // Where a document may stand in the ERP already, the version that built it stays on record.
      const unbuilt = row.kind === "create-sales-order" && row.state === "blocked" && !made.includes(row.problem?.code);
      if (unbuilt) await tx.update(orders).set({ mappingVersion: null }).where(eq(orders.id, orderId));
      const mayExist = row.problem?.code === "parcel-unknown";
      // A person's word that no parcel exists counts as the first of the two looks.
      const emptyLooks = mayExist ? 1 : 0;
      await tx
        .update(steps)
        .set({ state: mayExist ? "in-doubt" : "due", waitReason: null, emptyLooks, dueAt: now, updatedAt: now })
        .where(and(eq(steps.orderId, orderId), eq(steps.kind, row.kind), eq(steps.state, row.state)));
    }
    // A person can end a refusal, and no other reason: what is not wanted stays as it is.
    await projectSteps(tx, [orderId], await integrationSettings(tx, order.integrationId), now);
    await addEvents(tx, { orderId, at: now, actor: ctx.actor, kind: "retried", params: kind ? { step: kind } : {} });
    await writeAudit(tx, {
      sellerId: order.sellerId,
      actor: ctx.actor,
      action: "order.retry",
      subject: order.channelOrderId,
      after: { step: kind ?? "all" },
    });
  });
}
