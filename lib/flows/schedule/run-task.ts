import { and, eq, isNull, lt } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { writeAudit } from "@/lib/db/audit";
import { tasks } from "@/lib/db/schema";
import { type Problem, problem } from "@/lib/domain/problem";
import type { TaskKind } from "@/lib/domain/task";
import { countOrders } from "@/lib/flows/counts/count-orders";
import { relinkOrders } from "@/lib/flows/counts/relink-orders";
import type { FlowContext } from "@/lib/flows/engine/context";

/** A task that gave no sign of life for so long died with its process. */
const silentSeconds = 90;
const signOfLifeMs = 20_000;
const day = 86_400_000;

type Task = { integrationId: string; sellerId: string; kind: TaskKind; days?: number };

/**
 * Started by a person. Enters long work in `tasks`; one without a sign of life for 90 s is closed first.
 * @returns the task's id, or null while another one of this integration is under way
 */
export async function startTask(
  ctx: FlowContext,
  { integrationId, sellerId, kind, days }: Task,
): Promise<string | null> {
  const now = ctx.now();
  const silent = lt(tasks.seenAt, new Date(now.getTime() - silentSeconds * 1000));
  const died = { finishedAt: now, problem: problem("internal", "transient") };
  const open = and(eq(tasks.integrationId, integrationId), isNull(tasks.finishedAt));
  await ctx.db.update(tasks).set(died).where(and(open, silent));
  const [row] = await ctx.db
    .insert(tasks)
    .values({ integrationId, kind, actor: ctx.actor, startedAt: now, seenAt: now })
    .onConflictDoNothing()
    .returning({ id: tasks.id });
  if (!row) return null;
  await writeAudit(ctx.db, {
    sellerId,
    actor: ctx.actor,
    action: `errand.${kind}`,
    subject: integrationId,
    after: { days },
  });
  return row.id;
}

/** Does what `startTask` entered and writes down how far it got and how it ended; throws nothing. */
export async function runTask(ctx: FlowContext, id: string, task: Task): Promise<void> {
  const write = (change: Partial<typeof tasks.$inferInsert>) =>
    ctx.db
      .update(tasks)
      .set({ ...change, seenAt: ctx.now() })
      .where(and(eq(tasks.id, id), isNull(tasks.finishedAt)));
  const signOfLife = setInterval(() => void write({}).catch(() => {}), signOfLifeMs);
  try {
    const result = await perform(ctx, task, async (done, total) => {
      await write({ done, total });
    });
    await write({ result, finishedAt: ctx.now() });
  } catch (error) {
    await write({ problem: causeOf(ctx, error), finishedAt: ctx.now() }).catch(() => {});
  } finally {
    clearInterval(signOfLife);
  }
}

type Report = (done: number, total: number | null) => Promise<void>;

async function perform(
  ctx: FlowContext,
  { integrationId, kind, days }: Task,
  progress: Report,
): Promise<Record<string, number> | null> {
  const from = days ? { from: new Date(ctx.now().getTime() - days * day).toISOString().slice(0, 10) } : {};
  if (kind !== "count")
    return relinkOrders(ctx, { integrationId, preview: kind === "relink-preview", progress, ...from });
  const count = await countOrders(ctx, { integrationId, progress, ...from });
  return count && { ...count.figures, differences: count.differences.length };
}

function causeOf(ctx: FlowContext, error: unknown): Problem {
  if (error instanceof ConnectorError) return error.problem;
  ctx.log.error({ err: error }, "task failed");
  return problem("internal", "transient");
}
