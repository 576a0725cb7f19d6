import { and, eq, isNull, sql } from "drizzle-orm";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { openSession, type SignIn } from "@/lib/auth/sign-in";
import type { Db } from "@/lib/db/client";
import { users } from "@/lib/db/schema";
import { env } from "@/lib/env";

/** The claims of an ID token that are used (OpenID Connect Core §2, §5.1; `amr` by RFC 8176). */
export type Claims = { sub: string; email?: string; email_verified?: boolean; name?: string; amr?: string[] };

/** The company's own sign-in (`OIDC_ISSUER`), by authorization code with PKCE, state and nonce; null when none is set. */
export function oidcProvider(): OAuthConfig<Claims> | null {
  const issuer = env("OIDC_ISSUER");
  if (!issuer) return null;
  return {
    id: "oidc",
    name: env("OIDC_NAME"),
    type: "oauth",
    issuer,
    wellKnown: `${issuer}/.well-known/openid-configuration`,
    clientId: env("OIDC_CLIENT_ID"),
    clientSecret: env("OIDC_CLIENT_SECRET"),
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    httpOptions: { timeout: 10_000 },
    profile: ({ sub, email, name }) => ({ id: sub, email, name }),
  };
}

/**
 * Opens a session for a person who is here already, under an e-mail the provider says it verified.
 * Nobody is created. Who has or must have a second factor needs a provider that says it asked for one; else null.
 */
export async function signInByProvider(
  db: Db,
  claims: Claims,
  from: { address: string; agent: string },
): Promise<SignIn | null> {
  if (!claims.email || claims.email_verified !== true) return null;
  const mine = eq(sql`lower(${users.email})`, claims.email.trim().toLowerCase());
  const [user] = await db
    .select()
    .from(users)
    .where(and(mine, isNull(users.disabledAt)));
  if (!user) return null;
  const needsFactor = user.totpSince !== null || env("SECOND_FACTOR_FOR").includes(user.role);
  if (needsFactor && !claims.amr?.includes("mfa")) return null;
  return openSession(db, user, from);
}
