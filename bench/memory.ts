import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { eq } from "drizzle-orm";
import * as schema from "@/lib/db/schema";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { placeOrder } from "../e2e/support/exactly-once/ledger";
import startDatabase from "../e2e/support/global-setup";
import { startHarness } from "../e2e/support/harness";
import { report } from "./figure";

/**
 * Whether a process grows: hours of simulated time, a heartbeat every five minutes, each with new orders, one edited, the
 * ERP's staff shipping and invoicing what is there, and an item whose stock changes. What is still held after a full
 * collection is read every hour. `npx tsx bench/memory.ts [hours]`, by default 12.
 */
const [hours = 12] = process.argv.slice(2).map(Number);
const ordersEachBeat = 3;
const beatsEachHour = 12;
/** What an hour may add, in MiB; a worker that lives a month must not need another. */
const growthAtMost = 0.25;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const stopDatabase = await startDatabase();
const harness = await startHarness({ emag: { limits: false, attachmentFetchDelaySeconds: 0 } });
harness.ctx.sleep = async () => {};
let passed = 0;
harness.ctx.now = () => new Date(Date.now() + passed);
await harness.twins.acumatica.control("PUT", "/_sandbox/settings", {
  staff: { enabled: true, shipAfter: 0, confirmAfter: 0, invoiceAfter: 0, releaseAfter: 0, attachAfter: 0 },
});

const held: number[] = [];
for (let hour = 0; hour <= hours; hour += 1) {
  for (let beat = 0; beat < beatsEachHour; beat += 1) {
    passed += 300_000;
    const placed: string[] = [];
    for (let n = 0; n < ordersEachBeat; n += 1) placed.push(await placeOrder(harness));
    await harness.twins.emag.control("POST", `/_sandbox/orders/${placed[0]}/edit`, {
      lines: [{ sku: "MUG-03", quantity: 2 }],
    });
    const units = 20_000 + ((hour * beatsEachHour + beat) % 7);
    await harness.twins.acumatica.control("PUT", "/_sandbox/stock", {
      inventoryId: "MUG-03",
      warehouseId: "MAIN",
      onHand: units,
    });
    await harness.ctx.db
      .update(schema.integrations)
      .set({ heartbeatRequestedAt: harness.ctx.now() })
      .where(eq(schema.integrations.id, harness.integrationId));
    await runIntegration(harness.ctx, { integrationId: harness.integrationId, deadline: () => false });
  }
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  held.push((heapUsed + external) / 2 ** 20);
  console.log(`hour ${hour}: ${held.at(-1)?.toFixed(1)} MiB held, ${(rss / 2 ** 20).toFixed(0)} MiB resident`);
}
const [done] = await harness.ctx
  .sql`select count(*)::int as orders, count(*) filter (where o.status = 'finalised')::int as finished from orders o`;
console.log(`${done?.orders} orders, ${done?.finished} finished`);

/** The line through all points but those of the first hours, in which everything is loaded for the first time. */
const points = held.slice(2).map((value, index) => [index, value] as const);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
const slope =
  points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) /
  points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
report({
  goal: "memory is flat over hours of simulated time",
  figure: `${slope >= 0 ? "+" : ""}${slope.toFixed(2)} MiB an hour of ${beatsEachHour * ordersEachBeat} orders, ${held.at(-1)?.toFixed(0)} MiB held`,
  met: slope <= growthAtMost,
});
await harness.stop();
await stopDatabase();
process.exit(0);
