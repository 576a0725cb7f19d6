import "server-only";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { cookies } from "next/headers";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import type { Role } from "@/lib/auth/roles";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { database } from "@/lib/db/client";
import { sellers, sessions, users } from "@/lib/db/schema";
import { env } from "@/lib/env";

/** `seller` is null for staff, who may look at every seller. */
export type CurrentUser = {
  id: string;
  email: string;
  name: string;
  role: Role;
  seller: { id: string; slug: string; name: string } | null;
};

/** Who asks: the cookie's signature and the live session row both have to hold, else null. Once per request. */
export const currentUser = cache(async (): Promise<CurrentUser | null> => {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  if (!token) return null;
  const claims = await decode({ token, secret: env("AUTH_SECRET") }).catch(() => null);
  if (typeof claims?.sessionId !== "string") return null;
  const [row] = await database()
    .db.select({
      id: users.id,
      email: users.email,
      name: users.name,
      role: users.role,
      seller: { id: sellers.id, slug: sellers.slug, name: sellers.name },
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(sellers, eq(sellers.id, users.sellerId))
    .where(
      and(
        eq(sessions.id, claims.sessionId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql`now()`),
        isNull(users.disabledAt),
      ),
    );
  return row ?? null;
});
