import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { database } from "@/lib/db/client";
import { type Fingerprint, takeFingerprint } from "@/lib/db/fingerprint";
import { backUp, inspect, rehearse } from "../../scripts/postgres/backup";
import { plantTwoSellers, type TwoSellers } from "./two-sellers";

let planted: TwoSellers;
let noted: Fingerprint;
let url = "";

beforeAll(async () => {
  planted = await plantTwoSellers();
  url = process.env.DATABASE_URL ?? "";
}, 60_000);
afterAll(() => planted?.stop());
beforeEach(async () => {
  noted = await takeFingerprint(database().sql);
});
afterEach(() => vi.unstubAllEnvs());

const change = (statement: string) => database().db.execute(sql.raw(statement));
const look = async () => {
  const said: string[] = [];
  const wrong = await inspect(url, noted, (line) => said.push(line));
  return { said, wrong };
};

describe("a restored copy", () => {
  it("that holds what was noted can be relied on, and every part that was looked at is named", async () => {
    const { said, wrong } = await look();
    expect(wrong).toEqual([]);
    expect(said.join("\n")).toMatch(/rows of \d+ tables: as they should be/);
    expect(said.join("\n")).toMatch(/[1-9]\d* rows of the record of changes: as they should be/);
    expect(said.join("\n")).toMatch(/[1-9]\d* sealed secrets: as they should be/);
    expect(said.join("\n")).toContain("row-level security: up");
  });

  it("without one row, or with one changed value, is found out by its table", async () => {
    await change("delete from steps where ctid = (select ctid from steps limit 1)");
    await change("update orders set gross = gross + 0.01 where id = (select id from orders limit 1)");
    const { wrong } = await look();
    expect(wrong).toEqual([expect.stringMatching(/^orders: .* other contents$/), expect.stringMatching(/^steps: /)]);
  });

  it("whose record of changes was altered is found out, although nothing was noted of it", async () => {
    await database().sql.begin(async (tx) => {
      await tx.unsafe("set local session_replication_role = replica");
      await tx.unsafe("update audit set action = 'nothing' where seq = 1");
    });
    noted = await takeFingerprint(database().sql);
    expect((await look()).wrong.join()).toMatch(/the record of .* breaks at row 1/);
  });

  it("whose keys are lost is none, and says which secrets do not open", async () => {
    vi.stubEnv("ENCRYPTION_KEYS", `k1:${randomBytes(32).toString("base64")}`);
    expect((await look()).wrong.filter((line) => line.includes("ENCRYPTION_KEYS"))).not.toEqual([]);
  });
});

declare module "vitest" {
  interface TaskMeta {
    /** Why a test left itself out, for the end of `npm test`. */
    skipped?: string;
  }
}

/** The programs must be of the server's version or newer. */
const major = (text: string) => Number(/(\d+)/.exec(text)?.[1] ?? 0);
const installed = major(spawnSync("pg_dump", ["--version"], { encoding: "utf8" }).stdout?.replace(/\D+/, "") ?? "");

it("a dump can be restored, and the rehearsal leaves no database behind", async (context) => {
  const [server] = await database().sql`show server_version`;
  const needed = major(String(server?.server_version));
  if (installed < needed) {
    context.task.meta.skipped = `no pg_dump of PostgreSQL ${needed} or newer here`;
    context.skip();
  }
  const folder = await mkdtemp(join(tmpdir(), "megzo-backup-"));
  const file = join(folder, "megzo.dump");
  await backUp(url, file);
  // What is written after the dump belongs to neither side.
  await change("delete from steps");
  const wrong = await rehearse(url, file, () => {});
  expect(wrong.filter((line) => !line.startsWith("the record"))).toEqual([]);
  expect(await database().sql`select 1 from pg_database where datname like 'megzo_rehearsal%'`).toHaveLength(0);
  await rm(folder, { recursive: true });
});
