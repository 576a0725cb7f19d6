import { randomUUID } from "node:crypto";
import { ConnectorError } from "@/lib/connectors/contract";
import type { Db, Tx } from "@/lib/db/client";
import { type OrderChange, type OrderLease, releaseOrderLeases, takeOrderLeases } from "@/lib/db/engine/lease";
import { type OrderAggregate, readOrderAggregates, type StepRow } from "@/lib/db/orders/orders";
import { projectSteps } from "@/lib/db/orders/project-steps";
import { writeStep } from "@/lib/db/orders/steps";
import { addEvents, type EventKind } from "@/lib/db/orders/timeline";
import type { StepKind } from "@/lib/domain/orders/step";
import { type Problem, problem } from "@/lib/domain/problem";
import type { Run } from "@/lib/flows/engine/run";
import { settleFailure, tellFailure } from "@/lib/flows/engine/settle-failure";
import { isStepWanted, NotWanted, stepLease } from "@/lib/flows/engine/step-lease";
import { afterCrash, doneRow, rowOf, type StepOutcome } from "@/lib/flows/engine/step-outcome";
import { LeaseLost, writeLeased } from "@/lib/flows/engine/write-leased";
import { inTraceOf } from "@/lib/trace";

/** An order that this run holds the lease of, as it was read then. */
export type LeasedOrder = { lease: OrderLease; aggregate: OrderAggregate };

/** What a step's handler is given: the order as it is now, under a lease that is checked before every outside call. */
export type StepWork = {
  run: Run;
  aggregate: OrderAggregate;
  step: StepRow;
  lease: OrderLease;
  /** To be awaited before each outside call: extends the lease to outlast it. @throws LeaseLost */
  ensureLease(): Promise<void>;
  /**
   * Instead of that before a write that must not happen twice: extends the lease and commits with it the intent and
   * `change` of the order's row.
   * @throws LeaseLost
   */
  commitIntent(change?: OrderChange): Promise<void>;
  /** Whether an intent was committed and its outcome not yet written. */
  intentCommitted: boolean;
  /** Whether its end is written. */
  completed: boolean;
  event(kind: EventKind, params?: Record<string, string>): Promise<void>;
  /**
   * Writes rows, the step's end and its line of the timeline in one transaction, refused when the lease was lost
   * meanwhile.
   */
  completeStep(change: (tx: Tx) => Promise<void>, entry?: TimelineEntry | null): Promise<StepOutcome>;
};

type TimelineEntry = { kind: EventKind; params: Record<string, string> };

export type StepHandler = (work: StepWork) => Promise<StepOutcome>;

/** Enough to begin; every outside call extends it first. A dead process blocks an order no longer than this. */
const leaseSeconds = 90;

/** Takes the leases of orders and reads them afresh; those that somebody else holds are left out. */
export async function leaseOrders(run: Run, orderIds: string[]): Promise<LeasedOrder[]> {
  const { db } = run.ctx;
  const leases = await takeOrderLeases(db, orderIds, `${run.holder}/${randomUUID().slice(0, 8)}`, leaseSeconds);
  const aggregates = await readOrderAggregates(
    db,
    leases.map(({ orderId }) => orderId),
  );
  return leases.flatMap((lease) => {
    const aggregate = aggregates.get(lease.orderId);
    return aggregate ? { lease, aggregate } : [];
  });
}

/**
 * Works one step of an order that is already leased, and writes down how it went. The one catch site of all steps: what a
 * handler throws is stored with the step.
 * @throws only what the database throws
 */
export async function runStep(run: Run, leased: LeasedOrder, kind: StepKind, handler: StepHandler): Promise<void> {
  const step = await stepToWork(run, leased, kind);
  if (!step) return;
  const { lease } = leased;
  const work = stepWork(run, leased, step);
  const facts = {
    "megzo.order": lease.orderId,
    "megzo.run": run.id,
    "megzo.integration": run.integration.row.id,
    "megzo.attempt": step.attempts + 1,
  };
  await inTraceOf(lease.orderId, kind, facts, async (trace) => {
    try {
      const outcome = await handler(work);
      trace({ "megzo.outcome": outcome.kind });
      await writeOutcome(work, outcome);
    } catch (error) {
      if (error instanceof LeaseLost) return trace({ "megzo.outcome": "lease-lost" });
      if (error instanceof NotWanted) return writeOutcome(work, { kind: "not-wanted" });
      const cause = causeOf(work, error);
      trace({ "megzo.outcome": cause.kind, "megzo.problem": cause.code });
      await settleFailure(work, cause).catch((lost) => {
        if (!(lost instanceof LeaseLost)) throw lost;
      });
    }
  });
}

