import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/e2e/support/database";
import { type Database, openDatabase } from "@/lib/db/client";
import { decrypt, encrypt } from "@/lib/db/encryption";
import { connections, sellers } from "@/lib/db/schema";
import { createAcumaticaTwin } from "@/sandbox/acumatica/twin";

const twin = createAcumaticaTwin({ maxApiUsers: 1 });
let test: TestDatabase;
let database: Database;
let port: number;
let connectionId: string;

beforeAll(async () => {
  process.env.ENCRYPTION_KEYS ??= `t1:${randomBytes(32).toString("base64")}`;
  test = await createTestDatabase();
  database = openDatabase(test.url, 2);
  port = await twin.start();
  connectionId = await saveConnection();
});
afterAll(async () => {
  await twin.stop();
  await database?.close();
  await test?.drop();
});

async function saveConnection(): Promise<string> {
  const [seller] = await database.db.insert(sellers).values({ slug: "s", name: "S" }).returning();
  const settings = { baseUrl: `http://127.0.0.1:${port}/erp`, tenant: "PROD" };
  const door = { slug: "erp", connector: "acumatica", settings, credentials: "", webhookToken: "" };
  const [row] = await database.db
    .insert(connections)
    .values({ ...door, sellerId: seller?.id ?? "" })
    .returning();
  const id = row?.id ?? "";
  const { clientId, clientSecret } = twin.settings.oauth;
  const secrets = { method: "oauth", username: "megzo", password: "erp-demo", clientId, clientSecret };
  const credentials = encrypt(JSON.stringify(secrets), id);
  await database.db.update(connections).set({ credentials }).where(eq(connections.id, id));
  return id;
}

/** Another process of the product, ready to open the connection; it ends when its input does. */
async function startProcess(): Promise<ChildProcess> {
  const file = ["--import", "tsx", "e2e/support/browser/session-process.ts"];
  const child = spawn(process.execPath, [...file, test.url, connectionId, `127.0.0.1:${port}`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  expect(await nextLine(child)).toBe("ready\n");
  return child;
}

async function nextLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error("no output");
  return String((await Promise.race([once(stdout, "data"), once(stdout, "end")]))[0]);
}

/** One ERP session in each, at the same time. */
async function openAll(processes: ChildProcess[]): Promise<string[]> {
  for (const child of processes) child.stdin?.write("open\n");
  return Promise.all(processes.map(nextLine));
}

async function kept(): Promise<{ refresh: string; until: number }> {
  const [row] = await database.db.select().from(connections).where(eq(connections.id, connectionId));
  return JSON.parse(decrypt(row?.memory ?? "", connectionId));
}

it("two processes whose token has ended renew it once between them, and both work with the new one", async () => {
  const processes = await Promise.all([startProcess(), startProcess()]);
  await openAll(processes.slice(0, 1));
  const before = await kept();
  const memory = encrypt(JSON.stringify({ ...before, until: 0 }), connectionId);
  await database.db.update(connections).set({ memory }).where(eq(connections.id, connectionId));
  // Long enough for the second to ask while the first still waits for its answer.
  const slow = twin.faults.add({ route: "connect/token", kind: "delay", seconds: 1, times: -1 });
  expect(await openAll(processes)).toEqual(["done\n", "done\n"]);
  expect(twin.faults.list().find(({ id }) => id === slow.id)?.hits).toBe(1);
  const after = await kept();
  expect(after.refresh).not.toBe(before.refresh);
  expect(after.until).toBeGreaterThan(Date.now());
  for (const child of processes) child.stdin?.end();
}, 180_000);
