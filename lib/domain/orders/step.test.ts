import { describe, expect, it } from "vitest";
import { backOffSeconds, type OrderFacts, planSteps, type StepSettings } from "@/lib/domain/orders/step";

const settings: StepSettings = {
  orders: { enabled: true, acknowledge: "on-save" },
  invoices: { enabled: true },
  awb: { enabled: true, mode: "emag" },
};
const facts: OrderFacts = {
  fulfilment: "seller",
  status: "new",
  complete: true,
  hasSalesOrder: false,
  hasParcel: false,
  salesOrderStarted: false,
};
const plan = (change: Partial<OrderFacts>, over: Partial<StepSettings> = {}) =>
  Object.fromEntries(
    planSteps({ ...facts, ...change }, { ...settings, ...over }).map((step) => [step.kind, step.plan]),
  );

describe("which step may start when", () => {
  it("a new order is acknowledged first, then becomes a Sales Order", () => {
    expect(plan({})).toMatchObject({ acknowledge: "due", "create-sales-order": { waiting: "acknowledgement" } });
    expect(plan({ status: "in-progress" })).toMatchObject({ acknowledge: "not-needed", "create-sales-order": "due" });
  });

  it("with acknowledge after-sales-order it is the other way round", () => {
    const orders = { enabled: true, acknowledge: "after-sales-order" as const };
    expect(plan({}, { orders })).toMatchObject({
      acknowledge: { waiting: "sales-order" },
      "create-sales-order": "due",
    });
    expect(plan({ hasSalesOrder: true }, { orders })).toMatchObject({
      acknowledge: "due",
      "create-sales-order": "not-needed",
    });
  });

  it("an incomplete order waits", () => {
    expect(plan({ status: "in-progress", complete: false })).toMatchObject({
      "create-sales-order": { waiting: "order-complete" },
    });
  });

  it("a cancel before the Sales Order means none is made; after it, it is cancelled; in doubt, it is looked for", () => {
    expect(plan({ status: "cancelled" })).toMatchObject({ "create-sales-order": "not-needed", cancel: "not-needed" });
    expect(plan({ status: "cancelled", hasSalesOrder: true })).toMatchObject({ cancel: "due" });
    expect(plan({ status: "cancelled", salesOrderStarted: true })).toMatchObject({ "create-sales-order": "due" });
  });

  it("what the channel ships is never acknowledged or handed over, but still gets its Sales Order and invoice", () => {
    expect(plan({ fulfilment: "channel", status: "in-progress" })).toMatchObject({
      acknowledge: "not-needed",
      "create-sales-order": "due",
      "hand-over-awb": "not-needed",
    });
    expect(plan({ fulfilment: "channel", status: "finalised", hasSalesOrder: true })).toMatchObject({
      "attach-invoice": "look",
    });
  });
});

describe("back-off", () => {
  it("doubles from ten seconds to fifteen minutes, with jitter upwards only", () => {
    expect([1, 2, 3, 20].map((attempt) => backOffSeconds(attempt, () => 0))).toEqual([10, 20, 40, 900]);
    expect(backOffSeconds(1, () => 1)).toBe(13);
  });
});
