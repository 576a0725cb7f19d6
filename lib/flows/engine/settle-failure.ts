import type { OrderLease } from "@/lib/db/engine/lease";
import type { StepRow } from "@/lib/db/orders/orders";
import { addEvents, type EventKind } from "@/lib/db/orders/timeline";
import { backOffSeconds, type StepKind } from "@/lib/domain/orders/step";
import type { Problem } from "@/lib/domain/problem";
import type { Run } from "@/lib/flows/engine/run";
import type { StepWork } from "@/lib/flows/engine/run-step";
import { briefWait, doubtSeconds } from "@/lib/flows/engine/step-outcome";
import { type StepChange, writeLeased } from "@/lib/flows/engine/write-leased";

/** A failure's consequence by its kind: what happens to the step, and to the connection. Throws `LeaseLost`. */
export async function settleFailure({ run, step, lease }: StepWork, cause: Problem): Promise<void> {
  const { ctx } = run;
  const now = ctx.now();
  const attempts = step.attempts + 1;
  run.failed += 1;
  const settle = async (told: EventKind, change: StepChange) => {
    await writeLeased(ctx.db, lease, step.kind, { ...change, problem: cause, updatedAt: now });
    await tellFailure(run, lease, told, step.kind, cause);
  };
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  switch (cause.kind) {
    case "unknown": {
      // Wait from now, not from the intent: the other side may have received the call only at its very end.
      const dueAt = later(doubtSeconds(run, step.kind));
      return settle("outcome-unknown", { state: "in-doubt", intentAt: now, emptyLooks: 0, attempts, dueAt });
    }
    case "rejected":
      return settle("step-blocked", { state: "blocked", intentAt: null, attempts });
    case "auth":
    case "limited": {
      // The account is refused or full, not the order: it stays due and costs no attempt.
      const seconds = briefWait(cause) ?? (cause.kind === "auth" ? 60 : 15);
      await settle("step-failed", { ...stillDue(step), dueAt: later(seconds) });
      // The rate limit itself holds back all calls for those seconds; only several in a row leave the side alone.
      if (briefWait(cause) === null) run.pause(cause);
      else run.recordFailure(cause);
      return;
    }
    case "transient":
      await settle("step-failed", { ...stillDue(step), attempts, dueAt: later(backOffSeconds(attempts, ctx.random)) });
      run.recordFailure(cause);
  }
}

/** While in doubt, the time of the intent is the only witness of what may have happened. */
const stillDue = (step: StepRow): StepChange =>
  step.state === "in-doubt" ? { state: "in-doubt" } : { state: "due", intentAt: null };

export async function tellFailure(
  run: Run,
  lease: OrderLease,
  kind: EventKind,
  step: StepKind,
  cause: Problem,
): Promise<void> {
  await addEvents(run.ctx.db, {
    orderId: lease.orderId,
    at: run.ctx.now(),
    actor: run.ctx.actor,
    kind,
    params: { step },
    problem: cause,
  });
}
