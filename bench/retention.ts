import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { openDatabase } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { applyRetention } from "@/lib/flows/privacy/apply-retention";
import { pruneRows } from "@/lib/flows/schedule/prune-rows";
import { startThrowawayPostgres } from "../scripts/postgres/postgres.mjs";
import { quantile, report } from "./figure";
import { fillPapers, fillYear } from "./year-of-orders";

/**
 * What a year of a busy seller weighs, table by table, and what taking its old rows away costs: terms of a month are set, so
 * that nearly all of it is past them. `npx tsx bench/retention.ts [orders] [rounds]`; a round is due every ten minutes.
 */
const [orders = 200_000, rounds = 20] = process.argv.slice(2).map(Number);
process.env.ENCRYPTION_KEYS ??= `b1:${randomBytes(32).toString("base64")}`;
const server = await startThrowawayPostgres();
await migrate(server.url);
const database = openDatabase(server.url);
const { sql } = database;
const ctx = {
  db: database.db,
  forTenant: database.forTenant,
  sql,
  now: () => new Date(),
  random: Math.random,
  sleep: (ms: number) => sleep(ms),
  http: () => Promise.reject(new Error("nothing is called here")),
  mailer: null,
  log: pino({ level: "silent" }),
  appUrl: "http://localhost",
  actor: "engine",
};
const year = await fillYear(sql, "busy", orders, orders / 100);
await fillPapers(sql, year);
await sql`vacuum analyze`;

console.log("| table | bytes an order, with indexes |");
console.log("| --- | --- |");
const tables = ["orders", "steps", "order_links", "parcels", "order_events", "invoices", "invoice_downloads"];
let weight = 0;
for (const table of tables) {
  const [row] = await sql<{ bytes: string }[]>`select pg_total_relation_size(${table}) as bytes`;
  const bytes = Number(row?.bytes) / orders;
  weight += bytes;
  console.log(`| ${table} | ${Math.round(bytes)} |`);
}

const timed = async (does: () => Promise<unknown>) => {
  const begun = performance.now();
  await does();
  return performance.now() - begun;
};
/** The next round is due at once. */
const due = () => sql`delete from leases`;
const lengths = async () => {
  const took: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    await due();
    took.push(await timed(() => applyRetention(ctx)));
  }
  return took;
};
await due();
const idle = await timed(() => applyRetention(ctx));
await sql`update sellers set retention = '{"buyers":30,"timeline":30,"downloads":30,"sessions":30}'::jsonb`;
const full = await lengths();
// As it is years later: nearly every order erased, its timeline and downloads gone.
await sql`delete from invoice_downloads`;
await sql`delete from order_events using orders o where o.id = order_id and o.received_at < now() - interval '30 days'`;
await sql`update orders set erased_at = now() where received_at < now() - interval '30 days'`;
await sql`vacuum analyze`;
const later = await lengths();
await due();
const pruned = await timed(() => pruneRows(ctx));
const told = (took: number[]) => `${quantile(took, 0.5).toFixed(0)} ms, ${Math.max(...took).toFixed(0)} at most`;
report({ goal: `a year of ${orders} orders`, figure: `${Math.round(weight)} bytes an order`, met: null });
report({ goal: "a round of retention with nothing past its term", figure: `${idle.toFixed(0)} ms`, met: null });
report({ goal: "a round with more past its term than it may take", figure: told(full), met: null });
report({ goal: "a round where nearly all were erased long ago", figure: told(later), met: null });
report({ goal: "a round of pruning with nothing to prune", figure: `${pruned.toFixed(0)} ms`, met: null });
await database.close();
await server.stop();
process.exit(0);
