import { eq } from "drizzle-orm";
import { integrations } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

/** A person asks for a full pass, stock included; the worker or the next cron call begins it. Twice asks once. */
export async function requestSync(
  ctx: FlowContext,
  { integrationId }: { integrationId: string; stock?: boolean },
): Promise<void> {
  const now = ctx.now();
  await ctx.db
    .update(integrations)
    .set({ heartbeatRequestedAt: now, stockRequestedAt: now })
    .where(eq(integrations.id, integrationId));
}
