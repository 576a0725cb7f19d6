import { randomUUID } from "node:crypto";
import { ConnectorError } from "@/lib/connectors/contract";
import type { Db } from "@/lib/db/client";
import {
  extendOrderLease,
  type OrderChange,
  type OrderLease,
  releaseOrderLeases,
  takeOrderLeases,
} from "@/lib/db/engine/lease";
import { type OrderAggregate, readOrderAggregates, type StepRow } from "@/lib/db/orders/orders";
import { planOrders } from "@/lib/db/orders/plan-steps";
import { writeStep } from "@/lib/db/orders/steps";
import { addEvents, type EventKind } from "@/lib/db/orders/timeline";
import { backOffSeconds, type StepKind } from "@/lib/domain/orders/step";
import { type Problem, problem } from "@/lib/domain/problem";
import type { Run } from "@/lib/flows/engine/run";
import { afterCrash, briefWait, doneRow, doubtSeconds, type Outcome, rowOf } from "@/lib/flows/engine/step-outcome";
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
  event(kind: EventKind, params?: Record<string, string>): Promise<void>;
  /**
   * Writes rows, the step's end and its line of the timeline in one transaction.
   * @throws LeaseLost, and then nothing is written
   */
  completeStep(change: (tx: Db) => Promise<void>, entry?: TimelineEntry | null): Promise<Outcome>;
};

type TimelineEntry = { kind: EventKind; params: Record<string, string> };

export type StepHandler = (work: StepWork) => Promise<Outcome>;

/** The lease ended while a step was worked: another process may hold it, so nothing is written. Stays in `runStep`. */
export class LeaseLost extends Error {}

/** Enough to begin; every outside call extends it first. A dead process blocks an order no longer than this. */
const leaseSeconds = 90;
/** Longer than the longest time-out of any connector's write. */
const callSeconds = 180;
/** Added to it, so that calls of the same step that soon follow need not extend the lease again. */
const spareSeconds = 60;

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
 * Works one step of an order that is already leased, and writes down how it went. The one catch site of all steps: what
 * a handler throws is stored with the step. @throws only what the database throws
 */
