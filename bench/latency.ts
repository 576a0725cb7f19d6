import { performance } from "node:perf_hooks";
import * as schema from "@/lib/db/schema";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { wakeUp } from "@/lib/flows/schedule/tick";
import { openJobs } from "@/lib/jobs";
import { placeOrder } from "../e2e/support/exactly-once/ledger";
import startDatabase from "../e2e/support/global-setup";
import { startHarness } from "../e2e/support/harness";
import { quantile, report } from "./figure";

/**
 * From eMAG's call to the Sales Order in the ERP, orders one by one, against what the outside calls of that time take:
 * `npx tsx bench/latency.ts [orders] [eMAG ms] [ERP ms]`, by default 40, 100 and 300. What the webhook route does is done
 * here in one process: the wake-up is stored, then the engine woken. Also says which calls each order took.
 */
const [orders = 40, emagMs = 100, erpMs = 300] = process.argv.slice(2).map(Number);

const stopDatabase = await startDatabase();
const harness = await startHarness({
  configure: ({ sellers }) => {
    for (const { integrations } of sellers) for (const one of integrations) one.stock.enabled = false;
  },
});
const { ctx, twins, integrationId, connectionIds } = harness;
const jobs = await openJobs(ctx.sql);

type Call = { what: string; from: number; to: number };
let calls: Call[] = [];
const { http } = ctx;
ctx.http = async (request) => {
  const from = performance.now();
  try {
    return await http(request);
  } finally {
    const path = new URL(request.url).pathname.replace(/^\/(api-3|erp)/, "").replace(/\/[0-9a-f-]{36}|\/EM\d+/g, "/*");
    calls.push({ what: `${request.method} ${path}`, from, to: performance.now() });
  }
};
const [connection] = await ctx.sql`select webhook_token as token from connections where id = ${connectionIds.emag}`;

await ctx.db.update(schema.integrations).set({ heartbeatRequestedAt: new Date() });
await runIntegration(ctx, { integrationId, deadline: () => false });
for (const [twin, ms] of [[twins.emag, emagMs] as const, [twins.acumatica, erpMs] as const])
  await twin.control("POST", "/_sandbox/faults", { route: ".*", kind: "delay", seconds: ms / 1000, times: 1e6 });

/** Milliseconds in which at least one call was on its way. */
function outside(list: Call[]): number {
  let sum = 0;
  let end = 0;
  for (const { from, to } of [...list].sort((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

const gaps: number[] = [];
const totals: number[] = [];
let taken: string[] = [];
for (let n = 0; n < orders; n += 1) {
  const id = await placeOrder(harness);
  calls = [];
  const begun = performance.now();
  const url = new URL(`http://localhost/?order_id=${id}`);
  const call = { connection: connectionIds.emag, token: String(connection?.token), url, body: null };
  if (!(await receiveWakeUp(ctx, call))) throw new Error("the hint was refused");
  await wakeUp(ctx, jobs, 60);
  const made = calls.findLast(({ what }) => what.startsWith("PUT ") && what.endsWith("/SalesOrder"));
  if (!made) throw new Error(`order ${id} has no Sales Order: ${calls.map(({ what }) => what).join(", ")}`);
  const before = calls.filter(({ to }) => to <= made.to);
  totals.push(made.to - begun);
  gaps.push(made.to - begun - outside(before));
  taken = calls.map(({ what, to }) => `${to <= made.to ? "" : "(after) "}${what}`);
}
console.log(`calls of the last order:\n  ${taken.join("\n  ")}`);
console.log(
  `to the Sales Order, ms: median ${quantile(totals, 0.5).toFixed(0)}, p95 ${quantile(totals, 0.95).toFixed(0)}`,
);
console.log(`without the calls, ms: median ${quantile(gaps, 0.5).toFixed(0)}, p95 ${quantile(gaps, 0.95).toFixed(0)}`);
const gap = quantile(gaps, 0.95);
report({
  goal: "eMAG's call to Sales Order: its API calls + 250 ms at p95",
  figure: `${quantile(totals, 0.95).toFixed(0)} ms, of it + ${gap.toFixed(0)} ms`,
  met: gap <= 250,
});
await harness.stop();
await stopDatabase();
process.exit(0);
