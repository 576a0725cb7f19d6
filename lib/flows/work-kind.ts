import { dueSteps } from "@/lib/db/steps";
import type { StepKind } from "@/lib/domain/step";
import type { Side } from "@/lib/flows/name-side";
import type { Run } from "@/lib/flows/run";
import { leaveOrder, takeOrder, type Verb, workStep } from "@/lib/flows/work-step";

const limitPerKind = 500;

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
  const queue = due.values();
  const lane = async () => {
    for (const { orderId } of queue) {
      if (run.outOfTime() || !sides.every((side) => run.mayUse(side))) return;
      await run.betweenSteps();
      const taken = await takeOrder(run, orderId);
      if (!taken) continue;
      try {
        await workStep(run, taken, kind, verb);
      } finally {
        await leaveOrder(run, taken);
        left();
      }
    }
  };
  await allEnded(Array.from({ length: width }, lane));
}

/** Waits for all of them, and only then tells of the first that failed: nothing may go on behind its caller's back. */
export async function allEnded(parts: Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(parts);
  const broken = ends.find((end) => end.status === "rejected");
  if (broken) throw broken.reason;
}
