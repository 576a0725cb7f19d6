import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { cookies } from "next/headers";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import type { Role } from "@/lib/auth/roles";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { stillOpen } from "@/lib/auth/sessions";
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
  /** For the server alone: never part of an answer. */
  sessionId: string;
  /** `missing`: this role needs one (`SECOND_FACTOR_FOR`) and can do nothing else before it is set up. */
  secondFactor: "on" | "off" | "missing";
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
      sessionId: sessions.id,
      totpSince: users.totpSince,
      seller: { id: sellers.id, slug: sellers.slug, name: sellers.name },
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(sellers, eq(sellers.id, users.sellerId))
    .where(and(eq(sessions.id, claims.sessionId), stillOpen, isNull(users.disabledAt)));
  if (!row) return null;
  const { totpSince, ...user } = row;
  const required = env("SECOND_FACTOR_FOR").includes(user.role);
  return { ...user, secondFactor: totpSince ? "on" : required ? "missing" : "off" };
});
