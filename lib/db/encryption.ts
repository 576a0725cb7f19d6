import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "@/lib/env";

/** `ENCRYPTION_KEYS`: the first encrypts, all decrypt, so that keys can be rotated. */
function keys(): Map<string, Buffer> {
  const pairs = env("ENCRYPTION_KEYS")
    .split(",")
    .map((pair) => pair.trim().split(":") as [string, string]);
  return new Map(pairs.map(([id, base64]) => [id, Buffer.from(base64, "base64")]));
}

/**
 * AES-256-GCM with the record's identity as associated data: a value moved to another row does not decrypt.
 * Shape: `keyId.nonce.ciphertext.tag`, base64url.
 */
export function encrypt(plain: string, recordId: string): string {
  const [keyId, key] = keys().entries().next().value as [string, Buffer];
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(recordId));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return [keyId, ...[nonce, body, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

/** @throws Error when the key is not in ENCRYPTION_KEYS, or the value was altered or belongs to another record */
export function decrypt(sealed: string, recordId: string): string {
  const [keyId = "", nonce = "", body = "", tag = ""] = sealed.split(".");
  const key = keys().get(keyId);
  if (!key) throw new Error(`The encryption key "${keyId}" is not in ENCRYPTION_KEYS.`);
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"));
  decipher.setAAD(Buffer.from(recordId));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8");
}

/** Whether a value was encrypted with the first of `ENCRYPTION_KEYS`. */
export function isEncryptedWithNewestKey(sealed: string): boolean {
  const [newest] = keys().keys();
  return sealed.startsWith(`${newest}.`);
}