export async function runStep(run: Run, leased: LeasedOrder, kind: StepKind, handler: StepHandler): Promise<void> {
  const { ctx } = run;
  const { lease } = leased;
  const found = leased.aggregate.steps.find((row) => row.kind === kind);
  if (!found || found.state === "done" || found.state === "blocked" || found.waitReason === "cancelled") return;
  const step = afterCrash(run, found);
  if (step !== found && step.dueAt > ctx.now()) {
    await writeStep(ctx.db, lease, kind, {
      state: "in-doubt",
      dueAt: step.dueAt,
      problem: step.problem,
      updatedAt: ctx.now(),
    });
    return;
  }
  const started = ctx.now();
  // Counted from before the database was asked: the lease lasts at least as long.
  let leasedUntil = 0;
  const extend = async (db: Db, change?: OrderChange) => {
    const until = ctx.now().getTime() + (callSeconds + spareSeconds) * 1000;
    if (!(await extendOrderLease(db, lease, callSeconds + spareSeconds, change))) throw new LeaseLost();
    leasedUntil = until;
  };
  const work: StepWork = {
    run,
    aggregate: leased.aggregate,
    step,
    lease,
    ensureLease: async () => {
      if (leasedUntil - ctx.now().getTime() < callSeconds * 1000) await extend(ctx.db);
    },
    intentCommitted: false,
    commitIntent: async (change) => {
      await ctx.db.transaction(async (tx) => {
        await extend(tx as unknown as Db, change);
        await write(tx as unknown as Db, {
          state: "running",
          intentAt: ctx.now(),
          emptyLooks: 0,
          updatedAt: ctx.now(),
        });
      });
      work.intentCommitted = true;
    },
    event: (event, params) => appendTimeline(ctx.db, event, params),
    completeStep: async (change, entry) => {
      await ctx.db.transaction(async (transaction) => {
        const tx = transaction as unknown as Db;
        await write(tx, doneRow(ctx.now()));
        await change(tx);
        if (entry) await appendTimeline(tx, entry.kind, entry.params);
        // In the same transaction: a crash in between would leave the next steps waiting for what is already there.
        await planOrders(tx, [lease.orderId], run.integration.settings, ctx.now());
      });
      return { kind: "done", written: true };
    },
  };
  const appendTimeline = (db: Db, event: EventKind, params?: Record<string, string>) => {
    const durationMs = ctx.now().getTime() - started.getTime();
    return addEvents(db, { orderId: lease.orderId, at: ctx.now(), actor: ctx.actor, kind: event, params, durationMs });
  };
  const write = async (db: Db, change: Parameters<typeof writeStep>[3]) => {
    if (!(await writeStep(db, lease, kind, change))) throw new LeaseLost();
  };
  const facts = {
    "megzo.order": lease.orderId,
    "megzo.run": run.id,
    "megzo.integration": run.integration.row.id,
    "megzo.attempt": step.attempts + 1,
  };
  await inTraceOf(lease.orderId, kind, facts, async (setAttributes) => {
    try {
      const outcome = await handler(work);
      setAttributes({ "megzo.outcome": outcome.kind });
      if (outcome.kind !== "done" || !outcome.written) await write(ctx.db, rowOf(outcome, step, run, ctx.now()));
      if (outcome.kind === "done") run.count(kind);
      if (outcome.kind === "blocked") await failed(run, lease, "step-blocked", kind, outcome.problem);
      if (outcome.kind !== "done" || !outcome.written)
        await planOrders(ctx.db, [lease.orderId], run.integration.settings, ctx.now());
    } catch (error) {
      if (error instanceof LeaseLost) return setAttributes({ "megzo.outcome": "lease-lost" });
      const cause = causeOf(work, error);
      setAttributes({ "megzo.outcome": cause.kind, "megzo.problem": cause.code });
      await settleFailure(run, work, cause).catch((lost) => {
        if (!(lost instanceof LeaseLost)) throw lost;
      });
    }
  });
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

/** A failure's consequence by its kind: what happens to the step, and to the connection. */
async function settleFailure(run: Run, work: StepWork, cause: Problem): Promise<void> {
  const { ctx } = run;
  const { step, lease } = work;
  const now = ctx.now();
  const write = async (change: Parameters<typeof writeStep>[3]) => {
    if (!(await writeStep(ctx.db, lease, step.kind, { ...change, problem: cause, updatedAt: now })))
      throw new LeaseLost();
  };
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  const attempts = step.attempts + 1;
  run.failed += 1;
  switch (cause.kind) {
    case "unknown":
      // Wait from now, not from the intent: the other side may have received the call only at its very end.
      await write({
        state: "in-doubt",
        intentAt: now,
        emptyLooks: 0,
        attempts,
        dueAt: later(doubtSeconds(run, step.kind)),
      });
      await failed(run, lease, "outcome-unknown", step.kind, cause);
      return;
    case "rejected":
      await write({ state: "blocked", intentAt: null, attempts });
      await failed(run, lease, "step-blocked", step.kind, cause);
      return;
    case "auth":
    case "limited":
      // The account is refused or full, not the order: it stays due and costs no attempt.
      await write({
        state: step.state === "in-doubt" ? "in-doubt" : "due",
        ...keepIntent(step),
        dueAt: later(briefWait(cause) ?? (cause.kind === "auth" ? 60 : 15)),
      });
      await failed(run, lease, "step-failed", step.kind, cause);
      // The rate limit itself holds back all calls for those seconds; only several in a row leave the side alone.
      if (briefWait(cause) === null) run.pause(cause);
      else run.recordFailure(cause);
      return;
    case "transient":
      await write({
        state: step.state === "in-doubt" ? "in-doubt" : "due",
        ...keepIntent(step),
        attempts,
        dueAt: later(backOffSeconds(attempts, ctx.random)),
      });
      await failed(run, lease, "step-failed", step.kind, cause);
      run.recordFailure(cause);
  }
}

/** While in doubt the intent stays: it is the only record that a write may have gone out. */
const keepIntent = (step: StepRow) => (step.state === "in-doubt" ? {} : { intentAt: null });

async function failed(run: Run, lease: OrderLease, kind: EventKind, step: StepKind, cause: Problem): Promise<void> {
  await addEvents(run.ctx.db, {
    orderId: lease.orderId,
    at: run.ctx.now(),
    actor: run.ctx.actor,
    kind,
    params: { step },
    problem: cause,
  });
}
