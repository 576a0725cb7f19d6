import { existsSync } from "node:fs";
import { getTableName, is } from "drizzle-orm";
import { PgTable } from "drizzle-orm/pg-core";
import pino from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { database } from "@/lib/db/client";
import { growth } from "@/lib/db/prune";
import * as schema from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import { pruneRows } from "@/lib/flows/schedule/prune-rows";
import { plantTwoSellers, type TwoSellers } from "../../e2e/support/two-sellers";

let planted: TwoSellers;
beforeAll(async () => {
  planted = await plantTwoSellers();
}, 60_000);
afterAll(() => planted?.stop());

it("knows of every table what keeps it from growing without end, or why it may", () => {
  const tables = Object.values(schema).flatMap((one) => (is(one, PgTable) ? [getTableName(one)] : []));
  expect(Object.keys(growth).sort()).toEqual(tables.sort());
  for (const term of Object.values(growth)) if ("by" in term) expect(existsSync(term.by), term.by).toBe(true);
});

/** One more row of each table that is pruned, stamped `daysAgo`. */
const plant: Record<string, (daysAgo: number) => string> = {
  runs: (days) => `insert into runs (integration_id, trigger, started_at)
    select id, 'wake-up', now() - interval '${days} days' from integrations limit 1`,
  tasks: (days) => `insert into tasks (integration_id, kind, actor, started_at, seen_at, finished_at)
    select id, 'count', 'engine', now() - interval '${days} days', now(), now() from integrations limit 1`,
  password_links: (days) => `insert into password_links (user_id, token_hash, expires_at)
    select id, gen_random_uuid()::text, now() - interval '${days} days' from users limit 1`,
  stock_drifts: (days) => `insert into stock_drifts (offer_id, expected, observed, found_at, cause)
    select id, 1, 2, now() - interval '${days} days', 'edited' from offers limit 1`,
  stock_history: (days) => `insert into stock_history (offer_id, at, in_flight)
    select id, now() - interval '${days} days', 0 from offers limit 1`,
};

it("rows past their days go in every way of running, and the others stay", async () => {
  const { db, sql } = database();
  const ctx = { db, sql, now: () => new Date(), log: pino({ level: "silent" }) } as FlowContext;
  const rowsOf = async (table: string) => Number((await sql.unsafe(`select count(*) as n from ${table}`))[0]?.n);
  const expected: Record<string, number> = {};
  for (const [table, term] of Object.entries(growth)) {
    if (!("days" in term)) continue;
    const before = await rowsOf(table);
    await sql.unsafe(plant[table]?.(term.days + 1) ?? `table ${table} needs a row here`);
    await sql.unsafe(plant[table]?.(term.days - 1) ?? "");
    expect(await rowsOf(table)).toBe(before + 2);
    expected[table] = before + 1;
  }
  expect(await pruneRows(ctx)).toEqual(Object.fromEntries(Object.keys(expected).map((table) => [table, 1])));
  for (const [table, rows] of Object.entries(expected)) expect([table, await rowsOf(table)]).toEqual([table, rows]);
  // The next round is due ten minutes later, whoever asks.
  expect(await pruneRows(ctx)).toBeNull();
});
