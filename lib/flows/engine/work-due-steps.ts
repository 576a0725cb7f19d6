import { dueSteps } from "@/lib/db/orders/steps";
import type { StepKind } from "@/lib/domain/orders/step";
import type { Side } from "@/lib/flows/engine/blame";
import { inParts, sideBySide } from "@/lib/flows/engine/concurrency";
import type { Run } from "@/lib/flows/engine/run";
import { leaveOrders, takeOrders, type Verb, workStep } from "@/lib/flows/engine/run-step";

/** More than a run gets through in its minute. */
const limitPerKind = 2000;

type Kind = {
  kind: StepKind;
  /** The sides it calls: without one of them nothing is begun. */
  sides: readonly Side[];
  /** Whether steps that wait for the other side are looked at too. */
  looks: boolean;
  /** How many orders are worked at once. */
  width?: number;
  /** How many one of them takes at a time: more than one only where what was read of an order may be seconds old. */
  takes?: number;
};

/**
 * Started by a run. Works all due steps of one kind, each under its order's lease; `left` hears how many orders are free
 * again. Twice is safe: the row remembers. Stops when none is due, the time is up or a side is at rest.
 */
export async function workKind(run: Run, given: Kind, verb: Verb, left = (_: number) => {}): Promise<void> {
  const { ctx, open } = run;
  const { kind, sides, looks, width = 1, takes = 1 } = given;
  const due = await dueSteps(ctx.db, {
    integrationId: open.row.id,
    kind,
    now: ctx.now(),
    looks: looks && { except: run.nothingNew.get(kind) ?? [] },
    limit: limitPerKind,
  });
  const mayBegin = () => !run.outOfTime() && sides.every((side) => run.mayUse(side));
  const some = inParts(due, Math.min(takes, Math.ceil(due.length / width)));
  await sideBySide(some, width, async (part) => {
    if (!mayBegin()) return;
    await run.betweenSteps();
    const taken = await takeOrders(
      run,
      part.map(({ orderId }) => orderId),
    );
    try {
      for (const order of taken) {
        if (!mayBegin()) break;
        await workStep(run, order, kind, verb);
      }
    } finally {
      await leaveOrders(run, taken);
      left(taken.length);
    }
  });
}
