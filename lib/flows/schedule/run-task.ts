import { and, eq, isNull, lt } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { record } from "@/lib/db/audit";
import { errands } from "@/lib/db/schema";
import { type Problem, problem } from "@/lib/domain/problem";
import type { ErrandKind } from "@/lib/domain/task";
import { countOrders } from "@/lib/flows/counts/count-orders";
import { relinkOrders } from "@/lib/flows/counts/relink-orders";
import type { FlowContext } from "@/lib/flows/engine/context";

/** An errand that gave no sign of life for so long died with its process. */
const silentSeconds = 90;
const beatMs = 20_000;
const day = 86_400_000;

type Errand = { integrationId: string; sellerId: string; kind: ErrandKind; days?: number };

/**
 * Started by a person. Enters long work in the book of errands; a dead one makes room, a living one does not.
 * @returns the errand's id, or null while another one of this integration is under way
 */
export async function startErrand(
  ctx: FlowContext,
  { integrationId, sellerId, kind, days }: Errand,
): Promise<string | null> {
  const now = ctx.now();
  const silent = lt(errands.seenAt, new Date(now.getTime() - silentSeconds * 1000));
  const died = { finishedAt: now, problem: problem("internal", "transient") };
  const open = and(eq(errands.integrationId, integrationId), isNull(errands.finishedAt));
  await ctx.db.update(errands).set(died).where(and(open, silent));
  const [row] = await ctx.db
    .insert(errands)
    .values({ integrationId, kind, actor: ctx.actor, startedAt: now, seenAt: now })
    .onConflictDoNothing()
    .returning({ id: errands.id });
  if (!row) return null;
  await record(ctx.db, {
    sellerId,
    actor: ctx.actor,
    action: `errand.${kind}`,
    subject: integrationId,
    after: { days },
  });
  return row.id;
}

/** Does what `startErrand` entered and writes down how far it got and how it ended; throws nothing. */
export async function workErrand(ctx: FlowContext, id: string, errand: Errand): Promise<void> {
  const write = (change: Partial<typeof errands.$inferInsert>) =>
    ctx.db
      .update(errands)
      .set({ ...change, seenAt: ctx.now() })
      .where(and(eq(errands.id, id), isNull(errands.finishedAt)));
  const beat = setInterval(() => void write({}).catch(() => {}), beatMs);
  try {
    const result = await perform(ctx, errand, async (done, total) => {
      await write({ done, total });
    });
    await write({ result, finishedAt: ctx.now() });
  } catch (error) {
    await write({ problem: causeOf(ctx, error), finishedAt: ctx.now() }).catch(() => {});
  } finally {
    clearInterval(beat);
  }
}

type Report = (done: number, total: number | null) => Promise<void>;

async function perform(
  ctx: FlowContext,
  { integrationId, kind, days }: Errand,
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
  ctx.log.error({ err: error }, "errand failed");
  return problem("internal", "transient");
}
