import { performance } from "node:perf_hooks";
import { type Database, openDatabase } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import type { OrderGroup } from "@/lib/db/orders/order-group";
import { readOrders } from "@/lib/db/orders/order-list";
import { startThrowawayPostgres } from "../scripts/postgres/postgres.mjs";
import { report } from "./figure";
import { fillYear } from "./year-of-orders";

/**
 * The order list with a year of a busy seller behind it: milliseconds of `readOrders` at two sizes in one run, and how
 * much slower the large one is. `npx tsx bench/order-list.ts [orders] [orders]`, by default 10,000 and 1,000,000.
 */
const sizes = process.argv.slice(2).map(Number);
const [small = 10_000, large = 1_000_000] = sizes;
const openOrders = 1000;
const repeats = 30;

const questions: [string, { group: OrderGroup | null; search: string }][] = [
  ["newest", { group: null, search: "" }],
  ["needs a person", { group: "needs-person", search: "" }],
  ["in progress", { group: "in-progress", search: "" }],
  ["done", { group: "done", search: "" }],
  ["one number", { group: null, search: "400005000" }],
  ["twenty numbers", { group: null, search: Array.from({ length: 20 }, (_, n) => `EM${400_005_000 + n}`).join(" ") }],
  ["beginning of a number", { group: null, search: "EM4000050" }],
  ["a buyer's name", { group: null, search: "popescu 17" }],
  ["a name that one in ten bears", { group: null, search: "maria" }],
];

async function times(open: Database, sellerId: string): Promise<Map<string, { median: number; p95: number }>> {
  const found = new Map<string, { median: number; p95: number }>();
  for (const [name, question] of questions) {
    const took: number[] = [];
    for (let turn = 0; turn < repeats; turn += 1) {
      const begun = performance.now();
      await readOrders(open.db, sellerId, { after: null, ...question }, { now: new Date(), visibility: "all" });
      took.push(performance.now() - begun);
    }
    took.sort((a, b) => a - b);
    found.set(name, { median: took[Math.floor(repeats / 2)] ?? 0, p95: took[Math.floor(repeats * 0.95)] ?? 0 });
  }
  return found;
}

async function measure(count: number) {
  const server = await startThrowawayPostgres();
  const open = openDatabase(server.url);
  try {
    await migrate(server.url);
    const { sellerId } = await fillYear(open.sql, "busy", count, openOrders);
    await open.sql`vacuum analyze`;
    return await times(open, sellerId);
  } finally {
    await open.close();
    await server.stop();
  }
}

const few = await measure(small);
const many = await measure(large);
console.log(`| question | ${small} orders, median ms | ${large} orders, median ms | p95 ms | ratio |`);
console.log("| --- | --- | --- | --- | --- |");
for (const [name, { median, p95 }] of many) {
  const before = few.get(name)?.median ?? 0;
  console.log(
    `| ${name} | ${before.toFixed(1)} | ${median.toFixed(1)} | ${p95.toFixed(1)} | ${(median / before).toFixed(2)} |`,
  );
}
const slowest = Math.max(...[...many.values()].map(({ median }) => median));
report({
  goal: `a page of ${large} orders under 100 ms`,
  figure: `${slowest.toFixed(0)} ms at the slowest`,
  met: slowest < 100,
});
