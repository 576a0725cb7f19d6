import { readCountList } from "@/lib/db/counts/count-list";
import { integrations } from "@/lib/db/schema";
import type { TaskKind } from "@/lib/domain/task";
import { startTask, runTask as workTask } from "@/lib/flows/schedule/run-task";
import type { Harness } from "./harness";

/** The harness's one integration asking for a task of a kind. */
export async function askedOf({ ctx, integrationId }: Harness, kind: TaskKind) {
  const [row] = await ctx.db.select({ id: integrations.sellerId }).from(integrations);
  return { integrationId, sellerId: row?.id ?? "", kind };
}

/** A task from its start to its last word, as the desk shows it. */
export async function runTask(harness: Harness, kind: TaskKind) {
  const asked = await askedOf(harness, kind);
  const id = await startTask(harness.ctx, asked);
  if (!id) throw new Error("another errand is under way");
  await workTask(harness.ctx, id, asked);
  const desk = await readCountList(harness.ctx.db, asked.sellerId, new Date());
  return desk.integrations[0]?.errand;
}
