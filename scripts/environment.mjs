import { randomBytes, randomInt } from "node:crypto";
import process from "node:process";
import { inState, readJson, writeJson } from "./checkout.mjs";

const readable = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password of twelve characters that are hard to confuse with each other (59 bits). */
export const readablePassword = () => Array.from({ length: 12 }, () => readable[randomInt(readable.length)]).join("");

/** Fresh values for everything the product keeps secret. */
export const freshSecrets = () => ({
  AUTH_SECRET: randomBytes(32).toString("base64"),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  CRON_SECRET: randomBytes(24).toString("base64url"),
});

/** This checkout's own secrets, made at the first start and kept, since the database is encrypted with them. */
export function keptSecrets() {
  const path = inState("secrets.json");
  const kept = readJson(path);
  const secrets = { ...freshSecrets(), ...kept };
  if (!kept || Object.keys(secrets).length !== Object.keys(kept).length) writeJson(path, secrets);
  const given = Object.keys(secrets).filter((name) => process.env[name]);
  return { ...secrets, ...Object.fromEntries(given.map((name) => [name, process.env[name]])) };
}