/** The step, where there is something to do: one that a crash left with an intent is in doubt until its time has passed. */
async function stepToWork(run: Run, { lease, aggregate }: LeasedOrder, kind: StepKind): Promise<StepRow | null> {
  const { ctx } = run;
  const found = aggregate.steps.find((row) => row.kind === kind);
  if (!found || found.state === "done" || found.state === "blocked") return null;
  const step = afterCrash(run, found);
  // Facts and settings may have changed since the work was found; a doubt is looked into all the same.
  if (step.state !== "in-doubt" && !isStepWanted({ lease, aggregate }, kind)) {
    await projectSteps(ctx.db, [lease.orderId], aggregate.settings, ctx.now());
    return null;
  }
  if (step === found || step.dueAt <= ctx.now()) return step;
  const { dueAt, problem } = step;
  await writeStep(ctx.db, lease, kind, { state: "in-doubt", dueAt, problem, updatedAt: ctx.now() });
  return null;
}

function stepWork(run: Run, { lease, aggregate }: LeasedOrder, step: StepRow): StepWork {
  const { ctx } = run;
  const started = ctx.now();
  const appendTimeline = (db: Db, event: EventKind, params?: Record<string, string>) => {
    const durationMs = ctx.now().getTime() - started.getTime();
    return addEvents(db, { orderId: lease.orderId, at: ctx.now(), actor: ctx.actor, kind: event, params, durationMs });
  };
  const work: StepWork = {
    run,
    aggregate,
    step,
    lease,
    ensureLease: () => extend.forCall(ctx.db),
    intentCommitted: false,
    completed: false,
    commitIntent: async (change) => {
      await ctx.db.transaction(async (tx) => {
        await extend.forWrite(tx, change);
        const now = ctx.now();
        const intent = { state: "running", intentAt: now, emptyLooks: 0, updatedAt: now } as const;
        await writeLeased(tx, lease, step.kind, intent);
      });
      work.intentCommitted = true;
    },
    event: (event, params) => appendTimeline(ctx.db, event, params),
    completeStep: async (change, entry) => {
      await ctx.db.transaction(async (tx) => {
        await writeLeased(tx, lease, step.kind, doneRow(ctx.now()));
        await change(tx);
        if (entry) await appendTimeline(tx, entry.kind, entry.params);
        // In the same transaction: a crash in between would leave the next steps waiting for what is already there.
        await projectSteps(tx, [lease.orderId], aggregate.settings, ctx.now());
      });
      work.completed = true;
      return { kind: "done", written: true };
    },
  };
  const extend = stepLease(work);
  return work;
}

/** An outcome that is not already in its row, and what is due now because of it. */
async function writeOutcome({ run, step, lease, aggregate }: StepWork, outcome: StepOutcome): Promise<void> {
  const { ctx } = run;
  const written = outcome.kind === "done" && outcome.written;
  if (!written) await writeLeased(ctx.db, lease, step.kind, rowOf(outcome, step, run, ctx.now()));
  if (outcome.kind === "done") run.count(step.kind);
  if (outcome.kind === "blocked") await tellFailure(run, lease, "step-blocked", step.kind, outcome.problem);
  if (!written) await projectSteps(ctx.db, [lease.orderId], aggregate.settings, ctx.now());
}

export async function releaseOrders(run: Run, leased: LeasedOrder[]): Promise<void> {
  await releaseOrderLeases(
    run.ctx.db,
    leased.map(({ lease }) => lease),
  );
}

function causeOf({ run, step, lease, intentCommitted }: StepWork, error: unknown): Problem {
  if (error instanceof ConnectorError) return error.problem;
  run.ctx.log.error({ order: lease.orderId, step: step.kind, err: error }, "step failed");
  // A mistake of our own after the intent proves nothing about what the other side did.
  return problem("internal", intentCommitted ? "unknown" : "transient");
}
