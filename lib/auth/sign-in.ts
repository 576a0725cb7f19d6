import { and, count, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { passwordMatches } from "@/lib/auth/password";
import { sessionSeconds } from "@/lib/auth/session-cookie";
import type { Db } from "@/lib/db/client";
import { sessions, signInFailures, users } from "@/lib/db/schema";

type Attempt = { email: string; password: string; address: string };
export type SignIn = { userId: string; email: string; name: string; sessionId: string };

const accountLimit = 10;
const addressLimit = 50;

/**
 * Checks a password and opens a session row. Started by the sign-in form; an attempt is counted before the password is
 * looked at, so that parallel guesses count too, and uncounted when it was right.
 */
export async function signIn(db: Db, attempt: Attempt): Promise<SignIn | "wrong" | "too-many"> {
  const email = attempt.email.trim().toLowerCase();
  const account = `account:${email}`;
  const address = `address:${attempt.address}`;
  const counted = await db
    .insert(signInFailures)
    .values([{ subject: account }, { subject: address }])
    .returning({ id: signInFailures.id });
  const uncount = () =>
    db.delete(signInFailures).where(
      inArray(
        signInFailures.id,
        counted.map((row) => row.id),
      ),
    );

  if ((await failures(db, account)) > accountLimit || (await failures(db, address)) > addressLimit) {
    await uncount();
    return "too-many";
  }
  const [user] = await db
    .select()
    .from(users)
    .where(and(eq(sql`lower(${users.email})`, email), isNull(users.disabledAt)));
  if (!(await passwordMatches(user?.passwordHash ?? null, attempt.password)) || !user) return "wrong";

  await uncount();
  await db.delete(signInFailures).where(eq(signInFailures.subject, account));
  const [session] = await db
    .insert(sessions)
    .values({ userId: user.id, expiresAt: sql`now() + make_interval(secs => ${sessionSeconds})` })
    .returning({ id: sessions.id });
  if (!session) throw new Error("the session row was not written");
  return { userId: user.id, email: user.email, name: user.name, sessionId: session.id };
}

async function failures(db: Db, subject: string): Promise<number> {
  const recent = gt(signInFailures.at, sql`now() - interval '15 minutes'`);
  const [row] = await db
    .select({ n: count() })
    .from(signInFailures)
    .where(and(eq(signInFailures.subject, subject), recent));
  return row?.n ?? 0;
}

/** Ends a session at once; its cookie is worth nothing from now on. */
export async function endSession(db: Db, sessionId: string): Promise<void> {
  await db.update(sessions).set({ revokedAt: sql`now()` }).where(eq(sessions.id, sessionId));
}
