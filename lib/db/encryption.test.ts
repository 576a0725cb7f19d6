import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { decrypt, encrypt } from "@/lib/db/encryption";

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [old, fresh] = [key("k1"), key("k2")];

beforeEach(() => vi.stubEnv("ENCRYPTION_KEYS", old));
afterEach(() => vi.unstubAllEnvs());

it("opens what it sealed, also after a newer key was put in front", () => {
  const sealed = encrypt("secret", "row-1");
  vi.stubEnv("ENCRYPTION_KEYS", `${fresh},${old}`);
  expect(decrypt(sealed, "row-1")).toBe("secret");
  expect(encrypt("secret", "row-1")).toMatch(/^k2\./);
});

it("does not open in another row, altered, or without its key", () => {
  const sealed = encrypt("secret", "row-1");
  expect(() => decrypt(sealed, "row-2")).toThrow();
  const [keyId, nonce, body = "", tag] = sealed.split(".");
  const altered = (body[0] === "A" ? "B" : "A") + body.slice(1);
  expect(() => decrypt([keyId, nonce, altered, tag].join("."), "row-1")).toThrow();
  vi.stubEnv("ENCRYPTION_KEYS", fresh);
  expect(() => decrypt(sealed, "row-1")).toThrow("k1");
});
