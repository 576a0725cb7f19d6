import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import { connections } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

/**
 * Started by a person. A connection gets a new notification URL; the old one is accepted for so many hours more, so
 * that no call is lost until the new one is entered over there. With 0 hours, for a leaked URL, it ends at once.
 * @returns false when the seller has no such connection
 */
export async function rotateWebhookToken(
  ctx: FlowContext,
  input: { sellerId: string; connectionId: string; overlapHours: number },
): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    const mine = and(eq(connections.id, input.connectionId), eq(connections.sellerId, input.sellerId));
    const [before] = await tx.select().from(connections).where(mine).for("update");
    if (!before) return false;
    const until = new Date(ctx.now().getTime() + input.overlapHours * 3_600_000);
    const kept = input.overlapHours > 0;
    await tx
      .update(connections)
      .set({
        webhookToken: newWebhookToken(),
        previousWebhookToken: kept ? before.webhookToken : null,
        previousTokenUntil: kept ? until : null,
        updatedAt: ctx.now(),
      })
      .where(mine);
    await writeAudit(tx, {
      sellerId: input.sellerId,
      actor: ctx.actor,
      action: "connection.rotate-webhook",
      subject: before.slug,
      before: null,
      after: { previousOpensUntil: kept ? until.toISOString() : null },
    });
    return true;
  });
}

/** 192 bits: the URL is the only secret of a callback (emag-api.md §3). */
export function newWebhookToken(): string {
  return randomBytes(24).toString("base64url");
}
