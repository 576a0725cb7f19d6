import { eq } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { takeHints } from "@/lib/db/hints";
import { integrations } from "@/lib/db/schema";
import { dueSteps, ordersToReplan, planOrder } from "@/lib/db/steps";
import { type Problem, problem } from "@/lib/domain/problem";
import type { StepKind } from "@/lib/domain/step";
import { acknowledgeOrder } from "@/lib/flows/acknowledge-order";
import { answerHints, listenTo } from "@/lib/flows/answer-hints";
import { attachInvoice } from "@/lib/flows/attach-invoice";
import { cancelSalesOrder } from "@/lib/flows/cancel-sales-order";
import type { FlowContext } from "@/lib/flows/context";
import { countOpen, isCountDue } from "@/lib/flows/count-orders";
import { createSalesOrders } from "@/lib/flows/create-sales-order";
import { findInvoices, isSearchDue } from "@/lib/flows/find-invoices";
import { handOverAwb } from "@/lib/flows/hand-over-awb";
import { matchOffers } from "@/lib/flows/match-offers";
import type { Side } from "@/lib/flows/name-side";
import { type OpenIntegration, openIntegration } from "@/lib/flows/open-integration";
import { pullOrders } from "@/lib/flows/pull-orders";
import { pushSold } from "@/lib/flows/push-sold";
import { pushStock } from "@/lib/flows/push-stock";
import { readReturns } from "@/lib/flows/read-returns";
import { reconcileOffers } from "@/lib/flows/reconcile-offers";
import { clearPause, closeRunRow, openRunRow, type Run, startRun, withSeat } from "@/lib/flows/run";
import { leaveOrder, takeOrder, type Verb, workStep } from "@/lib/flows/work-step";
import { writeTracking } from "@/lib/flows/write-tracking";

export type RunReport = { processed: Record<string, number>; failed: number; alsoWake: string[] };

const limitPerKind = 500;

/**
 * Started by a job: the clock, a hint or a person asked for it. Pulls, works what is due, pushes stock, closes the ERP
 * session. Twice is safe: every part looks at the rows. Stops when all is done or the time is up.
 */
export async function runIntegration(
  ctx: FlowContext,
  input: { integrationId: string; deadline: () => boolean },
): Promise<RunReport> {
  const open = await openIntegration(ctx, input.integrationId);
  if (!open?.row.enabled) return { processed: {}, failed: 0, alsoWake: [] };
  const run = startRun(ctx, open, open.row.beatRequestedAt ? "heartbeat" : "wake", input.deadline);
  await openRunRow(ctx, run);
  let cause: Problem | null = null;
  try {
    cause = await work(run);
  } finally {
    await run.settle();
    await closeRunRow(ctx, run, cause);
  }
  const { processed, failed, trigger } = run;
  const quiet = Object.keys(processed).length === 0 && failed === 0;
  ctx.log[quiet ? "debug" : "info"](
    { run: run.id, integration: open.row.id, trigger, processed, failed },
    "run finished",
  );
  return { processed, failed, alsoWake: [...run.alsoWake] };
}

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
  const part = async (side: Side, does: () => Promise<unknown>) => {
    if (!run.mayUse(side)) return;
    const trouble = await attempt(run, does);
    if (trouble) problems.push(trouble);
  };
  run.betweenSteps = listenTo(run, (does) => part("channel", does));
  await part("channel", () => answerHints(run, hints));
  if (full) await part("channel", () => pullOrders(run));
  if (full) await replanOrders(run);
  await workKind(run, "acknowledge", acknowledgeOrder, ["channel"], full);
  const { enabled: publishes } = open.settings.stock;
  await part("channel", () => pushSold(run));
  const stockAsked = full || (open.row.stockRequestedAt ?? Infinity) <= ctx.now() || hints.some((hint) => hint.itemId);
  if (publishes && (stockAsked || open.row.reconcile)) await part("channel", () => reconcileOffers(run));
  const seat = { connectionId: open.erpConnection.id, holder: run.holder, patienceSeconds: 20 };
  const seated = await withSeat(ctx, seat, async () => {
    try {
      await part("erp", () => createSalesOrders(run));
      // With `acknowledge: after-sales-order` the acknowledgement falls due only now.
      await workKind(run, "acknowledge", acknowledgeOrder, ["channel"], false);
      await workKind(run, "cancel", cancelSalesOrder, ["erp"], full);
      if (publishes && stockAsked) {
        await part("erp", () => matchOffers(run));
        await part("erp", () => pushStock(run));
      }
      await workKind(run, "hand-over-awb", handOverAwb, ["erp", "channel"], full);
      if (full && !run.outOfTime() && isSearchDue(run)) await part("erp", () => findInvoices(run));
      await workKind(run, "attach-invoice", attachInvoice, ["erp", "channel"], full);
      await workKind(run, "write-tracking", writeTracking, ["erp", "channel"], full);
      if (full && !run.outOfTime() && (await isCountDue(ctx, open))) await part("erp", () => countOpen(ctx, open));
      return true;
    } finally {
      await open.close();
    }
  });
  if (!seated) problems.push(problem("seats-taken", "limited", { side: "erp" }));
  const returnsAsked = hints.some((hint) => hint.connectionId === open.channelConnection.id && !hint.orderId);
  if (full || returnsAsked) await part("channel", () => readReturns(run, { asked: returnsAsked }));
  await restore(run, open);
  if (full)
    await ctx.db.update(integrations).set({ heartbeatFinishedAt: ctx.now() }).where(eq(integrations.id, open.row.id));
  return problems[0] ?? null;
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
  for (const orderId of await ordersToReplan(ctx.db, open.row.id, limitPerKind))
    await planOrder(ctx.db, orderId, open.settings, ctx.now());
}

/** Works all due steps of one kind, each under its order's lease; the row remembers what failed. */
async function workKind(run: Run, kind: StepKind, verb: Verb, sides: Side[], looks: boolean): Promise<void> {
  const { ctx, open } = run;
  const due = await dueSteps(ctx.db, { integrationId: open.row.id, kind, now: ctx.now(), looks, limit: limitPerKind });
  for (const { orderId } of due) {
    if (run.outOfTime() || !sides.every((side) => run.mayUse(side))) return;
    await run.betweenSteps();
    const taken = await takeOrder(run, orderId);
    if (!taken) continue;
    try {
      await workStep(run, taken, kind, verb);
    } finally {
      await leaveOrder(run, taken);
    }
  }
}
