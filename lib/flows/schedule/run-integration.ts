import { eq } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { takeHints } from "@/lib/db/engine/wake-ups";
import { planStepsOf } from "@/lib/db/orders/plan-steps";
import { ordersToReplan } from "@/lib/db/orders/steps";
import { integrations } from "@/lib/db/schema";
import { type Problem, problem } from "@/lib/domain/problem";
import { countOpen, isCountDue } from "@/lib/flows/counts/count-orders";
import { type Feed, openFeed } from "@/lib/flows/engine/backlog";
import type { Side } from "@/lib/flows/engine/blame";
import { allEnded } from "@/lib/flows/engine/concurrency";
import type { FlowContext } from "@/lib/flows/engine/context";
import { type OpenIntegration, openSides, readIntegration } from "@/lib/flows/engine/open-integration";
import { clearPause, closeRunRow, openRunRow, type Run, startRun, withSeat } from "@/lib/flows/engine/run";
import { workKind } from "@/lib/flows/engine/work-due-steps";
import { attachInvoice } from "@/lib/flows/invoices/attach-invoice";
import { findInvoices, isSearchDue } from "@/lib/flows/invoices/find-invoices";
import { acknowledgeOrder } from "@/lib/flows/orders/acknowledge-order";
import { cancelSalesOrder } from "@/lib/flows/orders/cancel-sales-order";
import { createSalesOrders } from "@/lib/flows/orders/create-sales-order";
import { lookAtWaiting } from "@/lib/flows/orders/poll-waiting";
import { pullOrders } from "@/lib/flows/orders/pull-orders";
import { readReturns } from "@/lib/flows/orders/read-returns";
import { handOverAwb } from "@/lib/flows/parcels/hand-over-awb";
import { writeTracking } from "@/lib/flows/parcels/write-tracking";
import { answerHints, listenTo } from "@/lib/flows/schedule/answer-wake-ups";
import { matchOffers } from "@/lib/flows/stock/match-offers";
import { pushSold } from "@/lib/flows/stock/push-sold";
import { pushStock } from "@/lib/flows/stock/push-stock";
import { reconcileOffers } from "@/lib/flows/stock/reconcile-offers";
import { asTrace } from "@/lib/trace";

export type RunReport = { processed: Record<string, number>; failed: number; alsoWake: string[] };

const replannedAtOnce = 500;
/** Two calls each: enough of them on their way to reach the channel's limit at 200 ms a call. */
const acknowledging = { width: 4, takes: 5 } as const;

/**
 * Started by a job: the clock, a hint or a person asked for it. Pulls, works what is due, pushes stock, closes the ERP
 * session. Twice is safe: every part looks at the rows. Stops when all is done or the time is up.
 */
export async function runIntegration(
  given: FlowContext,
  input: { integrationId: string; deadline: () => boolean },
): Promise<RunReport> {
  const row = await readIntegration(given, input.integrationId);
  if (!row?.enabled) return { processed: {}, failed: 0, alsoWake: [] };
  const ctx = { ...given, db: given.ofSeller(row.sellerId) };
  const open = await openSides(ctx, row);
  const run = startRun(ctx, open, open.row.beatRequestedAt ? "heartbeat" : "wake", input.deadline);
  await openRunRow(ctx, run);
  await asTrace(run.id, "run", { "megzo.integration": row.id, "megzo.trigger": run.trigger }, async (tell) => {
    let cause: Problem | null = null;
    try {
      cause = await work(run);
    } finally {
      await run.settle();
      await closeRunRow(ctx, run, cause);
      tell({ "megzo.failed": run.failed, "megzo.problem": cause?.code });
    }
  });
  const { processed, failed, trigger } = run;
  const quiet = Object.keys(processed).length === 0 && failed === 0;
  ctx.log[quiet ? "debug" : "info"](
    { run: run.id, integration: open.row.id, trigger, processed, failed },
    "run finished",
  );
  return { processed, failed, alsoWake: [...run.alsoWake] };
}

/** What a run's parts share. */
type Pass = {
  run: Run;
  /** A heartbeat: everything is looked at, not only what was called out. */
  full: boolean;
  stockAsked: boolean;
  acknowledged: Feed;
  /** Carries out one part that needs `side`; its failure leaves the others alone. */
  part(side: Side, does: () => Promise<unknown>): Promise<void>;
};

