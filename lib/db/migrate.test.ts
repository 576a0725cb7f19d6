import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate } from "@/lib/db/migrate";
import { createTestDatabase, type TestDatabase } from "../../e2e/support/database";

let database: TestDatabase;
let sql: Sql;
let folder = "";
let when = Date.UTC(2100, 0, 1);

beforeAll(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, {
    max: 4,
    onnotice: () => {},
    connection: { application_name: "long report", statement_timeout: 3000 },
  });
  folder = mkdtempSync(join(tmpdir(), "migration-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await sql?.end({ timeout: 1 });
  await database?.drop();
});

/** A folder with one migration newer than all that were applied. */
function next(statement: string): string {
  when += 1000;
  mkdirSync(join(folder, "meta"), { recursive: true });
  writeFileSync(join(folder, "0000_next.sql"), statement);
  const entries = [{ idx: 0, version: "7", when, tag: "0000_next", breakpoints: true }];
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify({ version: "7", dialect: "postgresql", entries }));
  return folder;
}

/** Reads `orders` in a transaction that stays open until `end` is called. */
async function holdOrders(): Promise<{ end: () => Promise<void> }> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reading = () => {};
  const read = new Promise<void>((resolve) => {
    reading = resolve;
  });
  const transaction = sql.begin(async (tx) => {
    await tx`select 1 from orders limit 1`;
    reading();
    await held;
  });
  await read;
  return {
    end: async () => {
      release();
      await transaction;
    },
  };
}

const columns = (name: string) =>
  sql`select 1 from information_schema.columns where table_name = 'orders' and column_name = ${name}`;

describe("a migration on a live system", () => {
  it("lets orders be written while it waits for a table, and succeeds once the table is free", async () => {
    const holder = await holdOrders();
    let over = false;
    const migrating = migrate(database.url, {
      folder: next("ALTER TABLE orders ADD COLUMN late text"),
      lockTimeoutMs: 200,
      pauseMs: 100,
      tries: 50,
    }).finally(() => {
      over = true;
    });
    const until = Date.now() + 2000;
    let slowestMs = 0;
    while (Date.now() < until) {
      const from = Date.now();
      await sql`update orders set updated_at = updated_at where false`;
      slowestMs = Math.max(slowestMs, Date.now() - from);
      await sleep(10);
    }
    expect(over).toBe(false);
    await holder.end();
    await migrating;
    expect(slowestMs).toBeGreaterThan(50);
    expect(slowestMs).toBeLessThan(1000);
    expect(await columns("late")).toHaveLength(1);
  });

  it("names who stands in its way when it gives up, and has changed nothing", async () => {
    const holder = await holdOrders();
    const migrating = migrate(database.url, {
      folder: next("CREATE TABLE half (id int); --> statement-breakpoint\nALTER TABLE orders ADD COLUMN never text"),
      lockTimeoutMs: 200,
      pauseMs: 20,
      tries: 2,
    });
    await expect(migrating).rejects.toThrow(/process \d+ \(long report, idle in transaction, for \d+ s\)/);
    await holder.end();
    expect(await columns("never")).toHaveLength(0);
    expect(await sql`select to_regclass('half') as half`).toEqual([{ half: null }]);
  });

  it("is applied once when two processes start it at the same moment", async () => {
    const twice = next("CREATE TABLE only_once (id int)");
    await Promise.all([migrate(database.url, { folder: twice }), migrate(database.url, { folder: twice })]);
    expect(await sql`select to_regclass('only_once')::text as made`).toEqual([{ made: "only_once" }]);
    expect(await sql`select 1 from drizzle.__drizzle_migrations where created_at = ${when}`).toHaveLength(1);
  });
});

it("a database of the first edition is refused in words, and nothing of it is touched", async () => {
  const old = await createTestDatabase();
  try {
    const client = postgres(old.url, { max: 1, onnotice: () => {} });
    await client`update drizzle.__drizzle_migrations set created_at = 1`;
    await client.end();
    await expect(migrate(old.url)).rejects.toThrow("made by MEGZO's first edition");
  } finally {
    await old.drop();
  }
});
