import { eq } from "drizzle-orm";
import type { CurrentUser } from "@/lib/auth/current-user";
import { hashPassword, type PasswordFault, passwordFault, passwordMatches } from "@/lib/auth/password";
import { savePassword } from "@/lib/auth/password-link";
import { throttled } from "@/lib/auth/throttled";
import type { Db } from "@/lib/db/client";
import { users } from "@/lib/db/schema";

/** Whether this is the signed-in person's password; guesses are throttled as at sign-in. */
export async function confirmPassword(db: Db, user: CurrentUser, password: string) {
  const [row] = await db.select().from(users).where(eq(users.id, user.id));
  const whose = { email: user.email.toLowerCase(), address: user.id };
  const check = async () => ((await passwordMatches(row?.passwordHash ?? null, password)) ? ("right" as const) : null);
  return throttled(db, whose, check);
}

/** A person's own new password; their other sessions end, this one goes on. */
export async function changePassword(
  db: Db,
  user: CurrentUser,
  { current, next }: { current: string; next: string },
): Promise<"set" | "wrong" | "too-many" | PasswordFault> {
  const known = await confirmPassword(db, user, current);
  if (known !== "right") return known;
  const fault = passwordFault(next, user);
  if (fault) return fault;
  const passwordHash = await hashPassword(next);
  const person = { id: user.id, email: user.email, sellerId: user.seller?.id ?? null };
  await db.transaction((tx) => savePassword(tx, person, passwordHash, user.sessionId));
  return "set";
}
