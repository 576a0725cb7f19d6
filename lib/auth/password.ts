import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { isCommonPassword } from "@/lib/auth/common-password";

const passwordLength = { least: 12, most: 200 };

/** Argon2id with the library's defaults (19 MiB, two passes). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** The hash of a password nobody knows, for a person who has yet to choose one. */
export function hashOfNothing(): Promise<string> {
  return hash(randomBytes(32));
}

let dummy: Promise<string> | undefined;

/** Whether the password is right; an unknown user (`null`) costs the same time as a known one. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  dummy ??= hashOfNothing();
  const right = await verify(passwordHash ?? (await dummy), password).catch(() => false);
  return right && passwordHash !== null;
}

export type PasswordFault = "short" | "long" | "plain" | "common" | "personal";

/** What keeps a new password from being taken, or null: length counts, not kinds of characters. */
export function passwordFault(password: string, person: { email: string; name: string }): PasswordFault | null {
  if (password.length < passwordLength.least) return "short";
  if (password.length > passwordLength.most) return "long";
  if (new Set(password.toLowerCase()).size < 5) return "plain";
  if (isCommonPassword(password)) return "common";
  const own = [...person.email.split(/[@.]/), ...person.name.split(/\s+/)].filter((word) => word.length >= 4);
  const rest = own.reduce((text, word) => text.replaceAll(word.toLowerCase(), ""), password.toLowerCase());
  return rest.length < 8 ? "personal" : null;
}
