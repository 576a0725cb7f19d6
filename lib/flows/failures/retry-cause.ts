import { writeAudit } from "@/lib/db/audit";
import { type Cause, stepsOfCause } from "@/lib/db/failures/failures";
import type { FlowContext } from "@/lib/flows/engine/context";
import { retryStep } from "@/lib/flows/orders/retry-step";

/** How many steps one call retries at most; `more` says that the cause has others. */
const limit = 500;

/**
 * A person says "try again" for all that failed of one cause, as `readFailures` names it: each blocked or due step is
 * retried as `retryStep` does, with its own line on record, and the whole with one; `only` tries fewer, to see whether
 * the cure holds. Twice is safe. Stops at the rows.
 */
export async function retryCause(
  ctx: FlowContext,
  {
    sellerId,
    code,
    params = {},
    only = limit,
  }: Omit<Cause, "params"> & Partial<Pick<Cause, "params">> & { only?: number },
): Promise<{ steps: number; more: boolean }> {
  const most = Math.min(only, limit);
  const found = await stepsOfCause(ctx.db, { sellerId, code, params, limit: most + 1 });
  const chosen = found.slice(0, most);
  for (const { orderId, kind } of chosen) await retryStep(ctx, { orderId, kind });
  if (chosen.length === 0) return { steps: 0, more: false };
  const result = { steps: chosen.length, more: found.length > most };
  await writeAudit(ctx.db, {
    sellerId,
    actor: ctx.actor,
    action: "cause.retry",
    subject: code,
    after: { params, ...result },
  });
  return result;
}
