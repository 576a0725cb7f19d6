import { and, eq } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { takeWakeUps } from "@/lib/db/engine/wake-ups";
import { projectSteps } from "@/lib/db/orders/project-steps";
import { ordersToProject } from "@/lib/db/orders/steps";
import { integrations } from "@/lib/db/schema";
import { type Problem, problem } from "@/lib/domain/problem";
import { countOpen, isCountDue } from "@/lib/flows/counts/count-orders";
import { type Backlog, createBacklog } from "@/lib/flows/engine/backlog";
import type { Side } from "@/lib/flows/engine/blame";
import { settleAll } from "@/lib/flows/engine/concurrency";
import type { FlowContext } from "@/lib/flows/engine/context";
import { type OpenIntegration, openSides, readIntegration } from "@/lib/flows/engine/open-integration";
import { clearPause, closeRunRow, openRunRow, type Run, startRun, withSeat } from "@/lib/flows/engine/run";
import { workDueSteps } from "@/lib/flows/engine/work-due-steps";
import { attachInvoice } from "@/lib/flows/invoices/attach-invoice";
import { findInvoices, isSearchDue } from "@/lib/flows/invoices/find-invoices";
import { acknowledgeOrder } from "@/lib/flows/orders/acknowledge-order";
import { cancelSalesOrder } from "@/lib/flows/orders/cancel-sales-order";
import { createSalesOrder } from "@/lib/flows/orders/create-sales-order";
import { pollWaiting } from "@/lib/flows/orders/poll-waiting";
import { pullOrders } from "@/lib/flows/orders/pull-orders";
import { readReturns } from "@/lib/flows/orders/read-returns";
import { handOverAwb } from "@/lib/flows/parcels/hand-over-awb";
import { writeTracking } from "@/lib/flows/parcels/write-tracking";
import { answerWakeUps, pollWakeUps } from "@/lib/flows/schedule/answer-wake-ups";
import { matchOffers } from "@/lib/flows/stock/match-offers";
import { pushSold } from "@/lib/flows/stock/push-sold";
import { pushStock } from "@/lib/flows/stock/push-stock";
import { reconcileOffers } from "@/lib/flows/stock/reconcile-offers";
import { asTrace } from "@/lib/trace";

export type RunReport = { processed: Record<string, number>; failed: number; alsoWake: string[] };

const projectedAtOnce = 500;
/** Two calls each: enough of them on their way to reach the channel's limit at 200 ms a call. */
const acknowledging = { concurrency: 4, batchSize: 5 } as const;

/**
 * Started by a job: the clock, a wake-up or a person asked for it. Pulls, works what is due, pushes stock, closes the
 * ERP session. Twice is safe: every phase reads the rows. Stops when all is done or the time is up.
 * @throws what `openSides` throws; a failed phase is stored with the run and thrown to nobody
 */
export async function runIntegration(
  given: FlowContext,
  input: { integrationId: string; deadline: () => boolean },
): Promise<RunReport> {
  const row = await readIntegration(given, input.integrationId);
  if (!row?.enabled) return { processed: {}, failed: 0, alsoWake: [] };
  const ctx = { ...given, db: given.forTenant(row.sellerId) };
  const integration = await openSides(ctx, row);
  const run = startRun(
    ctx,
    integration,
    integration.row.heartbeatRequestedAt ? "heartbeat" : "wake-up",
    input.deadline,
  );
  await openRunRow(ctx, run);
  await asTrace(run.id, "run", { "megzo.integration": row.id, "megzo.trigger": run.trigger }, async (setAttributes) => {
    let cause: Problem | null = null;
    try {
      cause = await work(run);
    } finally {
      await run.persistPauses();
      await closeRunRow(ctx, run, cause);
      setAttributes({ "megzo.failed": run.failed, "megzo.problem": cause?.code });
    }
  });
  const { processed, failed, trigger } = run;
  const quiet = Object.keys(processed).length === 0 && failed === 0;
  ctx.log[quiet ? "debug" : "info"](
    { run: run.id, integration: integration.row.id, trigger, processed, failed },
    "run finished",
  );
  return { processed, failed, alsoWake: [...run.alsoWake] };
}

/** What a run's phases share. */
type RunPlan = {
  run: Run;
  /** A heartbeat: everything is looked at, not only what a wake-up named. */
  full: boolean;
  stockAsked: boolean;
  acknowledged: Backlog;
  /** Carries out one phase that needs `side`; its failure does not stop the others. */
  phase(side: Side, work: () => Promise<unknown>): Promise<void>;
};

async function work(run: Run): Promise<Problem | null> {
  const { ctx, integration } = run;
  const full = run.trigger === "heartbeat";
  const wakeUps = await takeWakeUps(ctx.db, [integration.channelConnection.id, integration.erpConnection.id]);
  if (full) {
    await ctx.db
      .update(integrations)
      .set({ heartbeatRequestedAt: null, heartbeatStartedAt: ctx.now() })
      .where(eq(integrations.id, integration.row.id));
  }
  const problems: Problem[] = [];
  const phase: RunPlan["phase"] = async (side, work) => {
    if (!run.isSideAvailable(side)) return;
    const failure = await attempt(run, work);
    if (failure) problems.push(failure);
  };
  run.onBetweenSteps = pollWakeUps(run, (work) => phase("channel", work));
  await phase("channel", () => answerWakeUps(run, wakeUps));
  if (full) await phase("channel", () => pullOrders(run));
  const unprojected = await attempt(run, () => projectOrders(run));
  if (unprojected) problems.push(unprojected);
  const stockSignalled =
    (integration.row.stockRequestedAt ?? Infinity) <= ctx.now() || wakeUps.some((wakeUp) => wakeUp.itemId);
  const plan = { run, full, stockAsked: full || stockSignalled, acknowledged: createBacklog(), phase };
  const seat = { connectionId: integration.erpConnection.id, holder: run.holder, waitSeconds: 20 };
  const channelDone = workChannelSide(plan);
  const seated = withSeat(ctx, seat, () => workErpSide(plan, channelDone).finally(integration.close));
  await settleAll([channelDone, seated]);
  if (!(await seated)) problems.push(problem("seats-taken", "limited", { side: "erp" }));
  const returnsAsked = wakeUps.some(
    (wakeUp) => wakeUp.connectionId === integration.channelConnection.id && !wakeUp.orderId,
  );
  if (full || returnsAsked) await phase("channel", () => readReturns(run, { asked: returnsAsked }));
  await restore(run, integration);
  if (full)
    await ctx.db
      .update(integrations)
      .set({ heartbeatFinishedAt: ctx.now() })
      .where(eq(integrations.id, integration.row.id));
  return problems[0] ?? null;
}

