import { performance } from "node:perf_hooks";
import * as schema from "@/lib/db/schema";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { openTraceExport } from "@/lib/trace-export";
import { emagLedger, erpLedger, placeOrder } from "../e2e/support/exactly-once/ledger";
import { countStatements } from "../e2e/support/exactly-once/statements";
import startDatabase from "../e2e/support/global-setup";
import { startHarness } from "../e2e/support/harness";
import { report } from "./figure";

/**
 * A backlog of orders from eMAG into the ERP: `npx tsx bench/orders.ts [orders] [eMAG ms] [ERP ms]`, by default 500 orders
 * and no delay. Says how much of the time at least one outside call was on its way, which is all a loop without a database
 * would take; the process's own seconds; and what each order costs in calls and statements. With a collector named by
 * OTEL_EXPORTER_OTLP_ENDPOINT it is traced.
 */
const [count = "500", emagMs = "0", erpMs = "0"] = process.argv.slice(2);
const orders = Number(count);
const closeTraces = await openTraceExport();

const stopDatabase = await startDatabase();
const harness = await startHarness({
  configure: ({ sellers }) => {
    for (const { integrations } of sellers) for (const one of integrations) one.stock.enabled = false;
  },
});
const statements = countStatements(harness);

/** What eMAG allows for orders (emag-api.md §2). */
const emagPerSecond = 12;

/** Moments at which the number of calls on their way was more than none. */
const busy = { calls: 0, since: 0, seconds: 0, refused: 0 };
const { http } = harness.ctx;
harness.ctx.http = async (request) => {
  if (busy.calls === 0) busy.since = performance.now();
  busy.calls += 1;
  try {
    const answer = await http(request);
    if (answer.status === 429) busy.refused += 1;
    return answer;
  } finally {
    busy.calls -= 1;
    if (busy.calls === 0) busy.seconds += (performance.now() - busy.since) / 1000;
  }
};

const beat = () => runIntegration(harness.ctx, { integrationId: harness.integrationId, deadline: () => false });
const ask = () => harness.ctx.db.update(schema.integrations).set({ heartbeatRequestedAt: new Date() });
await ask();
await beat();
const mug = (await emagLedger(harness)).offers.find(({ part_number }) => part_number === "MUG-03");
await harness.twins.emag.control("PUT", `/_sandbox/offers/${mug?.id}`, { stock: orders });
for (let i = 0; i < orders; i += 1) await placeOrder(harness);
const delay = (side: "emag" | "acumatica", ms: string) =>
  Number(ms) > 0 &&
  harness.twins[side].control("POST", "/_sandbox/faults", {
    route: ".*",
    kind: "delay",
    seconds: Number(ms) / 1000,
    times: 1e6,
  });
await Promise.all([delay("emag", emagMs), delay("acumatica", erpMs)]);
const callsOf = async () => {
  const [shop, erp] = await Promise.all([emagLedger(harness), erpLedger(harness)]);
  const sum = (counts: number[]) => counts.reduce((total, one) => total + one, 0);
  return {
    emag: sum(Object.values(shop.requests).map((one) => one.count)),
    erp: sum(Object.values(erp.requests)),
    made: erp.salesOrders.length,
  };
};
const before = await callsOf();
Object.assign(busy, { seconds: 0, refused: 0 });
const asked = statements();
const cpu = process.cpuUsage();
const begun = performance.now();
await ask();
while ((await callsOf()).made - before.made < orders) await beat();
const seconds = (performance.now() - begun) / 1000;
const { user, system } = process.cpuUsage(cpu);
const after = await callsOf();
const figures = {
  orders,
  seconds,
  perSecond: orders / seconds,
  shareOfLimit: (after.emag - before.emag) / seconds / emagPerSecond,
  outsideShare: busy.seconds / seconds,
  cpuPer1000: (user + system) / 1000 / orders,
  cpuInKernelPer1000: system / 1000 / orders,
  statementsPerOrder: (statements() - asked) / orders,
  emagCallsPerOrder: (after.emag - before.emag) / orders,
  refused: busy.refused,
  erpCallsPerOrder: (after.erp - before.erp) / orders,
  peakMiB: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(figures, (_, value) => (typeof value === "number" ? Number(value.toFixed(2)) : value), 1));
const told = (value: number) => value.toFixed(2);
if (Number(emagMs) + Number(erpMs) === 0)
  report({
    goal: "a backlog runs at 0.9 of what eMAG's 12 calls/s allow",
    figure: `${told(figures.shareOfLimit)}, ${told(figures.perSecond)} orders/s`,
    met: figures.shareOfLimit >= 0.9,
  });
else
  report({
    goal: "0.8 of what a loop of the outside calls alone would take",
    figure: told(figures.outsideShare),
    met: figures.outsideShare >= 0.8,
  });
report({
  goal: "at most 4 CPU seconds for 1,000 orders",
  figure: told(figures.cpuPer1000),
  met: figures.cpuPer1000 <= 4,
});
report({
  goal: "at most 300 MiB a process, a backlog",
  figure: `${Math.round(figures.peakMiB)} MiB`,
  met: figures.peakMiB <= 300,
});
await closeTraces();
await harness.stop();
await stopDatabase();
process.exit(0);
