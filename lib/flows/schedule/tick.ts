import { randomUUID } from "node:crypto";
import { and, eq, isNull, lte, or, sql } from "drizzle-orm";
import { countDue, integrationsWithWork } from "@/lib/db/orders/steps";
import { integrations, wakeUps } from "@/lib/db/schema";
import { isRoundTime, jitter } from "@/lib/domain/jitter";
import type { FlowContext } from "@/lib/flows/engine/context";
import { housekeeping } from "@/lib/flows/schedule/housekeeping";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import type { Jobs } from "@/lib/jobs";

export type TickReport = {
  runId: string;
  startedAt: string;
  finishedAt: string;
  processed: Record<string, number>;
  failed: number;
  remaining: number;
};

/** The cron route's period: an integration with a longer heartbeat skips ticks. */
const tickMinutes = 5;
/** A run ends after a while and begins again at once, so that wake-ups and new orders never wait behind a backlog. */
const runSeconds = 60;

/**
 * Started by the cron route and `megzo tick`. Requests a heartbeat of every enabled integration, then works the queue
 * until it is empty or the time is up. Twice, late or overlapping is safe: the queue holds one run per integration.
 */
export async function tick(ctx: FlowContext, jobs: Jobs, budgetSeconds: number): Promise<TickReport> {
  const startedAt = ctx.now();
  const report = {
    runId: randomUUID(),
    startedAt: startedAt.toISOString(),
    processed: {} as Record<string, number>,
    failed: 0,
  };
  await ctx.sleep(Math.min(jitter(startedAt, ctx.random), budgetSeconds * 200));
  await jobs.supervise();
  await requestHeartbeats(ctx, tickMinutes);
  await sendDueJobs(ctx, jobs);
  const deadline = () => ctx.now().getTime() - startedAt.getTime() >= budgetSeconds * 1000;
  await workQueue(ctx, jobs, deadline, report);
  await housekeeping(ctx);
  const remaining = (await countDue(ctx.db, ctx.now())) + (await jobs.waiting());
  return { ...report, finishedAt: ctx.now().toISOString(), remaining };
}

/**
 * The worker's loop body: like a tick, but each integration's own heartbeat decides when it is read in full. The long
 * run of one seller keeps no other waiting: the look for work goes on beside it.
 */
export async function workOnce(ctx: FlowContext, jobs: Jobs, stopping: () => boolean): Promise<void> {
  const look = async () => {
    if (!isRoundTime(ctx.now())) await requestHeartbeats(ctx, 0);
    await sendDueJobs(ctx, jobs);
  };
  const meanwhile = async () => {
    await ctx.sleep(1000);
    await look();
    await housekeeping(ctx);
  };
  await look();
  await workQueue(ctx, jobs, stopping, { processed: {}, failed: 0 }, meanwhile);
  await housekeeping(ctx);
}

/** After a webhook: works the jobs it asks for at once, for installations without a worker. Harmless beside one. */
export async function wakeUp(ctx: FlowContext, jobs: Jobs, budgetSeconds: number): Promise<void> {
  const until = ctx.now().getTime() + budgetSeconds * 1000;
  await sendDueJobs(ctx, jobs);
  await workQueue(ctx, jobs, () => ctx.now().getTime() >= until, { processed: {}, failed: 0 });
}

async function workQueue(
  ctx: FlowContext,
  jobs: Jobs,
  deadline: () => boolean,
  report: { processed: Record<string, number>; failed: number },
  meanwhile?: () => Promise<void>,
) {
  await jobs.drain(
    async ({ integrationId }) => {
      const until = ctx.now().getTime() + runSeconds * 1000;
      const { processed, failed, alsoWake } = await runIntegration(ctx, {
        integrationId,
        deadline: () => deadline() || ctx.now().getTime() >= until,
      });
      for (const other of alsoWake) await jobs.send({ integrationId: other });
      report.failed += failed;
      for (const [what, n] of Object.entries(processed)) report.processed[what] = (report.processed[what] ?? 0) + n;
    },
    { deadline, parallel: 4, meanwhile },
  );
}

/** Marks the integrations whose heartbeat is due; those with one of at most `everyMinutes` are due at every call. */
async function requestHeartbeats(ctx: FlowContext, everyMinutes: number): Promise<void> {
  const now = ctx.now();
  await ctx.db
    .update(integrations)
    .set({ heartbeatRequestedAt: now })
    .where(
      and(
        eq(integrations.enabled, true),
        isNull(integrations.heartbeatRequestedAt),
        or(
          sql`${integrations.heartbeatMinutes} <= ${everyMinutes}`,
          isNull(integrations.heartbeatStartedAt),
          // Half a minute of slack, so that a cron call that comes early does not skip a heartbeat.
          sql`${integrations.heartbeatStartedAt} <= ${now.toISOString()}::timestamptz - make_interval(mins => ${integrations.heartbeatMinutes}, secs => -30)`,
        ),
      ),
    );
}

/** Sends a job for every integration that has something to do: a heartbeat, a wake-up, a step that is due. */
async function sendDueJobs(ctx: FlowContext, jobs: Jobs): Promise<void> {
  const asked = await ctx.db
    .selectDistinct({ id: integrations.id })
    .from(integrations)
    .leftJoin(
      wakeUps,
      or(eq(wakeUps.connectionId, integrations.channelId), eq(wakeUps.connectionId, integrations.erpId)),
    )
    .where(
      and(
        eq(integrations.enabled, true),
        or(
          sql`${integrations.heartbeatRequestedAt} is not null`,
          lte(integrations.stockRequestedAt, ctx.now()),
          sql`(${integrations.reconcile} ->> 'resumeAt')::timestamptz <= ${ctx.now().toISOString()}::timestamptz
            and (${integrations.settings} -> 'stock' ->> 'enabled')::boolean is not false`,
          sql`${wakeUps.id} is not null`,
        ),
      ),
    );
  const ids = new Set([...asked.map(({ id }) => id), ...(await integrationsWithWork(ctx.db, ctx.now()))]);
  for (const integrationId of ids) await jobs.send({ integrationId });
}
