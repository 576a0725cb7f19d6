import type { NextAuthOptions } from "next-auth";
import credentials from "next-auth/providers/credentials";
import { type Claims, oidcProvider, signInByProvider } from "@/lib/auth/oidc";
import { sessionCookie, sessionSeconds } from "@/lib/auth/session-cookie";
import { endSession } from "@/lib/auth/sessions";
import { signIn } from "@/lib/auth/sign-in";
import { database } from "@/lib/db/client";
import { env } from "@/lib/env";

/** Thrown to the form as its error code; see `signIn` in the texts. */
const refusals = { "too-many": "TooManyFailures", "code-needed": "CodeNeeded" } as const;

/**
 * NextAuth's options, made when needed so that a build needs no environment. The token carries the id of a `sessions`
 * row and is refused without that row; the id never leaves the encrypted cookie.
 */
export function authOptions(request?: Request): NextAuthOptions {
  process.env.NEXTAUTH_URL = env("APP_URL");
  const { name, secure } = sessionCookie();
  const provider = oidcProvider();
  const from = { address: addressOf(request?.headers.get("x-forwarded-for")), agent: agentOf(request) };
  const cookieOptions = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
  return {
    secret: env("AUTH_SECRET"),
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: {
      sessionToken: { name, options: cookieOptions },
      callbackUrl: { name: `${secure ? "__Host-" : ""}megzo.callback-url`, options: cookieOptions },
      csrfToken: { name: `${secure ? "__Host-" : ""}megzo.csrf-token`, options: cookieOptions },
    },
    providers: [
      credentials({
        credentials: { email: {}, password: {}, code: {} },
        authorize: async (given, request) => {
          const { email = "", password = "", code = "" } = given ?? {};
          const address = addressOf(request.headers?.["x-forwarded-for"]);
          const agent = String(request.headers?.["user-agent"] ?? "");
          const outcome = await signIn(database().db, { email, password, code, address, agent });
          if (outcome === "wrong") return null;
          if (typeof outcome === "string") throw new Error(refusals[outcome]);
          return { id: outcome.userId, email: outcome.email, name: outcome.name, sessionId: outcome.sessionId };
        },
      }),
      ...(provider ? [provider] : []),
    ],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider !== provider?.id) return true;
        const opened = await signInByProvider(database().db, profile as Claims, from);
        if (opened) Object.assign(user, { sessionId: opened.sessionId });
        return opened !== null;
      },
      jwt: ({ token, user }) => (user && "sessionId" in user ? { ...token, sessionId: user.sessionId } : token),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token.sessionId === "string") await endSession(database().db, token.sessionId);
      },
    },
  };
}

/** The nearest hop the reverse proxy saw; earlier entries are the caller's own claim. */
function addressOf(forwarded: unknown): string {
  return (typeof forwarded === "string" ? forwarded.split(",").at(-1)?.trim() : "") || "unknown";
}

const agentOf = (request: Request | undefined) => request?.headers.get("user-agent") ?? "";
