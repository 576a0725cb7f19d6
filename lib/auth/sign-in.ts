import { and, eq, isNull, sql } from "drizzle-orm";
import { passwordMatches } from "@/lib/auth/password";
import { takeSecondFactor } from "@/lib/auth/second-factor";
import { sessionSeconds } from "@/lib/auth/session-cookie";
import { throttled } from "@/lib/auth/throttled";
import type { Db } from "@/lib/db/client";
import { sessions, users } from "@/lib/db/schema";

type Attempt = { email: string; password: string; code?: string; address: string; agent?: string };
export type SignIn = { userId: string; email: string; name: string; sessionId: string };
export type Refusal = "wrong" | "too-many" | "code-needed";

/**
 * Checks a password, and the second factor of whoever has one, and opens a session row. A right password alone answers
 * `code-needed` and counts neither for nor against the account, so that a guesser learns it only by being right.
 */
export async function signIn(db: Db, attempt: Attempt): Promise<SignIn | Refusal> {
  const email = attempt.email.trim().toLowerCase();
  const found = await throttled(db, { email, address: attempt.address }, async () => {
    const [user] = await db
      .select()
      .from(users)
      .where(and(eq(sql`lower(${users.email})`, email), isNull(users.disabledAt)));
    if (!(await passwordMatches(user?.passwordHash ?? null, attempt.password)) || !user) return null;
    if (user.totpSince && !attempt.code) return "code-needed" as const;
    if (user.totpSince && !(await takeSecondFactor(db, user, attempt.code ?? ""))) return null;
    return user;
  });
  if (found === "wrong") await noteRefused(db, email, attempt);
  if (typeof found === "string") return found;
  return openSession(db, found, attempt);
}

/** One statement whether there is such a person or not; a name that is nobody's leaves nothing behind. */
async function noteRefused(db: Db, email: string, { address, agent }: Attempt): Promise<void> {
  await db.execute(sql`insert into ${sessions} (user_id, expires_at, revoked_at, refused, address, agent)
    select id, now(), now(), true, ${address}, ${agent?.slice(0, 300) ?? null} from ${users}
    where lower(email) = ${email} and disabled_at is null`);
}

/** The session's row: a cookie without one is refused. @throws Error when the database wrote no row */
export async function openSession(
  db: Db,
  user: { id: string; email: string; name: string },
  { address, agent }: { address: string; agent?: string },
): Promise<SignIn> {
  const [session] = await db
    .insert(sessions)
    .values({
      userId: user.id,
      expiresAt: sql`now() + make_interval(secs => ${sessionSeconds})`,
      address,
      agent: agent?.slice(0, 300),
    })
    .returning({ id: sessions.id });
  if (!session) throw new Error("the session row was not written");
  return { userId: user.id, email: user.email, name: user.name, sessionId: session.id };
}
