import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { upsertOrder } from "@/lib/db/orders/orders";
import { audit, orderEvents } from "@/lib/db/schema";
import { acceptDifference } from "@/lib/flows/orders/accept-difference";
import { checkTotal } from "@/lib/flows/orders/check-total";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { eachIntegration } from "../../support/each-integration";
import { cancelAsBuyer, cancelAsSeller, editOrder, saveOnEmag } from "../../support/emag-pages";
import { placeOrder, salesOrdersOf, staff } from "../../support/exactly-once/ledger";
import { passTime } from "../../support/exactly-once/pass-time";
import { type Harness, startHarness } from "../../support/harness";
import { orderRow, stepOf } from "../../support/order-row";

let harness: Harness;
let plain: Harness["ctx"]["http"];

beforeAll(async () => {
  harness = await startHarness({
    emag: { limits: false },
    configure: eachIntegration((one) => {
      one.stock.enabled = false;
      one.orders.unknownOutcomeWaitSeconds = 2;
    }),
  });
  plain = harness.ctx.http;
}, 60_000);
afterAll(() => harness?.stop());
beforeEach(() => {
  harness.ctx.http = plain;
});

/** Somebody else acts just before a call of ours goes out, once. */
function justBefore(call: RegExp, act: () => Promise<unknown>): void {
  harness.ctx.http = async (request) => {
    if (call.test(`${request.method} ${request.url}`)) {
      harness.ctx.http = plain;
      await act();
    }
    return plain(request);
  };
}

const attentionOf = async (id: string) => (await orderRow(harness, id)).needsAttention;
async function accept(id: string, seen?: string) {
  const { id: orderId, modified } = await orderRow(harness, id);
  return acceptDifference({ ...harness.ctx, actor: "admin@carpatic.example" }, { orderId, seen: seen ?? modified });
}
const linesOf = async (id: string) =>
  (await salesOrdersOf(harness, id))
    .flatMap((one) => one.Details.map(describeLine))
    .filter(isGoods)
    .sort();
const describeLine = (line: { InventoryID: string; OrderQty: number | string }) =>
  `${line.InventoryID} ${Number(line.OrderQty)}`;
const isGoods = (line: string) => !line.startsWith("SHIPPING");
const both = {
  lines: [
    { sku: "MUG-03", quantity: 2 },
    { sku: "TOWEL-08", quantity: 1 },
  ],
  payment: "cod",
};

describe("between the read and the acknowledgement", () => {
  it("an edit reaches the Sales Order, which is made from what eMAG says after it", async () => {
    const id = await placeOrder(harness, both);
    justBefore(/order\/acknowledge/, () => editOrder(harness, id, [{ sku: "MUG-03", quantity: 5 }]));
    await harness.tick();
    expect(await linesOf(id)).toEqual(["MUG-03 5", "TOWEL-08 1"]);
    expect(await attentionOf(id)).toBeNull();
  });

  it("a cancellation means that no Sales Order is made and nobody is called", async () => {
    const id = await placeOrder(harness, both);
    justBefore(/order\/acknowledge/, () => cancelAsBuyer(harness, id));
    await harness.tick();
    await harness.tick();
    expect(await salesOrdersOf(harness, id)).toEqual([]);
    expect(await stepOf(harness, id, "acknowledge")).toMatchObject({ state: "done", problem: null });
    expect(await stepOf(harness, id, "create-sales-order")).toMatchObject({
      state: "not-needed",
      waitReason: "cancelled",
    });
  });
});

