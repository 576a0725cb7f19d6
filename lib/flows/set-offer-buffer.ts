import { and, eq, inArray } from "drizzle-orm";
import { record } from "@/lib/db/audit";
import type { Db } from "@/lib/db/client";
import { integrations, offers } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/context";

/** Sets the units held back on one offer (null: the integration's) and asks for a stock push. */
export async function setOfferBuffer(
  ctx: FlowContext,
  input: { sellerId: string; offerId: string; buffer: number | null },
): Promise<void> {
  await ctx.db.transaction(async (transaction) => {
    const tx = transaction as unknown as Db;
    const own = tx.select({ id: integrations.id }).from(integrations).where(eq(integrations.sellerId, input.sellerId));
    const [before] = await tx
      .select()
      .from(offers)
      .where(and(eq(offers.id, input.offerId), inArray(offers.integrationId, own)));
    if (!before) return;
    await tx.update(offers).set({ buffer: input.buffer }).where(eq(offers.id, input.offerId));
    await tx.update(integrations).set({ stockRequestedAt: ctx.now() }).where(eq(integrations.id, before.integrationId));
    await record(tx, {
      sellerId: input.sellerId,
      actor: ctx.actor,
      action: "offer.buffer",
      subject: before.sku,
      before: { buffer: before.buffer },
      after: { buffer: input.buffer },
    });
  });
}
