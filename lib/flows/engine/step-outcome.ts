import type { StepRow } from "@/lib/db/orders/orders";
import type { StepKind, WaitReason } from "@/lib/domain/orders/step";
import { type Problem, problem } from "@/lib/domain/problem";
import type { Run } from "@/lib/flows/engine/run";

/** How a step's handler ended, and what its row looks like then. */
export type StepOutcome =
  /** `written`: the step's end is already in its row, in the transaction that made it true. */
  | { kind: "done"; written?: true }
  /** `inSeconds`: not before then, unless something happens earlier. */
  | { kind: "waiting"; reason: WaitReason; inSeconds?: number }
  | { kind: "again"; inSeconds: number }
  /** A look after an unknown outcome found nothing; the second one makes the step due again. */
  | { kind: "empty-look" }
  /** Facts that only the step itself could see make it unnecessary: what is to do is decided anew. */
  | { kind: "not-wanted" }
  | { kind: "blocked"; problem: Problem };

export const doneRow = (now: Date) => ({
  state: "done" as const,
  waitReason: null,
  problem: null,
  intentAt: null,
  emptyLooks: 0,
  doneAt: now,
  updatedAt: now,
});

/** A step left `running` by a process that died: its committed intent makes the outcome unknown. */
export function afterCrash(run: Run, step: StepRow): StepRow {
  if (step.state !== "running") return step;
  const since = step.intentAt ?? step.updatedAt;
  const dueAt = new Date(since.getTime() + doubtSeconds(run, step.kind) * 1000);
  return { ...step, state: "in-doubt", dueAt, problem: problem("outcome-unknown", "unknown", {}) };
}

/** How long nothing is done after an unknown outcome: a create may still be queued inside the ERP. */
export function doubtSeconds(run: Run, kind: StepKind): number {
  const wait = run.integration.settings.orders.unknownOutcomeWaitSeconds;
  return kind === "create-sales-order" ? wait : Math.min(wait, 30);
}

/** The seconds that "too many requests" asks for, where they are few; null for everything else. */
export function briefWait({ code, params }: Problem): number | null {
  const seconds = Number(params.seconds ?? "1");
  return code === "limited" && seconds <= 5 ? seconds : null;
}

export function rowOf(
  outcome: StepOutcome,
  step: StepRow,
  run: Run,
  now: Date,
): Partial<Omit<StepRow, "orderId" | "kind">> {
  switch (outcome.kind) {
    case "done":
      return doneRow(now);
    case "waiting":
      return {
        state: "waiting",
        waitReason: outcome.reason,
        problem: null,
        intentAt: null,
        attempts: 0,
        dueAt: new Date(now.getTime() + (outcome.inSeconds ?? 0) * 1000),
        updatedAt: now,
      };
    case "again":
      return { dueAt: new Date(now.getTime() + outcome.inSeconds * 1000), updatedAt: now };
    case "empty-look": {
      const emptyLooks = step.emptyLooks + 1;
      if (emptyLooks >= 2)
        return { state: "due", intentAt: null, emptyLooks: 0, problem: null, dueAt: now, updatedAt: now };
      const gap = Math.min(15, doubtSeconds(run, step.kind)) * 1000;
      return { state: "in-doubt", emptyLooks, dueAt: new Date(now.getTime() + gap), updatedAt: now };
    }
    case "not-wanted":
      return {
        state: "due",
        waitReason: null,
        problem: null,
        intentAt: null,
        emptyLooks: 0,
        dueAt: now,
        updatedAt: now,
      };
    case "blocked":
      return { state: "blocked", waitReason: null, problem: outcome.problem, updatedAt: now };
  }
}
