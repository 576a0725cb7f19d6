import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { hashPassword, type PasswordFault, passwordFault } from "@/lib/auth/password";
import { endSessions } from "@/lib/auth/sessions";
import { writeAudit } from "@/lib/db/audit";
import type { Db, Tx } from "@/lib/db/client";
import { passwordLinks, users } from "@/lib/db/schema";

const lifeHours = { invitation: 72, reset: 2 };

/** A link's token, answered once and stored as a hash; the person's earlier links end. */
export async function makePasswordLink(db: Db, userId: string, kind: keyof typeof lifeHours): Promise<string> {
  const token = randomBytes(24).toString("base64url");
  await db
    .update(passwordLinks)
    .set({ usedAt: sql`now()` })
    .where(and(eq(passwordLinks.userId, userId), isNull(passwordLinks.usedAt)));
  const expiresAt = sql`now() + make_interval(hours => ${lifeHours[kind]})`;
  await db.insert(passwordLinks).values({ userId, tokenHash: hashOf(token), expiresAt });
  return token;
}

/** Whose password a link sets, or null when it is used up, too old, unknown, or its person is disabled. */
export async function personOfLink(db: Db, token: string) {
  const [row] = await db
    .select({ linkId: passwordLinks.id, user: users })
    .from(passwordLinks)
    .innerJoin(users, eq(users.id, passwordLinks.userId))
    .where(
      and(
        eq(passwordLinks.tokenHash, hashOf(token)),
        isNull(passwordLinks.usedAt),
        gt(passwordLinks.expiresAt, sql`now()`),
        isNull(users.disabledAt),
      ),
    );
  return row ?? null;
}

/** Sets the password a link is for, once, and ends what was signed in under the former one. */
export async function usePasswordLink(
  db: Db,
  { token, password }: { token: string; password: string },
): Promise<"set" | "gone" | PasswordFault> {
  const found = await personOfLink(db, token);
  if (!found) return "gone";
  const fault = passwordFault(password, found.user);
  if (fault) return fault;
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    const taken = await tx
      .update(passwordLinks)
      .set({ usedAt: sql`now()` })
      .where(and(eq(passwordLinks.id, found.linkId), isNull(passwordLinks.usedAt)))
      .returning({ id: passwordLinks.id });
    if (taken.length === 0) return "gone";
    await savePassword(tx, found.user, passwordHash);
    return "set";
  });
}

/** Stores a new password, audits the change and ends every other session of the person. */
export async function savePassword(
  tx: Tx,
  user: { id: string; email: string; sellerId: string | null },
  passwordHash: string,
  keepSession?: string,
): Promise<void> {
  await tx.update(users).set({ passwordHash }).where(eq(users.id, user.id));
  await endSessions(tx, user.id, keepSession);
  await writeAudit(tx, {
    sellerId: user.sellerId,
    actor: user.email,
    action: "user.password",
    subject: user.email,
    after: { password: "changed" },
  });
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
