import { describe, expect, it } from "vitest";
import { type Answer, decide, type OrderFacts, type StepSettings } from "@/lib/domain/orders/decide";
import type { StepKind } from "@/lib/domain/orders/step";

const on: StepSettings = {
  orders: { enabled: true, acknowledge: "on-save" },
  invoices: { enabled: true },
  awb: { enabled: true, mode: "emag" },
};
const fresh: OrderFacts = {
  fulfilment: "seller",
  status: "new",
  complete: true,
  erased: false,
  setAside: false,
  hasSalesOrder: false,
  hasParcel: false,
};
const after = { ...on, orders: { enabled: true, acknowledge: "after-sales-order" as const } };
const ordersOff = { ...on, orders: { ...on.orders, enabled: false } };
const invoicesOff = { ...on, invoices: { enabled: false } };
const awbOff = { ...on, awb: { enabled: false, mode: "emag" as const } };
const ownCourier = { ...on, awb: { enabled: true, mode: "own-courier" as const } };
const working = { status: "in-progress" } as const;
const linked = { ...working, hasSalesOrder: true } as const;
const shipped = { status: "finalised", hasSalesOrder: true, hasParcel: true } as const;

type Row = [
  what: string,
  facts: Partial<OrderFacts>,
  settings: StepSettings,
  answers: Partial<Record<StepKind, string>>,
];

/** `wait: sales-order` and so on; kinds that a row does not name are not its business. */
const worded = (answer: Answer) => ("reason" in answer ? `${answer.kind}: ${answer.reason}` : answer.kind);

const table: Row[] = [
  [
    "a new order is acknowledged, then becomes a Sales Order",
    {},
    on,
    { acknowledge: "now", "create-sales-order": "wait: acknowledgement", cancel: "not-needed: not-cancelled" },
  ],
  [
    "an acknowledged one becomes a Sales Order",
    working,
    on,
    {
      acknowledge: "not-needed: acknowledged",
      "create-sales-order": "now",
      "hand-over-awb": "wait: sales-order",
      "attach-invoice": "wait: sales-order",
      "write-tracking": "wait: hand-over",
    },
  ],
  [
    "acknowledged after the Sales Order, if the seller says so",
    {},
    after,
    { acknowledge: "wait: sales-order", "create-sales-order": "now" },
  ],
  [
    "and then it is",
    { hasSalesOrder: true },
    after,
    { acknowledge: "now", "create-sales-order": "not-needed: linked" },
  ],
  ["an incomplete order waits", { ...working, complete: false }, on, { "create-sales-order": "wait: order-complete" }],
  [
    "a Sales Order's shipment and invoice are looked for",
    linked,
    on,
    { "hand-over-awb": "look", "attach-invoice": "look", "write-tracking": "wait: hand-over" },
  ],
  ["a parcel's number is written", shipped, on, { "write-tracking": "now" }],
  [
    "cancelled before the Sales Order, none is made",
    { status: "cancelled" },
    on,
    {
      acknowledge: "not-needed: cancelled",
      "create-sales-order": "not-needed: cancelled",
      cancel: "not-needed: cancelled",
    },
  ],
  [
    "cancelled after it, it is cancelled",
    { ...linked, status: "cancelled" },
    on,
    { cancel: "now", "hand-over-awb": "not-needed: cancelled", "attach-invoice": "not-needed: cancelled" },
  ],
  [
    "a returned order is not shipped again",
    { ...linked, status: "returned" },
    on,
    { "hand-over-awb": "not-needed: returned", "attach-invoice": "look" },
  ],
  [
    "what the channel ships is not acknowledged and not shipped, and gets its papers",
    { ...linked, fulfilment: "channel" },
    on,
    {
      acknowledge: "not-needed: channel-ships",
      "hand-over-awb": "not-needed: channel-ships",
      "write-tracking": "not-needed: channel-ships",
      "attach-invoice": "look",
    },
  ],
  [
    "orders off: nothing is said to the channel, nothing made, nothing cancelled",
    {},
    ordersOff,
    { acknowledge: "wait: switched-off", "create-sales-order": "wait: switched-off" },
  ],
  [
    "orders off: a cancelled order's Sales Order stands until they are on",
    { ...linked, status: "cancelled" },
    ordersOff,
    { cancel: "wait: switched-off" },
  ],
  [
    "orders off, acknowledged after the Sales Order: not forgotten",
    { hasSalesOrder: true },
    { ...ordersOff, orders: { enabled: false, acknowledge: "after-sales-order" } },
    { acknowledge: "wait: switched-off" },
  ],
  ["invoices off: none is owed", linked, invoicesOff, { "attach-invoice": "not-needed: off", "hand-over-awb": "look" }],
  ["AWB off: no parcel is owed", shipped, awbOff, { "write-tracking": "not-needed: off" }],
  [
    "AWB off before the shipment",
    linked,
    awbOff,
    { "hand-over-awb": "not-needed: off", "write-tracking": "not-needed: off" },
  ],
  [
    "the seller's own courier has no number of the channel's",
    shipped,
    ownCourier,
    { "write-tracking": "not-needed: own-courier" },
  ],
  ["an order that is not set aside goes on", working, on, { "create-sales-order": "now" }],
  ["set aside, it stands still", { ...working, setAside: true }, on, { "create-sales-order": "wait: set-aside" }],
  [
    "without its buyer nothing is carried out",
    { ...linked, erased: true },
    on,
    { "hand-over-awb": "not-needed: erased", "attach-invoice": "not-needed: erased" },
  ],
  [
    "without its buyer it can still be cancelled",
    { ...linked, status: "cancelled", erased: true },
    on,
    { cancel: "now" },
  ],
];

describe("which step is wanted", () => {
  it.each(table)("%s", (_, facts, settings, answers) => {
    const decided = decide({ ...fresh, ...facts }, {}, settings);
    const named = Object.keys(answers) as StepKind[];
    expect(Object.fromEntries(named.map((kind) => [kind, worded(decided[kind])]))).toEqual(answers);
  });

  it("an unknown outcome is looked into, whatever facts and settings say; what is done stays done", () => {
    const decided = decide(
      { ...fresh, status: "cancelled" },
      { "create-sales-order": "in-doubt", "hand-over-awb": "intent", acknowledge: "done" },
      ordersOff,
    );
    expect(decided).toMatchObject({
      "create-sales-order": { kind: "in-doubt" },
      "hand-over-awb": { kind: "in-doubt" },
      acknowledge: { kind: "done" },
    });
  });

  it("a refusal waits for a person, and is nobody's business once the order is cancelled", () => {
    const refused = { "create-sales-order": "refused" } as const;
    expect(decide({ ...fresh, ...working }, refused, on)["create-sales-order"]).toEqual({ kind: "stop" });
    expect(decide({ ...fresh, status: "cancelled" }, refused, on)["create-sales-order"].kind).toBe("not-needed");
  });
});
