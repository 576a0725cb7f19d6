import { readCountList } from "@/lib/db/counts/count-list";
import { integrations } from "@/lib/db/schema";
import type { TaskKind } from "@/lib/domain/task";
import { startTask, runTask as workTask } from "@/lib/flows/schedule/run-task";
import type { Stage } from "./harness";

/** The stage's one integration asking for a task of a kind. */
export async function askedOf({ ctx, integrationId }: Stage, kind: TaskKind) {
  const [row] = await ctx.db.select({ id: integrations.sellerId }).from(integrations);
  return { integrationId, sellerId: row?.id ?? "", kind };
}

/** A task from its start to its last word, as the desk shows it. */
export async function runTask(stage: Stage, kind: TaskKind) {
  const asked = await askedOf(stage, kind);
  const id = await startTask(stage.ctx, asked);
  if (!id) throw new Error("another errand is under way");
  await workTask(stage.ctx, id, asked);
  const desk = await readCountList(stage.ctx.db, asked.sellerId, new Date());
  return desk.integrations[0]?.errand;
}