/**
 * What needs the channel alone, at the same time as `workErpSide`, which begins with the orders that are ready for it.
 */
async function workChannelSide({ run, full, stockAsked, acknowledged, phase }: RunPlan): Promise<void> {
  const due = { kind: "acknowledge", sides: ["channel"], polls: full, ...acknowledging } as const;
  await workDueSteps(run, due, acknowledgeOrder, acknowledged.add).finally(acknowledged.end);
  await phase("channel", () => pushSold(run));
  const { settings, row } = run.integration;
  if (settings.stock.enabled && (stockAsked || row.reconcile)) await phase("channel", () => reconcileOffers(run));
}

/** What needs the ERP; from hand-over on both sides. */
async function workErpSide(plan: RunPlan, channelDone: Promise<void>): Promise<true> {
  const { run, full, stockAsked, acknowledged, phase } = plan;
  const both = ["erp", "channel"] as const;
  await phase("erp", () => createSalesOrder(run, acknowledged));
  // Stock is sent after what was sold is off, and compared before it is changed.
  await channelDone;
  // With `acknowledge: after-sales-order` the acknowledgement falls due only now.
  const late = { kind: "acknowledge", sides: ["channel"], polls: false, ...acknowledging } as const;
  await workDueSteps(run, late, acknowledgeOrder);
  await workDueSteps(run, { kind: "cancel", sides: ["erp"], polls: full }, cancelSalesOrder);
  if (run.integration.settings.stock.enabled && stockAsked) {
    await phase("erp", () => matchOffers(run));
    await phase("erp", () => pushStock(run));
  }
  if (full) await phase("erp", () => pollWaiting(run));
  await workDueSteps(run, { kind: "hand-over-awb", sides: both, polls: full }, handOverAwb);
  if (full && !run.outOfTime() && isSearchDue(run)) await phase("erp", () => findInvoices(run));
  await workDueSteps(run, { kind: "attach-invoice", sides: both, polls: full }, attachInvoice);
  await workDueSteps(run, { kind: "write-tracking", sides: both, polls: full }, writeTracking);
  const { ctx, integration } = run;
  if (full && !run.outOfTime() && (await isCountDue(ctx, integration)))
    await phase("erp", () => countOpen(ctx, integration));
  return true;
}

/** One phase of a run: its failure is logged and returned, so that the other phases go on. */
async function attempt(run: Run, work: () => Promise<unknown>): Promise<Problem | null> {
  try {
    await work();
    return null;
  } catch (error) {
    run.failed += 1;
    if (!(error instanceof ConnectorError)) {
      run.ctx.log.error({ run: run.id, integration: run.integration.row.id, err: error }, "run part failed");
      return problem("internal", "transient", {});
    }
    run.ctx.log.warn(
      { run: run.id, integration: run.integration.row.id, code: error.problem.code, kind: error.problem.kind },
      "run part failed",
    );
    if (error.problem.kind === "auth" || error.problem.kind === "limited") run.pause(error.problem);
    else run.recordFailure(error.problem);
    return error.problem;
  }
}

/** A connection that was paused and could be used through this whole run is in order again. */
async function restore(run: Run, integration: OpenIntegration): Promise<void> {
  if (integration.channelConnection.pauseProblem && run.isSideAvailable("channel"))
    await clearPause(run.ctx, integration.channelConnection.id);
  if (integration.erpConnection.pauseProblem && run.isSideAvailable("erp"))
    await clearPause(run.ctx, integration.erpConnection.id);
}

/**
 * After a change of the settings every order that it may bear on is decided anew, in batches, by the settings as they are
 * now; a run that ends under way leaves the rest to the next one, and a further change begins it again.
 */
async function projectOrders(run: Run): Promise<void> {
  const { ctx, integration } = run;
  const mine = eq(integrations.id, integration.row.id);
  const asked = {
    upTo: integrations.projectedUpTo,
    settings: integrations.settings,
    revision: integrations.settingsRevision,
  };
  while (!run.outOfTime()) {
    const [row] = await ctx.db.select(asked).from(integrations).where(mine);
    if (!row || row.upTo === null) return;
    const orderIds = await ordersToProject(ctx.db, integration.row.id, row.upTo, projectedAtOnce);
    await projectSteps(ctx.db, orderIds, row.settings, ctx.now());
    const upTo = orderIds.length < projectedAtOnce ? null : (orderIds.at(-1) ?? null);
    const unchanged = eq(integrations.settingsRevision, row.revision);
    await ctx.db.update(integrations).set({ projectedUpTo: upTo }).where(and(mine, unchanged));
  }
}
