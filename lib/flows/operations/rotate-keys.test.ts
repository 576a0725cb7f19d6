import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import pino from "pino";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type Database, openDatabase } from "@/lib/db/client";
import { decrypt, encrypt } from "@/lib/db/encryption";
import { alertPreferences, connections, sellers, users } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import { rotateKeys } from "@/lib/flows/operations/rotate-keys";
import { createTestDatabase, type TestDatabase } from "../../../e2e/support/database";

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [old, fresh] = [key("k1"), key("k2")];
let test: TestDatabase;
let open: Database;
let ctx: FlowContext;

beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
  ctx = { db: open.db, sql: open.sql, now: () => new Date(), log: pino({ level: "silent" }) } as FlowContext;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

async function plant(): Promise<{ sellerId: string; userId: string; ids: string[] }> {
  const [seller] = await open.db.insert(sellers).values({ slug: "carpatic", name: "Carpatic" }).returning();
  const sellerId = seller?.id ?? "";
  const ids = Array.from({ length: 5 }, () => crypto.randomUUID());
  const side = { sellerId, connector: "emag", settings: {}, webhookToken: "t" };
  await open.db
    .insert(connections)
    .values(ids.map((id, n) => ({ ...side, id, slug: `c${n}`, credentials: encrypt(`password ${n}`, id) })));
  const userId = crypto.randomUUID();
  const person = { sellerId, email: "a@carpatic.example", name: "A", role: "admin" as const, passwordHash: "x" };
  await open.db.insert(users).values({ ...person, id: userId, totpSecret: encrypt("OTP", `second-factor/${userId}`) });
  const settings = {} as never;
  await open.db
    .insert(alertPreferences)
    .values({ sellerId, settings, webhookSecret: encrypt("hook", `alerts/${sellerId}`) });
  return { sellerId, userId, ids };
}

it("seals every secret with the new key, so that the old key can be thrown away, and twice does nothing more", async () => {
  vi.stubEnv("ENCRYPTION_KEYS", old);
  const { sellerId, userId, ids } = await plant();
  vi.stubEnv("ENCRYPTION_KEYS", `${fresh},${old}`);
  // A stop in the middle: one row is done already, and one is of a key that is gone.
  const [done, lost] = ids as [string, string];
  const saved = (id: string, credentials: string) =>
    open.db.update(connections).set({ credentials }).where(eq(connections.id, id));
  await saved(done, encrypt("password 0", done));
  await saved(lost, `k0.${encrypt("x", lost).slice(3)}`);

  const [first] = await rotateKeys(ctx);
  expect(first).toMatchObject({ resealed: 3, current: 1, unreadable: [lost] });
  const again = await rotateKeys(ctx);
  expect(again.map(({ resealed }) => resealed)).toEqual([0, 0, 0]);

  vi.stubEnv("ENCRYPTION_KEYS", fresh);
  for (const row of await open.db.select().from(connections))
    if (row.id !== lost) expect(decrypt(row.credentials, row.id)).toBe(`password ${ids.indexOf(row.id)}`);
  const [user] = await open.db.select().from(users);
  const [desk] = await open.db.select().from(alertPreferences);
  expect(decrypt(user?.totpSecret ?? "", `second-factor/${userId}`)).toBe("OTP");
  expect(decrypt(desk?.webhookSecret ?? "", `alerts/${sellerId}`)).toBe("hook");
});
