import { dueSteps } from "@/lib/db/orders/steps";
import type { StepKind } from "@/lib/domain/orders/step";
import type { Side } from "@/lib/flows/engine/blame";
import { chunk, mapConcurrent } from "@/lib/flows/engine/concurrency";
import type { Run } from "@/lib/flows/engine/run";
import { leaseOrders, releaseOrders, runStep, type StepHandler } from "@/lib/flows/engine/run-step";

/** More than a run gets through in its minute. */
const limitPerKind = 2000;

type DueKind = {
  kind: StepKind;
  /** The sides it calls: without one of them nothing is begun. */
  sides: readonly Side[];
  /** Whether steps that wait for the other side are looked at too. */
  polls: boolean;
  /** How many orders are worked at once. */
  concurrency?: number;
  /** How many one of them takes at a time: more than one only where what was read of an order may be seconds old. */
  batchSize?: number;
};

/**
 * Started by a run. Works all due steps of one kind, each under its order's lease; `onReleased` gets the number of
 * orders each time their leases are given back. Twice is safe: the row remembers. Stops when none is due, the time is
 * up or a side is paused. A failed step is written down and not thrown.
 */
export async function workDueSteps(
  run: Run,
  given: DueKind,
  handler: StepHandler,
  onReleased = (_: number) => {},
): Promise<void> {
  const { ctx, integration } = run;
  const { kind, sides, polls, concurrency = 1, batchSize = 1 } = given;
  const due = await dueSteps(ctx.db, {
    integrationId: integration.row.id,
    kind,
    now: ctx.now(),
    polls: polls && { except: run.unchanged.get(kind) ?? [] },
    limit: limitPerKind,
  });
  const mayBegin = () => !run.outOfTime() && sides.every((side) => run.isSideAvailable(side));
  const some = chunk(due, Math.min(batchSize, Math.ceil(due.length / concurrency)));
  await mapConcurrent(some, concurrency, async (part) => {
    if (!mayBegin()) return;
    await run.onBetweenSteps();
    const leased = await leaseOrders(
      run,
      part.map(({ orderId }) => orderId),
    );
    try {
      for (const order of leased) {
        if (!mayBegin()) break;
        await runStep(run, order, kind, handler);
      }
    } finally {
      await releaseOrders(run, leased);
      onReleased(leased.length);
    }
  });
}
