import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { orderLinks, orders, steps } from "@/lib/db/schema";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { erpLedger, placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    configure: (file) => {
      for (const one of file.sellers[0]?.integrations ?? []) one.orders.unknownOutcomeWaitSeconds = 1;
    },
  });
}, 60_000);
afterAll(() => harness.stop());

const erp = (method: string, path: string, body?: object) =>
  harness.twins.acumatica.control(method, `/_sandbox/${path}`, body);
const rate = (percent: string) =>
  erp("PUT", "settings", { taxZones: { ROVAT: { VAT21: { taxId: "TVA21", rate: percent } } } });
afterEach(async () => {
  await rate("21");
  await erp("PUT", "settings", { discardFields: [] });
  await erp("DELETE", "faults");
});

async function rowOf(channelOrderId: string) {
  const [row] = await harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, channelOrderId));
  if (!row) throw new Error(`no order ${channelOrderId}`);
  const [link] = await harness.ctx.db.select().from(orderLinks).where(eq(orderLinks.orderId, row.id));
  const all = await harness.ctx.db.select().from(steps).where(eq(steps.orderId, row.id));
  return { row, link, creation: all.find(({ kind }) => kind === "create-sales-order") };
}

describe("a Sales Order whose total is not what the buyer pays", () => {
  it("is put on hold, and the order waits for a person with both totals and what differs", async () => {
    await rate("19");
    const id = await placeOrder(harness);
    await harness.tick();
    const [salesOrder] = await salesOrdersOf(harness, id);
    expect(salesOrder?.Status).toBe("On Hold");
    const { row, link } = await rowOf(id);
    expect(link?.difference).toMatchObject({ line: "VAT", status: "On Hold" });
    expect(row.needsAttention).toMatchObject({
      code: "total-differs",
      params: { expected: row.gross, actual: Number(salesOrder?.OrderTotal).toFixed(2), status: "On Hold" },
    });
    expect(row.needsAttention?.params.line).toMatch(/^VAT \d+\.\d\d → \d+\.\d\d$/);
  });

  it("is put on hold although the answer to that, or to the create, was lost", async () => {
    await rate("19");
    await erp("POST", "faults", { route: "^PUT .*/SalesOrder", kind: "drop-after", times: 2 });
    const id = await placeOrder(harness);
    await harness.tick();
    await harness.tickUntil(async () => (await rowOf(id)).creation?.state === "done");
    expect(await salesOrdersOf(harness, id)).toMatchObject([{ Status: "On Hold" }]);
    expect((await rowOf(id)).row.needsAttention?.code).toBe("total-differs");
  });

  it("is left alone within the tolerance", async () => {
    const id = await placeOrder(harness);
    await harness.tick();
    expect((await salesOrdersOf(harness, id))[0]?.Status).toBe("Open");
    expect((await rowOf(id)).row.needsAttention).toBeNull();
  });
});

describe("a value the ERP answered 200 to and did not keep", () => {
  it("stops the order with the field's name and puts the Sales Order on hold; Retry takes it as it is, once", async () => {
    await erp("PUT", "settings", { discardFields: ["ShipToAddress/City"] });
    const id = await placeOrder(harness);
    await harness.tick();
    const { creation } = await rowOf(id);
    expect(creation).toMatchObject({
      state: "blocked",
      problem: { code: "value-discarded", params: { field: "ShipToAddress/City", status: "On Hold" }, detail: null },
    });
    await retryStep(harness.ctx, { orderId: (await rowOf(id)).row.id, kind: "create-sales-order" });
    await harness.tickUntil(async () => (await rowOf(id)).creation?.state === "done");
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
  });
});

it("every session was closed", async () => {
  expect((await erpLedger(harness)).sessions.open).toBe(0);
});
