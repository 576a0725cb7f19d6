import { and, desc, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { idleSeconds } from "@/lib/auth/session-cookie";
import type { Db } from "@/lib/db/client";
import { sessions } from "@/lib/db/schema";

/** What makes a session's row still open: not ended, not older than half a day, used within two hours. */
export const stillOpen = and(
  isNull(sessions.revokedAt),
  gt(sessions.expiresAt, sql`now()`),
  gt(sessions.lastSeenAt, sql`now() - make_interval(secs => ${idleSeconds})`),
);

export type OpenSession = {
  id: string;
  here: boolean;
  since: string;
  lastSeen: string;
  address: string | null;
  agent: string | null;
};

/** A person's open sessions, the newest use first; `here` is the one that asks. */
export async function openSessions(db: Db, userId: string, sessionId: string): Promise<OpenSession[]> {
  const rows = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), stillOpen))
    .orderBy(desc(sessions.lastSeenAt));
  return rows.map(({ id, createdAt, lastSeenAt, address, agent }) => ({
    id,
    here: id === sessionId,
    since: createdAt.toISOString(),
    lastSeen: lastSeenAt.toISOString(),
    address,
    agent,
  }));
}

/** A sign-in of late, let in or refused. */
export type RecentSignIn = { id: string; at: string; refused: boolean; address: string | null; agent: string | null };

const shownSignIns = 20;

/** A person's last sign-ins, newest first, as far back as ended sessions are kept. */
export async function recentSignIns(db: Db, userId: string): Promise<RecentSignIn[]> {
  const { id, createdAt, refused, address, agent } = sessions;
  const rows = await db
    .select({ id, at: createdAt, refused, address, agent })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.createdAt))
    .limit(shownSignIns);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Ends a session at once; its cookie is refused from now on. */
export async function endSession(db: Db, sessionId: string): Promise<void> {
  await db.update(sessions).set({ revokedAt: sql`now()` }).where(eq(sessions.id, sessionId));
}

/** Ends every session of a person, or all but the one they are using. */
export async function endSessions(db: Db, userId: string, but?: string): Promise<void> {
  const mine = and(eq(sessions.userId, userId), isNull(sessions.revokedAt));
  await db
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(but ? and(mine, ne(sessions.id, but)) : mine);
}

/** Notes that a person uses a session, at most once a minute: pages opened and changes count, a page's own polling not. */
export async function touchSession(db: Db, sessionId: string): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(and(eq(sessions.id, sessionId), sql`${sessions.lastSeenAt} < now() - interval '1 minute'`));
}
