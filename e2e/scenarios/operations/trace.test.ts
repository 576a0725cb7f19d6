import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { runs } from "@/lib/db/schema";
import { log } from "@/lib/log";
import { flushTraces } from "@/lib/trace";
import { openTraceExport } from "@/lib/trace-export";
import { type Collector, openCollector } from "../../support/collector";
import { deliver, placeOrder } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";
import { orderRow } from "../../support/order-row";

let harness: Harness;
let collector: Collector;
let close: () => Promise<void>;

beforeAll(async () => {
  collector = await openCollector();
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
  harness = await startHarness({ emag: { limits: false, attachmentFetchDelaySeconds: 0 } });
  close = await openTraceExport();
}, 60_000);
afterAll(async () => {
  await close?.();
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  await harness?.stop();
  await collector?.stop().catch(() => {});
});

const traceId = (id: string) => id.replaceAll("-", "");

it("an order is one trace over all runs that work on it, each call within its step, and no buyer in it", async () => {
  const number = await placeOrder(harness, { lines: [{ sku: "LAMP-02", quantity: 2 }], payment: "card" });
  await harness.tick();
  await deliver(harness, number);
  await harness.tick();
  await harness.tick();
  await flushTraces();
  const order = await orderRow(harness, number);
  const spans = collector.spans();
  const mine = spans.filter((span) => span.traceId === traceId(order.id));

  const done = mine.filter(({ facts }) => facts["megzo.outcome"] === "done").map(({ name }) => name);
  expect(done).toEqual(
    expect.arrayContaining(["acknowledge", "create-sales-order", "hand-over-awb", "attach-invoice", "write-tracking"]),
  );
  const [root, ...more] = mine.filter(({ parentSpanId }) => !parentSpanId);
  expect(more).toEqual([]);
  expect(root).toMatchObject({ name: "order", facts: { "megzo.order": order.id } });
  const known = new Set(mine.map(({ spanId }) => spanId));
  expect(mine.filter(({ parentSpanId }) => parentSpanId && !known.has(parentSpanId))).toEqual([]);

  const steps = mine.filter(({ facts }) => facts["megzo.outcome"]);
  expect(steps.filter(({ facts }) => facts["megzo.integration"] !== harness.integrationId)).toEqual([]);

  // The runs are traces of their own, and the steps lead to them.
  const ran = await harness.ctx.db.select({ id: runs.id }).from(runs);
  const linked = new Set(mine.flatMap(({ links = [] }) => links.map((link) => link.traceId)));
  expect(linked.size).toBeGreaterThan(1);
  expect(ran.map(({ id }) => traceId(id))).toEqual(expect.arrayContaining([...linked]));
  const created = mine.find(({ name, facts }) => name === "create-sales-order" && facts["megzo.outcome"] === "done");
  const calls = mine.filter(({ parentSpanId }) => parentSpanId === created?.spanId);
  expect(
    calls.map(({ name, facts }) => `${name} ${facts["url.template"]} ${facts["http.response.status_code"]}`),
  ).toEqual(expect.arrayContaining(["PUT /erp/entity/Default/24.200.001/SalesOrder 200"]));

  const told = collector.received.join();
  const { buyer, shipping } = order.data;
  for (const word of [buyer.name, buyer.email, shipping.phone, shipping.street, shipping.contact, order.channelOrderId])
    expect(told.includes(String(word)), String(word)).toBe(false);
});

async function takesAnOrderIn(end: () => Promise<void>): Promise<void> {
  const number = await placeOrder(harness);
  const sync = harness.tick().then(() => "worked");
  const ended = sync.then(end).then(() => "ended");
  const late = new Promise((said) => setTimeout(said, 8000, "late"));
  expect(await Promise.race([sync, late])).toBe("worked");
  expect((await orderRow(harness, number)).status).toBe("in-progress");
  expect(await Promise.race([ended, late])).toBe("ended");
}

it("the end of a process sends what was not sent yet, and a collector that keeps everybody waiting holds up neither an order nor that end", async () => {
  const number = await placeOrder(harness);
  await harness.tick();
  await close();
  const { id } = await orderRow(harness, number);
  expect(collector.spans().some((span) => span.traceId === traceId(id))).toBe(true);

  collector.mute = true;
  await takesAnOrderIn(await openTraceExport({ patienceMs: 1000 }));
}, 20_000);

it("a collector that is not there costs neither an order nor the end of a process anything, and the log says so once", async () => {
  const warn = vi.spyOn(log(), "warn");
  await collector.stop();
  await takesAnOrderIn(await openTraceExport({ patienceMs: 1000 }));
  const told = () => JSON.stringify(warn.mock.calls).match(/ECONNREFUSED.*?OTEL_EXPORTER_OTLP_ENDPOINT/g) ?? [];
  await expect.poll(() => told().length, { timeout: 5000 }).toBe(1);
}, 20_000);
