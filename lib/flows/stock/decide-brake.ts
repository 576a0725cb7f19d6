import { and, eq, inArray } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { integrations, offers } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

/**
 * A person decides on what the mass-change guard holds: released offers go to zero with the push that is asked for
 * here, rejected ones keep what the channel shows. Either lasts until the ERP has stock of the offer again. Twice
 * decides once.
 * @returns how many offers it was decided for
 */
export async function decideBrake(
  ctx: FlowContext,
  input: { sellerId: string; integrationId: string; offerIds: string[] | "all"; decision: "released" | "rejected" },
): Promise<number> {
  const { sellerId, integrationId, offerIds, decision } = input;
  return ctx.db.transaction(async (tx) => {
    const [mine] = await tx
      .select({ slug: integrations.slug })
      .from(integrations)
      .where(and(eq(integrations.id, integrationId), eq(integrations.sellerId, sellerId)));
    if (!mine) return 0;
    const now = ctx.now();
    const decided = await tx
      .update(offers)
      .set({ decision, decidedAt: now, decidedBy: ctx.actor, held: false, heldSince: null })
      .where(
        and(
          eq(offers.integrationId, integrationId),
          eq(offers.held, true),
          offerIds === "all" ? undefined : inArray(offers.id, offerIds),
        ),
      )
      .returning({ sku: offers.sku, sent: offers.published });
    if (decided.length === 0) return 0;
    if (decision === "released")
      await tx.update(integrations).set({ stockRequestedAt: now }).where(eq(integrations.id, integrationId));
    await writeAudit(tx, {
      sellerId,
      actor: ctx.actor,
      action: `stock.brake.${decision}`,
      subject: mine.slug,
      after: { offers: decided.length, skus: decided.map(({ sku }) => sku).slice(0, 100) },
    });
    return decided.length;
  });
}
