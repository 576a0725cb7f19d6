import { and, asc, eq, isNull, max, sql } from "drizzle-orm";
import type { CurrentUser } from "@/lib/auth/current-user";
import { hashOfNothing } from "@/lib/auth/password";
import { makePasswordLink } from "@/lib/auth/password-link";
import type { Role } from "@/lib/auth/roles";
import { accessScope } from "@/lib/auth/scope";
import { endSessions } from "@/lib/auth/sessions";
import { writeAudit } from "@/lib/db/audit";
import type { Db } from "@/lib/db/client";
import { sellers, sessions, users } from "@/lib/db/schema";

export type Person = {
  id: string;
  email: string;
  name: string;
  role: Role;
  seller: string | null;
  disabled: boolean;
  secondFactor: boolean;
  lastSeen: string | null;
};

/** A seller's people, or (`null`) everybody, staff first. */
export async function readPeople(db: Db, sellerId: string | null): Promise<Person[]> {
  const rows = await db
    .select({ user: users, seller: sellers.name, lastSeen: max(sessions.lastSeenAt) })
    .from(users)
    .leftJoin(sellers, eq(sellers.id, users.sellerId))
    .leftJoin(sessions, and(eq(sessions.userId, users.id), eq(sessions.refused, false)))
    .where(sellerId ? eq(users.sellerId, sellerId) : undefined)
    .groupBy(users.id, sellers.name)
    .orderBy(sql`${sellers.name} nulls first`, asc(users.name));
  return rows.map(({ user, seller, lastSeen }) => ({
    id: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    seller,
    disabled: user.disabledAt !== null,
    secondFactor: user.totpSince !== null,
    lastSeen: lastSeen?.toISOString() ?? null,
  }));
}

/** Roles that `user` may give to people of a seller, or of staff (`null`). */
export function rolesToGive(user: CurrentUser, sellerId: string | null): readonly Role[] {
  if (sellerId) return ["admin", "viewer"];
  return user.role === "operator" ? ["support", "operator"] : [];
}

/** The person of that id, if `user` may see them. */
export async function personInScope(db: Db, user: CurrentUser, id: string) {
  const { sellerId } = accessScope(user);
  const own = sellerId ? eq(users.sellerId, sellerId) : undefined;
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, id), own));
  return row ?? null;
}

type Invitation = { sellerId: string | null; email: string; name: string; role: Role };

/** Adds a person who has yet to choose a password; answers the token of their link, or null when the e-mail is taken. */
export async function invitePerson(db: Db, actor: string, given: Invitation): Promise<string | null> {
  const email = given.email.trim().toLowerCase();
  const passwordHash = await hashOfNothing();
  return db.transaction(async (tx) => {
    const [taken] = await tx
      .select({ id: users.id })
      .from(users)
      .where(eq(sql`lower(${users.email})`, email));
    if (taken) return null;
    const [user] = await tx
      .insert(users)
      .values({ ...given, email, passwordHash })
      .onConflictDoNothing()
      .returning({ id: users.id });
    if (!user) return null;
    const { sellerId, role } = given;
    await writeAudit(tx, { sellerId, actor, action: "user.invite", subject: email, after: { role } });
    return makePasswordLink(tx, user.id, "invitation");
  });
}

/** A new role, or a person disabled or enabled again; their sessions end at once. */
export async function changePerson(
  db: Db,
  actor: string,
  { id, ...change }: { id: string; role?: Role; disabled?: boolean },
): Promise<void> {
  await db.transaction(async (tx) => {
    const [before] = await tx.select().from(users).where(eq(users.id, id)).for("update");
    if (!before) return;
    const disabledAt = change.disabled === undefined ? before.disabledAt : change.disabled ? sql`now()` : null;
    const role = change.role ?? before.role;
    await tx.update(users).set({ role, disabledAt }).where(eq(users.id, id));
    if (role !== before.role || change.disabled) await endSessions(tx, id);
    await writeAudit(tx, {
      sellerId: before.sellerId,
      actor,
      action: "user.update",
      subject: before.email,
      before: { role: before.role, disabled: before.disabledAt !== null },
      after: { role, disabled: change.disabled ?? before.disabledAt !== null },
    });
  });
}

/** A link to a new password for somebody who forgot theirs, or lost their invitation. */
export async function resetPerson(
  db: Db,
  actor: string,
  user: { id: string; email: string; sellerId: string | null },
): Promise<string> {
  return db.transaction(async (tx) => {
    const { id, email, sellerId } = user;
    await writeAudit(tx, { sellerId, actor, action: "user.link", subject: email });
    return makePasswordLink(tx, id, "reset");
  });
}

/** The person a forgotten password belongs to; disabled people have none. */
export async function personByEmail(db: Db, email: string) {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(sql`lower(${users.email})`, email.trim().toLowerCase()), isNull(users.disabledAt)));
  return row ?? null;
}
