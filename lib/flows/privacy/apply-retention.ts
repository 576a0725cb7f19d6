import { randomUUID } from "node:crypto";
import { lt } from "drizzle-orm";
import { takeLease } from "@/lib/db/engine/lease";
import { eraseOrders, ordersToErase } from "@/lib/db/privacy/buyers";
import { deleteByRetention, type Forgettable } from "@/lib/db/privacy/retention";
import { sellers, signInFailures } from "@/lib/db/schema";
import { retentionOf, unfinishedDays } from "@/lib/domain/privacy/retention";
import type { FlowContext } from "@/lib/flows/engine/context";

const everySeconds = 600;
/** Rows of one kind and seller in one transaction, and how many of those in one round: work is never held up for long. */
const batch = 100;
const batches = 5;
const dayMs = 86_400_000;

/**
 * Started every ten minutes by `housekeeping`. Takes out of our rows what is older than its seller keeps it, seller by
 * seller in small batches; what is left over is the next round's. Buyers of orders in flight stay until those are
 * finished, at most half a year more. Twice is safe: what is gone is not found again. @returns rows by kind; null when
 * the round was done already
 */
export async function applyRetention(ctx: FlowContext): Promise<Record<string, number> | null> {
  // Never released: the lease is the pause until the next round, for all processes.
  if (!(await takeLease(ctx.db, "retention", randomUUID(), everySeconds))) return null;
  const removed: Record<string, number> = {};
  for (const seller of await ctx.db.select().from(sellers)) {
    const terms = retentionOf(seller.retention);
    const before = (days: number) => new Date(ctx.now().getTime() - days * dayMs);
    const [finished, unfinished] = [before(terms.buyers), before(terms.buyers + unfinishedDays)];
    removed.buyers =
      (removed.buyers ?? 0) + (await inBatches(() => eraseBatch(ctx, seller.id, { finished, unfinished })));
    for (const kind of ["timeline", "downloads", "sessions"] satisfies Forgettable[]) {
      const gone = await inBatches(() =>
        deleteByRetention(ctx.forTenant(seller.id), kind, seller.id, before(terms[kind]), batch),
      );
      removed[kind] = (removed[kind] ?? 0) + gone;
    }
  }
  const staff = new Date(ctx.now().getTime() - retentionOf({}).sessions * dayMs);
  removed.sessions =
    (removed.sessions ?? 0) + (await inBatches(() => deleteByRetention(ctx.db, "sessions", null, staff, batch)));
  // The sign-in throttle looks fifteen minutes back; nothing older is of use.
  const old = lt(signInFailures.at, new Date(ctx.now().getTime() - dayMs));
  removed.failures = (await ctx.db.delete(signInFailures).where(old).returning({ id: signInFailures.id })).length;
  const counts = Object.entries(removed).filter(([, rows]) => rows > 0);
  if (counts.length > 0) ctx.log.info(`removed past their term: ${counts.map((one) => one.join(" ")).join(", ")}`);
  return removed;
}

async function inBatches(remove: () => Promise<number>): Promise<number> {
  let all = 0;
  for (let round = 0; round < batches; round += 1) {
    const rows = await remove();
    all += rows;
    if (rows < batch) break;
  }
  return all;
}

const eraseBatch = (ctx: FlowContext, sellerId: string, before: { finished: Date; unfinished: Date }) =>
  ctx.db.transaction(async (tx) => {
    const rows = await ordersToErase(tx, sellerId, before, batch);
    await eraseOrders(tx, rows, ctx.now());
    return rows.length;
  });
