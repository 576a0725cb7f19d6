import { asc, eq } from "drizzle-orm";
import type { CurrentUser } from "@/lib/auth/current-user";
import { database } from "@/lib/db/client";
import { sellers } from "@/lib/db/schema";

/** What a reader sees: one seller, or (`null`, staff only) all of them. */
export type Scope = { sellerId: string | null };

/** The seller asked for by `?seller=slug`; a seller's own user always gets their own, whatever the address says. */
export async function scopeOf(user: CurrentUser, slug: string | null | undefined): Promise<Scope> {
  if (user.seller) return { sellerId: user.seller.id };
  if (!slug) return { sellerId: null };
  const [row] = await database().db.select({ id: sellers.id }).from(sellers).where(eq(sellers.slug, slug));
  return { sellerId: row?.id ?? null };
}

/** Everything a user may ever see, for look-ups by id. */
export function accessScope(user: CurrentUser): Scope {
  return { sellerId: user.seller?.id ?? null };
}

/** The seller switch's entries: none for a seller's own user. */
export async function sellersFor(user: CurrentUser): Promise<{ slug: string; name: string }[]> {
  if (user.seller) return [];
  return database().db.select({ slug: sellers.slug, name: sellers.name }).from(sellers).orderBy(asc(sellers.name));
}
