import { readCountList } from "@/lib/db/counts/count-list";
import { integrations } from "@/lib/db/schema";
import type { ErrandKind } from "@/lib/domain/task";
import { startErrand, workErrand } from "@/lib/flows/schedule/run-task";
import type { Stage } from "./harness";

/** The stage's one integration asking for an errand of a kind. */
export async function askedOf({ ctx, integrationId }: Stage, kind: ErrandKind) {
  const [row] = await ctx.db.select({ id: integrations.sellerId }).from(integrations);
  return { integrationId, sellerId: row?.id ?? "", kind };
}

/** An errand from its start to its last word, as the desk shows it. */
export async function runErrand(stage: Stage, kind: ErrandKind) {
  const asked = await askedOf(stage, kind);
  const id = await startErrand(stage.ctx, asked);
  if (!id) throw new Error("another errand is under way");
  await workErrand(stage.ctx, id, asked);
  const desk = await readCountList(stage.ctx.db, asked.sellerId, new Date());
  return desk.integrations[0]?.errand;
}