describe("after the Sales Order", () => {
  it("lines removed, added and changed are shown from both sides until a person accepts them", async () => {
    const id = await placeOrder(harness, both);
    await harness.tick();
    await editOrder(harness, id, [
      { sku: "MUG-03", quantity: 1 },
      { sku: "TOWEL-08", quantity: 0 },
      { sku: "LAMP-02", quantity: 1 },
    ]);
    await harness.tick();
    const found = await attentionOf(id);
    expect(found).toMatchObject({
      code: "order-changed",
      params: { number: (await salesOrdersOf(harness, id))[0]?.OrderNbr },
    });
    expect(found?.params.changes?.split(", ").sort()).toEqual(["LAMP-02 0 → 1", "MUG-03 2 → 1", "TOWEL-08 1 → 0"]);
    expect(await linesOf(id)).toEqual(["MUG-03 2", "TOWEL-08 1"]);
    await retryStep(harness.ctx, { orderId: (await orderRow(harness, id)).id });
    await harness.tick();
    expect(await attentionOf(id)).toEqual(found);
    expect(await accept(id)).toBe("accepted");
    await harness.tick();
    expect(await attentionOf(id)).toBeNull();
    const lines = await harness.ctx.db.select().from(audit).where(eq(audit.subject, id));
    expect(lines).toMatchObject([{}, { actor: "admin@carpatic.example", action: "order.accept-difference" }]);
  });

  it("a person cannot accept what they have not seen, and the next edit is shown again", async () => {
    const id = await placeOrder(harness, both);
    await harness.tick();
    const seen = (await orderRow(harness, id)).modified;
    await passTime(harness, 2);
    await editOrder(harness, id, [{ sku: "MUG-03", quantity: 3 }]);
    await harness.tick();
    expect(await accept(id, seen)).toBe("changed");
    expect(await attentionOf(id)).toMatchObject({ params: { changes: "MUG-03 2 → 3" } });
    expect(await accept(id)).toBe("accepted");
    await editOrder(harness, id, [{ sku: "MUG-03", quantity: 4 }]);
    await harness.tick();
    expect(await attentionOf(id)).toMatchObject({ params: { changes: "MUG-03 3 → 4" } });
  });

  it("an edit that was taken back leaves nothing to do", async () => {
    const id = await placeOrder(harness, both);
    await harness.tick();
    await editOrder(harness, id, [{ sku: "MUG-03", quantity: 3 }]);
    await harness.tick();
    expect(await attentionOf(id)).not.toBeNull();
    const events = await harness.ctx.db
      .select()
      .from(orderEvents)
      .where(eq(orderEvents.kind, "changed"))
      .orderBy(orderEvents.at);
    const row = await orderRow(harness, id);
    expect(events.filter(({ orderId }) => orderId === row.id).map(({ params }) => params.changes)).toEqual([
      "",
      "MUG-03 2 → 3",
    ]);
    await editOrder(harness, id, [{ sku: "MUG-03", quantity: 2 }]);
    await harness.tick();
    expect(await attentionOf(id)).toBeNull();
  });

  it("quantities reversed after delivery (storno) are shown", async () => {
    const id = await placeOrder(harness, both);
    await harness.tick();
    await saveOnEmag(harness, { id: Number(id), status: 4 });
    await harness.tick();
    expect(await attentionOf(id)).toBeNull();
    await saveOnEmag(harness, { id: Number(id), is_storno: true }, [{ sku: "MUG-03", quantity: 1 }]);
    await harness.tick();
    expect(await attentionOf(id)).toMatchObject({ code: "order-changed", params: { changes: "MUG-03 2 → 1" } });
  });

  it("a difference of totals ends by itself once the ERP's total is right", async () => {
    const id = await placeOrder(harness, both);
    await harness.tick();
    const row = await orderRow(harness, id);
    await harness.ctx.db.execute(`update order_links set total = total + 5 where order_id = '${row.id}'`);
    await editOrder(harness, id, [{ sku: "MUG-03", quantity: 3 }]);
    await harness.tick();
    await editOrder(harness, id, [{ sku: "MUG-03", quantity: 2 }]);
    await harness.tick();
    expect(await attentionOf(id)).toMatchObject({ code: "total-differs", params: { expected: row.gross } });
    expect(await checkTotal(harness.ctx, { orderId: row.id })).toMatchObject({ problem: null });
    expect(await attentionOf(id)).toBeNull();
  });
});

describe("while the Sales Order is being made", () => {
  it("an edit is not overlooked", async () => {
    const id = await placeOrder(harness, both);
    const newer = async () => {
      await editOrder(harness, id, [{ sku: "TOWEL-08", quantity: 2 }]);
      await harness.tick();
    };
    justBefore(/PUT .*SalesOrder/, newer);
    await harness.tick();
    await harness.tick();
    expect(await linesOf(id)).toEqual(["MUG-03 2", "TOWEL-08 1"]);
    expect(await attentionOf(id)).toMatchObject({ params: { changes: "TOWEL-08 1 → 2" } });
  });
});

describe("a cancellation after the Sales Order", () => {
  it("that the ERP refuses waits for a person with both sides, and ends by their word", async () => {
    const id = await placeOrder(harness, both);
    await harness.tick();
    const number = (await salesOrdersOf(harness, id))[0]?.OrderNbr ?? "";
    await staff(harness, "ship", number);
    await cancelAsSeller(harness, id);
    await harness.tick();
    expect(await stepOf(harness, id, "cancel")).toMatchObject({
      state: "blocked",
      problem: { code: "cancelled-after-sales-order", params: { order: id, number, status: "Shipping" } },
    });
    expect((await orderRow(harness, id)).status).toBe("cancelled");
    await harness.tick();
    expect(await stepOf(harness, id, "cancel")).toMatchObject({ state: "blocked" });
    expect(await accept(id)).toBe("accepted");
    expect(await stepOf(harness, id, "cancel")).toMatchObject({ state: "done", problem: null });
    expect(await accept(id)).toBe("nothing");
  });
});

it("older news never overwrites newer", async () => {
  const id = await placeOrder(harness, both);
  await harness.tick();
  const row = await orderRow(harness, id);
  const old = { ...row.data, status: "new" as const, modified: "2020-01-01 00:00:00", lines: [] };
  const { sellerId, integrationId, connectionId } = row;
  const reception = await upsertOrder(harness.ctx.db, {
    ...{ sellerId, integrationId, connectionId },
    order: old,
    raw: {},
    now: new Date(),
  });
  expect(reception.change).toBe("unchanged");
  expect(await orderRow(harness, id)).toEqual(row);
});
