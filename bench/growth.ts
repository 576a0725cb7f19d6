import { performance } from "node:perf_hooks";
import * as schema from "@/lib/db/schema";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { erpLedger, placeOrder } from "../e2e/support/exactly-once/ledger";
import { countStatements } from "../e2e/support/exactly-once/statements";
import startDatabase from "../e2e/support/global-setup";
import { type Harness, startHarness } from "../e2e/support/harness";
import { exponent, report } from "./figure";
import { fillOrders, fillYear } from "./year-of-orders";

/**
 * What an order costs on its way into the ERP as the seller's own finished orders and the other sellers grow.
 * `npx tsx bench/growth.ts [orders]`: so many orders, by default 40, at each size, taken by one process; calls take no time.
 */
const [orders = 40] = process.argv.slice(2).map(Number);
const ordersOfEachOther = 100;

type Size = { own: number; others: number };
type Cost = { statements: number; cpuMs: number; ms: number };

/** Rows that stand before the first order comes: the seller's own history, and sellers with one of theirs. */
async function fill({ ctx: { sql }, integrationId }: Harness, { own, others }: Size): Promise<void> {
  const [place] = await sql<{ sellerId: string; channelId: string; erpId: string }[]>`
    select seller_id as "sellerId", channel_id as "channelId", erp_id as "erpId" from integrations where id = ${integrationId}`;
  if (!place) throw new Error("the harness has no integration");
  await fillOrders(sql, { ...place, integrationId }, own, 0);
  for (let n = 0; n < others; n += 1) await fillYear(sql, `other-${n}`, ordersOfEachOther, ordersOfEachOther / 10);
  await sql`vacuum analyze`;
}

/** One batch of new orders, from eMAG's page to the last Sales Order; what one of them cost. */
async function batch(harness: Harness, statements: () => number): Promise<Cost> {
  const madeBefore = (await erpLedger(harness)).salesOrders.length;
  for (let n = 0; n < orders; n += 1) await placeOrder(harness);
  await harness.ctx.db.update(schema.integrations).set({ heartbeatRequestedAt: new Date() });
  const [asked, cpu, begun] = [statements(), process.cpuUsage(), performance.now()];
  await runIntegration(harness.ctx, { integrationId: harness.integrationId, deadline: () => false });
  const ms = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  const made = (await erpLedger(harness)).salesOrders.length - madeBefore;
  if (made !== orders) throw new Error(`${made} of ${orders} orders reached the ERP`);
  return {
    statements: (statements() - asked) / orders,
    cpuMs: (user + system) / 1000 / orders,
    ms: ms / orders,
  };
}

/** The cheaper of two batches, after one that warmed up: what else runs here only ever adds. */
async function measure(size: Size): Promise<Cost> {
  const granted = { perSecond: 2000, perMinute: 120_000 };
  const harness = await startHarness({
    emag: { limits: false },
    configure: ({ sellers }) => {
      for (const { connections, integrations } of sellers) {
        for (const one of connections)
          if (one.slug === "emag-ro") one.settings.limits = { orders: granted, rest: granted };
        for (const one of integrations) one.stock.enabled = false;
      }
    },
  });
  try {
    await fill(harness, size);
    const statements = countStatements(harness);
    await batch(harness, statements);
    const [one, two] = [await batch(harness, statements), await batch(harness, statements)];
    const least = (key: keyof Cost) => Math.min(one[key], two[key]);
    return { statements: least("statements"), cpuMs: least("cpuMs"), ms: least("ms") };
  } finally {
    await harness.stop();
  }
}

const stopDatabase = await startDatabase();
const sizes: Size[] = [
  { own: 1000, others: 0 },
  { own: 10_000, others: 0 },
  { own: 100_000, others: 0 },
  { own: 1000, others: 9 },
  { own: 1000, others: 99 },
];
const found: Cost[] = [];
console.log("| own orders | sellers | statements an order | CPU ms an order | ms an order |");
console.log("| --- | --- | --- | --- | --- |");
for (const size of sizes) {
  const cost = await measure(size);
  found.push(cost);
  const figures = [cost.statements, cost.cpuMs, cost.ms].map((value) => value.toFixed(1));
  console.log(`| ${size.own} | ${size.others + 1} | ${figures.join(" | ")} |`);
}
/** Of the totals: an order that costs the same at every size is an exponent of 1 over all orders, 0 for the one. */
for (const [what, large] of [
  ["own orders in the database (1,000 to 100,000)", 2],
  ["sellers (1 to 100)", 4],
] as const) {
  const [least, most] = [found[0], found[large]];
  if (!least || !most) continue;
  const of = (key: keyof Cost) => exponent([least[key], most[key]], [1, 100]);
  report({
    goal: `an order costs the same whatever the ${what}`,
    figure: `exponents ${of("statements").toFixed(2)} of statements, ${of("cpuMs").toFixed(2)} of CPU, ${of("ms").toFixed(2)} of time`,
    met: of("statements") <= 0.05 && of("cpuMs") <= 0.05,
  });
}
await stopDatabase();
process.exit(0);
