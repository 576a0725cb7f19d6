import { createHash, randomBytes } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import { generateSecret, generateURI, verify } from "otplib";
import { renderSVG } from "uqr";
import { writeAudit } from "@/lib/db/audit";
import type { Db } from "@/lib/db/client";
import { decrypt, encrypt } from "@/lib/db/encryption";
import { users } from "@/lib/db/schema";

type User = typeof users.$inferSelect;

const identity = (userId: string) => `second-factor/${userId}`;
const recoveryCodes = 10;
/** A code of the former half minute is still taken, for clocks that go differently and people who type slowly. */
const toleranceSeconds = 30;

/**
 * A new secret, not asked for until `confirmSecondFactor` saw a code of it; `qr` is an SVG of its `otpauth:` address.
 * @throws Error when the second factor is on already
 */
export async function beginSecondFactor(db: Db, userId: string): Promise<{ secret: string; qr: string }> {
  const secret = generateSecret();
  const [user] = await db
    .update(users)
    .set({ totpSecret: encrypt(secret, identity(userId)) })
    .where(and(eq(users.id, userId), sql`${users.totpSince} is null`))
    .returning({ email: users.email });
  if (!user) throw new Error("the second factor is on already");
  return { secret, qr: renderSVG(generateURI({ issuer: "MEGZO", label: user.email, secret }), { border: 2 }) };
}

/** Turns the second factor on; answers its ten recovery codes, shown this once, or null when the code is wrong. */
export async function confirmSecondFactor(db: Db, userId: string, code: string): Promise<string[] | null> {
  return db.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, userId)).for("update");
    if (!user?.totpSecret || user.totpSince || !(await takeCode(tx, user, code))) return null;
    const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
    await tx
      .update(users)
      .set({ totpSince: sql`now()`, recoveryHashes: codes.map(hashOf) })
      .where(eq(users.id, userId));
    await recordFactor(tx, user, user.email, "on");
    return codes;
  });
}

/** Turns it off: by the person, who gave their password, or by an administrator for somebody who lost everything. */
export async function removeSecondFactor(db: Db, userId: string, actor: string): Promise<void> {
  await db.transaction(async (tx) => {
    const [user] = await tx
      .update(users)
      .set({ totpSecret: null, totpSince: null, recoveryHashes: [] })
      .where(eq(users.id, userId))
      .returning();
    if (user) await recordFactor(tx, user, actor, "off");
  });
}

/** Whether `code` is one of the app's, or a recovery code that is left; either is used up by being right. */
export async function takeSecondFactor(db: Db, user: User, code: string): Promise<boolean> {
  const plain = code.replace(/[\s-]/g, "").toLowerCase();
  if (/^\d{6}$/.test(plain)) return takeCode(db, user, plain);
  const hash = hashOf(plain);
  const used = await db
    .update(users)
    .set({ recoveryHashes: sql`${users.recoveryHashes} - ${hash}::text` })
    .where(and(eq(users.id, user.id), sql`jsonb_exists(${users.recoveryHashes}, ${hash})`))
    .returning({ id: users.id });
  if (used.length > 0) await writeAudit(db, { ...about(user), actor: user.email, action: "user.recovery-code-used" });
  return used.length > 0;
}

async function takeCode(db: Db, user: User, code: string): Promise<boolean> {
  if (!user.totpSecret || !/^\d{6}$/.test(code)) return false;
  const secret = decrypt(user.totpSecret, identity(user.id));
  const result = await verify({ secret, token: code, epochTolerance: toleranceSeconds });
  if (!result.valid || !("timeStep" in result)) return false;
  const step = Number(result.timeStep);
  const fresh = await db
    .update(users)
    .set({ totpStep: step })
    .where(and(eq(users.id, user.id), lt(users.totpStep, step)))
    .returning({ id: users.id });
  return fresh.length > 0;
}

const about = (user: User) => ({ sellerId: user.sellerId, subject: user.email });

function recordFactor(db: Db, user: User, actor: string, state: "on" | "off"): Promise<void> {
  return writeAudit(db, { ...about(user), actor, action: "user.second-factor", after: { secondFactor: state } });
}

/** 120 random bits in base32, in six groups; the hyphens are for reading only. */
function newRecoveryCode(): string {
  const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  const letters = [...randomBytes(24)].map((byte) => alphabet[byte % 32]);
  return [0, 4, 8, 12, 16, 20].map((at) => letters.slice(at, at + 4).join("")).join("-");
}

function hashOf(code: string): string {
  return createHash("sha256").update(code.replaceAll("-", "")).digest("hex");
}
