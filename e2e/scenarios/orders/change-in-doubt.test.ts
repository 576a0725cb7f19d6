import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eachIntegration } from "../../support/each-integration";
import { cancelAsSeller, editOrder } from "../../support/emag-pages";
import { placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";
import { orderRow, stepOf } from "../../support/order-row";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness({
    emag: { limits: false },
    configure: eachIntegration((one) => {
      one.stock.enabled = false;
      one.orders.unknownOutcomeWaitSeconds = 2;
    }),
  });
}, 60_000);
afterAll(() => harness?.stop());

const loseAnswer = (kind: "drop-before" | "drop-after") =>
  harness.twins.acumatica.control("POST", "/_sandbox/faults", { route: "^PUT .*/SalesOrder", kind, times: 1 });
const both = {
  lines: [
    { sku: "MUG-03", quantity: 2 },
    { sku: "TOWEL-08", quantity: 1 },
  ],
  payment: "cod",
};
const attentionOf = async (id: string) => (await orderRow(harness, id)).needsAttention;

describe("while the creation is in doubt", () => {
  it("an edit is shown as soon as the document made before it is found", async () => {
    const id = await placeOrder(harness, both);
    await loseAnswer("drop-after");
    await harness.tick();
    await editOrder(harness, id, [{ sku: "MUG-03", quantity: 1 }]);
    await harness.tickUntil(async () => (await stepOf(harness, id, "create-sales-order"))?.state === "done");
    expect(await attentionOf(id)).toMatchObject({ code: "order-changed", params: { changes: "MUG-03 2 → 1" } });
  });

  it("a cancellation cancels the Sales Order the look then finds", async () => {
    const id = await placeOrder(harness, both);
    await loseAnswer("drop-after");
    await harness.tick();
    expect(await stepOf(harness, id, "create-sales-order")).toMatchObject({ state: "in-doubt" });
    await cancelAsSeller(harness, id);
    await harness.tickUntil(async () => (await stepOf(harness, id, "cancel"))?.state === "done");
    expect(await salesOrdersOf(harness, id)).toMatchObject([{ Status: "Canceled" }]);
    expect(await attentionOf(id)).toBeNull();
  });

  it("a cancellation means none is made when the looks find nothing", async () => {
    const id = await placeOrder(harness, both);
    await loseAnswer("drop-before");
    await harness.tick();
    await cancelAsSeller(harness, id);
    await harness.tickUntil(async () => (await stepOf(harness, id, "create-sales-order"))?.waitReason === "cancelled");
    await harness.tick();
    expect(await salesOrdersOf(harness, id)).toEqual([]);
  });
});
