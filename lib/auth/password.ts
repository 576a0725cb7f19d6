import { hash, verify } from "@node-rs/argon2";

/** Argon2id with the library's defaults (19 MiB, two passes). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let dummy: Promise<string> | undefined;

/** Whether the password is right; an unknown user (`null`) costs the same time as a known one. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  dummy ??= hash("nobody's password");
  const right = await verify(passwordHash ?? (await dummy), password);
  return right && passwordHash !== null;
}