async function work(run: Run): Promise<Problem | null> {
  const { ctx, open } = run;
  const full = run.trigger === "heartbeat";
  const hints = await takeHints(ctx.db, [open.channelConnection.id, open.erpConnection.id]);
  if (full) {
    await ctx.db
      .update(integrations)
      .set({ beatRequestedAt: null, heartbeatStartedAt: ctx.now() })
      .where(eq(integrations.id, open.row.id));
  }
  const problems: Problem[] = [];
  const part: Pass["part"] = async (side, does) => {
    if (!run.mayUse(side)) return;
    const trouble = await attempt(run, does);
    if (trouble) problems.push(trouble);
  };
  run.betweenSteps = listenTo(run, (does) => part("channel", does));
  await part("channel", () => answerHints(run, hints));
  if (full) await part("channel", () => pullOrders(run));
  const untold = full && (await attempt(run, () => replanOrders(run)));
  if (untold) problems.push(untold);
  const called = (open.row.stockRequestedAt ?? Infinity) <= ctx.now() || hints.some((hint) => hint.itemId);
  const pass = { run, full, stockAsked: full || called, acknowledged: openFeed(), part };
  const seat = { connectionId: open.erpConnection.id, holder: run.holder, patienceSeconds: 20 };
  const channelDone = workChannelSide(pass);
  const seated = withSeat(ctx, seat, () => workErpSide(pass, channelDone).finally(open.close));
  await allEnded([channelDone, seated]);
  if (!(await seated)) problems.push(problem("seats-taken", "limited", { side: "erp" }));
  const returnsAsked = hints.some((hint) => hint.connectionId === open.channelConnection.id && !hint.orderId);
  if (full || returnsAsked) await part("channel", () => readReturns(run, { asked: returnsAsked }));
  await restore(run, open);
  if (full)
    await ctx.db.update(integrations).set({ heartbeatFinishedAt: ctx.now() }).where(eq(integrations.id, open.row.id));
  return problems[0] ?? null;
}

/** What needs the channel alone, while the ERP's side begins with the orders that are ready for it. */
async function workChannelSide({ run, full, stockAsked, acknowledged, part }: Pass): Promise<void> {
  const due = { kind: "acknowledge", sides: ["channel"], looks: full, ...acknowledging } as const;
  await workKind(run, due, acknowledgeOrder, acknowledged.add).finally(acknowledged.end);
  await part("channel", () => pushSold(run));
  const { settings, row } = run.open;
  if (settings.stock.enabled && (stockAsked || row.reconcile)) await part("channel", () => reconcileOffers(run));
}

/** What needs the ERP; from hand-over on both sides. */
async function workErpSide(pass: Pass, channelDone: Promise<void>): Promise<true> {
  const { run, full, stockAsked, acknowledged, part } = pass;
  const both = ["erp", "channel"] as const;
  await part("erp", () => createSalesOrders(run, acknowledged));
  // Stock is sent after what was sold is off, and compared before it is changed.
  await channelDone;
  // With `acknowledge: after-sales-order` the acknowledgement falls due only now.
  const late = { kind: "acknowledge", sides: ["channel"], looks: false, ...acknowledging } as const;
  await workKind(run, late, acknowledgeOrder);
  await workKind(run, { kind: "cancel", sides: ["erp"], looks: full }, cancelSalesOrder);
  if (run.open.settings.stock.enabled && stockAsked) {
    await part("erp", () => matchOffers(run));
    await part("erp", () => pushStock(run));
  }
  if (full) await part("erp", () => lookAtWaiting(run));
  await workKind(run, { kind: "hand-over-awb", sides: both, looks: full }, handOverAwb);
  if (full && !run.outOfTime() && isSearchDue(run)) await part("erp", () => findInvoices(run));
  await workKind(run, { kind: "attach-invoice", sides: both, looks: full }, attachInvoice);
  await workKind(run, { kind: "write-tracking", sides: both, looks: full }, writeTracking);
  const { ctx, open } = run;
  if (full && !run.outOfTime() && (await isCountDue(ctx, open))) await part("erp", () => countOpen(ctx, open));
  return true;
}

/** One part of a run: its failure is written down and leaves the other parts alone. */
async function attempt(run: Run, does: () => Promise<unknown>): Promise<Problem | null> {
  try {
    await does();
    return null;
  } catch (error) {
    run.failed += 1;
    if (!(error instanceof ConnectorError)) {
      run.ctx.log.error({ run: run.id, integration: run.open.row.id, err: error }, "run part failed");
      return problem("internal", "transient", {});
    }
    run.ctx.log.warn(
      { run: run.id, integration: run.open.row.id, code: error.problem.code, kind: error.problem.kind },
      "run part failed",
    );
    if (error.problem.kind === "auth" || error.problem.kind === "limited") run.pause(error.problem);
    else run.noteTrouble(error.problem);
    return error.problem;
  }
}

/** A connection that was paused and could be used through this whole run is in order again. */
async function restore(run: Run, open: OpenIntegration): Promise<void> {
  if (open.channelConnection.pauseProblem && run.mayUse("channel"))
    await clearPause(run.ctx, open.channelConnection.id);
  if (open.erpConnection.pauseProblem && run.mayUse("erp")) await clearPause(run.ctx, open.erpConnection.id);
}

/** A changed setting (orders switched on again, say) reaches the orders that were waiting for it. */
async function replanOrders(run: Run): Promise<void> {
  const { ctx, open } = run;
  const orderIds = await ordersToReplan(ctx.db, open.row.id, replannedAtOnce);
  await planStepsOf(ctx.db, orderIds, open.settings, ctx.now());
}
