import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { orders, wakeUps } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { ordersOnly } from "../../support/each-integration";
import { placeOrder } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness({
    emag: { limits: false },
    configure: ordersOnly,
  });
}, 60_000);
afterAll(() => harness?.stop());

const callOut = (id: string) =>
  receiveWakeUp(harness.ctx, {
    connection: "carpatic.emag-ro",
    token: "emag-token",
    url: new URL(`http://x/?order_id=${id}`),
    body: null,
  });

const received = async (id: string) =>
  (await harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, id))).length > 0;

/** A context in which a call to the ERP takes eleven seconds, and `during` happens while the first one is under way. */
function slow(during: () => Promise<void>): FlowContext {
  let passed = 0;
  let happened: Promise<void> | null = null;
  return {
    ...harness.ctx,
    now: () => new Date(Date.now() + passed),
    http: async (request) => {
      if (request.url.startsWith(harness.twins.acumatica.url)) {
        passed += 11_000;
        happened ??= during();
        await happened;
      }
      return harness.ctx.http(request);
    },
  };
}

const run = (ctx: FlowContext, deadline: () => boolean) =>
  runIntegration(ctx, { integrationId: harness.integrationId, deadline });

it("an order called out while a run is busy with others is known before that run has ended", async () => {
  for (const id of [await placeOrder(harness), await placeOrder(harness)]) await callOut(id);
  let late = "";
  const ctx = slow(async () => {
    late = await placeOrder(harness);
    await callOut(late);
  });
  await run(ctx, () => false);
  expect(await received(late)).toBe(true);
});

it("what was called out and not read when a run's time was up is read by the next run", async () => {
  const ids = [await placeOrder(harness), await placeOrder(harness), await placeOrder(harness)];
  for (const id of ids) await callOut(id);
  await run(harness.ctx, () => true);
  expect(await harness.ctx.db.select().from(wakeUps)).toHaveLength(3);
  await run(harness.ctx, () => false);
  for (const id of ids) expect(await received(id)).toBe(true);
});

it("Sales Orders are made while the rest of a backlog is still being acknowledged", async () => {
  for (let i = 0; i < 36; i += 1) await callOut(await placeOrder(harness));
  const calls: string[] = [];
  const http: FlowContext["http"] = async (request) => {
    calls.push(`${request.method} ${new URL(request.url).pathname}`);
    return harness.ctx.http(request);
  };
  await run({ ...harness.ctx, http }, () => false);
  const acknowledged = calls.flatMap((call, i) => (call.includes("/order/acknowledge/") ? [i] : []));
  const made = calls.flatMap((call, i) => (/^PUT .*\/SalesOrder$/.test(call) ? [i] : []));
  expect([acknowledged.length, made.length]).toEqual([36, 36]);
  expect(made[0]).toBeLessThan(acknowledged.at(-1) ?? 0);
  // In batches all the same: each look in the ERP answers for many.
  expect(calls.filter((call) => /^GET .*\/SalesOrder$/.test(call)).length).toBeLessThanOrEqual(3);
}, 60_000);
