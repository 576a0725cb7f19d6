import { randomUUID } from "node:crypto";
import { and, isNotNull, lt } from "drizzle-orm";
import { takeLease } from "@/lib/db/engine/lease";
import { invoices } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

const daySeconds = 86_400;

/**
 * Started once a day by `housekeeping`. Removes the bytes of documents whose public address has ended; hashes, times
 * and downloads stay as the receipt. Twice is safe. @returns how many were removed; null when the day's round was done
 */
export async function expireBytes(ctx: FlowContext): Promise<number | null> {
  // Never released: the lease is the pause until tomorrow, for all processes.
  if (!(await takeLease(ctx.db, "forget-bytes", randomUUID(), daySeconds))) return null;
  const now = ctx.now();
  const gone = await ctx.db
    .update(invoices)
    .set({ bytes: null, bytesRemovedAt: now })
    .where(and(isNotNull(invoices.bytes), lt(invoices.expiresAt, now)))
    .returning({ id: invoices.id });
  const removed = gone.length;
  if (removed > 0) ctx.log.info({ removed }, "bytes of old documents removed");
  return removed;
}
