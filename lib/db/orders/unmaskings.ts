import { and, desc, eq, gt } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { unmaskings, users } from "@/lib/db/schema";

/** A member of staff who sees or saw a seller's buyers. */
export type UnmaskingView = { id: string; by: string; reason: string; grantedAt: Iso; expiresAt: Iso };

/** The sellers whose buyers this member of staff may see at `now`. */
export async function openUnmaskings(db: Db, userId: string, now: Date): Promise<string[]> {
  const rows = await db
    .selectDistinct({ sellerId: unmaskings.sellerId })
    .from(unmaskings)
    .where(and(eq(unmaskings.userId, userId), gt(unmaskings.expiresAt, now)));
  return rows.map(({ sellerId }) => sellerId);
}

const shownDays = 30;

/** Who of the staff saw a seller's buyers in the last thirty days, newest first, at most ten. */
export async function readUnmaskings(db: Db, sellerId: string, now: Date): Promise<UnmaskingView[]> {
  const since = new Date(now.getTime() - shownDays * 86_400_000);
  const rows = await db
    .select({ row: unmaskings, by: users.email })
    .from(unmaskings)
    .innerJoin(users, eq(users.id, unmaskings.userId))
    .where(and(eq(unmaskings.sellerId, sellerId), gt(unmaskings.grantedAt, since)))
    .orderBy(desc(unmaskings.grantedAt))
    .limit(10);
  return rows.map(({ row: { id, reason, grantedAt, expiresAt }, by }) => ({
    id,
    by,
    reason,
    grantedAt: iso(grantedAt),
    expiresAt: iso(expiresAt),
  }));
}
