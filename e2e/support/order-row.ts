import { and, eq } from "drizzle-orm";
import { orders, steps } from "@/lib/db/schema";
import type { StepKind } from "@/lib/domain/orders/step";
import type { Harness } from "./harness";

/** The row of the order with this id at the channel. @throws Error where there is none */
export async function orderRow({ ctx }: Harness, channelOrderId: string) {
  const [row] = await ctx.db.select().from(orders).where(eq(orders.channelOrderId, channelOrderId));
  if (!row) throw new Error(`order ${channelOrderId} is not known`);
  return row;
}

/** The row of one step of that order; undefined before the order is read. */
export async function stepOf({ ctx }: Harness, channelOrderId: string, kind: StepKind) {
  const [row] = await ctx.db
    .select({ step: steps })
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .where(and(eq(orders.channelOrderId, channelOrderId), eq(steps.kind, kind)));
  return row?.step;
}
