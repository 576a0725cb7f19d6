import { dueSteps } from "@/lib/db/steps";
import type { StepKind } from "@/lib/domain/step";
import type { Side } from "@/lib/flows/name-side";
import type { Run } from "@/lib/flows/run";
import { sideBySide } from "@/lib/flows/side-by-side";
import { leaveOrder, takeOrder, type Verb, workStep } from "@/lib/flows/work-step";

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
};

/**
 * Started by a run. Works all due steps of one kind, each under its order's lease; `left` hears of each order that is free
 * again. Twice is safe: the row remembers. Stops when none is due, the time is up or a side is at rest.
 */
export async function workKind(run: Run, given: Kind, verb: Verb, left = () => {}): Promise<void> {
  const { ctx, open } = run;
  const { kind, sides, looks, width = 1 } = given;
  const due = await dueSteps(ctx.db, {
    integrationId: open.row.id,
    kind,
    now: ctx.now(),
    looks: looks && { except: run.nothingNew.get(kind) ?? [] },
    limit: limitPerKind,
  });
  await sideBySide(due, width, async ({ orderId }) => {
    if (run.outOfTime() || !sides.every((side) => run.mayUse(side))) return;
    await run.betweenSteps();
    const taken = await takeOrder(run, orderId);
    if (!taken) return;
    try {
      await workStep(run, taken, kind, verb);
    } finally {
      await leaveOrder(run, taken);
      left();
    }
  });
}
