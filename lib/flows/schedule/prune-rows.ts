import { randomUUID } from "node:crypto";
import { takeLease } from "@/lib/db/engine/lease";
import { growth, pruneTable } from "@/lib/db/prune";
import type { FlowContext } from "@/lib/flows/engine/context";

const everySeconds = 600;
const batch = 1000;
const batches = 20;

/**
 * Started every ten minutes by `housekeeping`. Deletes rows past their days, table by table in small batches; what is
 * left over is the next round's. Twice is safe. @returns rows by table; null when the round was done already
 */
export async function pruneRows(ctx: FlowContext): Promise<Record<string, number> | null> {
  // Never released: the lease is the pause until the next round, for all processes.
  if (!(await takeLease(ctx.db, "prune", randomUUID(), everySeconds))) return null;
  const pruned: Record<string, number> = {};
  for (const table of Object.keys(growth)) {
    for (let round = 0, gone = batch; round < batches && gone === batch; round += 1) {
      gone = await pruneTable(ctx.db, table, ctx.now(), batch);
      if (gone > 0) pruned[table] = (pruned[table] ?? 0) + gone;
    }
  }
  const counts = Object.entries(pruned).map((one) => one.join(" "));
  if (counts.length > 0) ctx.log.info(`rows past their days deleted: ${counts.join(", ")}`);
  return pruned;
}
