import { performance } from "node:perf_hooks";
import { receiveHint } from "@/lib/flows/receive-hint";
import { wakeUp } from "@/lib/flows/tick";
import { openJobs } from "@/lib/jobs";
import { placeOrder } from "../e2e/support/books";
import startDatabase from "../e2e/support/global-setup";
import { startStage } from "../e2e/support/stage";

/**
 * From eMAG's call to the Sales Order, order by order: `npx tsx bench/webhook.ts [orders] [eMAG ms] [ERP ms]`. Does what the
 * webhook route does once its answer is out, and compares the time until the ERP answered with the time in which an
 * outside call was on its way: the rest is the product's own.
 */
const [count = "60", emagMs = "100", erpMs = "300"] = process.argv.slice(2);

const stopDatabase = await startDatabase();
const stage = await startStage({
  emag: { limits: false },
  configure: ({ sellers }) => {
    for (const { integrations } of sellers) for (const one of integrations) one.stock.enabled = false;
  },
});
const jobs = await openJobs(stage.ctx.sql);
await stage.tick();
for (const [side, ms] of [["emag", emagMs] as const, ["acumatica", erpMs] as const])
  await stage.twins[side].control("POST", "/_sandbox/faults", {
    route: ".*",
    kind: "delay",
    seconds: Number(ms) / 1000,
    times: 1e6,
  });

let made = 0;
let outside = 0;
let under = 0;
let since = 0;
const http = stage.ctx.http;
stage.ctx.http = async (request) => {
  if (under === 0) since = performance.now();
  under += 1;
  const answer = await http(request).finally(() => {
    under -= 1;
    if (under === 0 && made === 0) outside += performance.now() - since;
  });
  if (request.method === "PUT" && request.url.includes("/SalesOrder") && made === 0) made = performance.now();
  return answer;
};

const own: number[] = [];
const whole: number[] = [];
for (let i = 0; i < Number(count); i += 1) {
  const id = await placeOrder(stage);
  [made, outside] = [0, 0];
  const begun = performance.now();
  await receiveHint(stage.ctx, {
    connection: "carpatic.emag-ro",
    token: "emag-token",
    url: new URL(`http://x/?order_id=${id}`),
    body: null,
  });
  await wakeUp(stage.ctx, jobs, 30);
  whole.push(made - begun);
  own.push(made - begun - outside);
}
const at = (values: number[], share: number) =>
  Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0);
console.log({
  orders: whole.length,
  wholeMedianMs: at(whole, 0.5),
  wholeP95Ms: at(whole, 0.95),
  ownMedianMs: at(own, 0.5),
  ownP95Ms: at(own, 0.95),
});
await stage.stop();
await stopDatabase();
process.exit(0);
