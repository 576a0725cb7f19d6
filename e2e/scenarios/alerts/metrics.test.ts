import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expose } from "@/app/api/metrics/exposition";
import { type MetricName, readMetrics } from "@/lib/db/overview/metrics";
import { offers, orders } from "@/lib/db/schema";
import { placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness?.stop());

const read = async (name: MetricName, labels: Record<string, string> = {}) =>
  (await readMetrics(harness.ctx.db)).filter(
    (figure) => figure.name === name && Object.entries(labels).every(([label, text]) => figure.labels[label] === text),
  );

describe("What a monitor sees", () => {
  it("is how long an order took to reach the ERP, and that the heartbeat is fresh", async () => {
    const id = await placeOrder(harness);
    await harness.tickUntil(async () => (await salesOrdersOf(harness, id)).length === 1);
    const [median, slow] = await read("megzo_order_to_sales_order_seconds");
    expect(median?.value).toBeGreaterThan(0);
    expect(slow?.value).toBeGreaterThanOrEqual(median?.value ?? Number.POSITIVE_INFINITY);
    const [age] = await read("megzo_heartbeat_age_seconds", { integration: "carpatic.emag-erp" });
    expect(age?.value).toBeLessThan(60);
  });

  it("counts the order that waits for a person, and names no buyer", async () => {
    await harness.ctx.db.update(offers).set({ itemId: "NO-SUCH-ITEM" });
    await placeOrder(harness);
    const blocked = () => read("megzo_steps", { kind: "create-sales-order", state: "blocked" });
    await harness.tickUntil(async () => (await blocked()).length > 0);
    expect((await blocked())[0]?.value).toBe(1);
    expect((await read("megzo_orders_without_sales_order"))[0]?.value).toBe(1);
    const { text } = await expose(await readMetrics(harness.ctx.db));
    const known = await harness.ctx.db.select({ buyer: orders.buyerName, number: orders.channelOrderId }).from(orders);
    for (const { buyer, number } of known) {
      expect(text).not.toContain(buyer);
      expect(text).not.toContain(number);
    }
  });
});
