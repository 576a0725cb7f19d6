import { writeAudit } from "@/lib/db/audit";
import { unmaskings } from "@/lib/db/schema";
import { unmaskingMinutes } from "@/lib/domain/privacy/buyer-visibility";
import type { FlowContext } from "@/lib/flows/engine/context";

type Asked = { sellerId: string; userId: string; order: string; reason: string };

/**
 * Started by support, from an order's page. Opens the buyers of that order's seller to this person for an hour; the
 * seller sees who, when and what for. Twice is two rows, and the hour counts from the second. Writes rows only.
 */
export async function unmaskBuyers(ctx: FlowContext, { sellerId, userId, order, reason }: Asked): Promise<Date> {
  const grantedAt = ctx.now();
  const expiresAt = new Date(grantedAt.getTime() + unmaskingMinutes * 60_000);
  await ctx.db.transaction(async (tx) => {
    await tx.insert(unmaskings).values({ sellerId, userId, reason, grantedAt, expiresAt });
    const after = { reason, until: expiresAt };
    await writeAudit(tx, { sellerId, actor: ctx.actor, action: "buyers.unmask", subject: order, after });
  });
  return expiresAt;
}
