import type { Fulfilment, OrderStatus } from "@/lib/domain/orders/order";

export const stepKinds = [
  "acknowledge",
  "create-sales-order",
  "attach-invoice",
  "hand-over-awb",
  "write-tracking",
  "cancel",
] as const;
export type StepKind = (typeof stepKinds)[number];

/**
 * `waiting`: nothing to do yet, with the reason · `due`: to be done at `dueAt` · `running`: under a lease, its intent
 * committed · `in-doubt`: the outcome of a write is unknown · `blocked`: needs a person · `done`.
 */
export type StepState = "waiting" | "due" | "running" | "in-doubt" | "blocked" | "done";

export const waitReasons = [
  "order-complete",
  "acknowledgement",
  "sales-order",
  "shipment",
  "shipment-confirmation",
  "invoice",
  "invoice-release",
  "invoice-file",
  "invoice-before",
  "invoice-fetch",
  "hand-over",
  "tracking-number",
  "switched-off",
  "cancelled",
] as const;
export type WaitReason = (typeof waitReasons)[number];

/** What is known of an order when its steps are planned. */
export type OrderFacts = {
  fulfilment: Fulfilment;
  status: OrderStatus;
  complete: boolean;
  hasSalesOrder: boolean;
  hasParcel: boolean;
  salesOrderStarted: boolean;
};

export type StepSettings = {
  orders: { enabled: boolean; acknowledge: "on-save" | "after-sales-order" };
  invoices: { enabled: boolean };
  awb: { enabled: boolean; mode: "emag" | "own-courier" };
};

/** Waits that end when the order's own rows change; all others end when a look at the ERP finds something. */
export const ownReasons: readonly WaitReason[] = [
  "order-complete",
  "acknowledgement",
  "sales-order",
  "hand-over",
  "switched-off",
  "cancelled",
];

/** `look`: waits for the ERP; each heartbeat looks whether it has what the step needs. */
export type Plan = "due" | "look" | "not-needed" | { waiting: WaitReason };

type Rule = (facts: OrderFacts, settings: StepSettings) => Plan;

const wait = (reason: WaitReason): Plan => ({ waiting: reason });
const gone = (facts: OrderFacts) => facts.status === "cancelled";

/**
 * The one table of which step may start when. In which order a run works them is said in `run-integration.ts` alone.
 */
export const stepRules: Record<StepKind, Rule> = {
  acknowledge: (facts, settings) => {
    if (facts.fulfilment === "channel" || facts.status !== "new" || !settings.orders.enabled) return "not-needed";
    return settings.orders.acknowledge === "on-save" || facts.hasSalesOrder ? "due" : wait("sales-order");
  },
  "create-sales-order": (facts, settings) => {
    if (facts.hasSalesOrder || (gone(facts) && !facts.salesOrderStarted)) return "not-needed";
    if (!settings.orders.enabled) return wait("switched-off");
    if (facts.status === "returned") return "not-needed";
    if (!facts.complete) return wait("order-complete");
    const beforeAcknowledgement = facts.fulfilment === "seller" && facts.status === "new";
    return beforeAcknowledgement && settings.orders.acknowledge === "on-save" ? wait("acknowledgement") : "due";
  },
  "hand-over-awb": (facts, settings) => {
    if (facts.fulfilment === "channel" || gone(facts) || facts.status === "returned") return "not-needed";
    if (!settings.awb.enabled) return "not-needed";
    return facts.hasSalesOrder ? "look" : wait("sales-order");
  },
  "attach-invoice": (facts, settings) => {
    if (gone(facts) || !settings.invoices.enabled) return "not-needed";
    return facts.hasSalesOrder ? "look" : wait("sales-order");
  },
  "write-tracking": (facts, settings) => {
    if (facts.fulfilment === "channel" || !settings.awb.enabled || settings.awb.mode !== "emag") return "not-needed";
    if (gone(facts) && !facts.hasParcel) return "not-needed";
    return facts.hasParcel ? "due" : wait("hand-over");
  },
  cancel: (facts) => (gone(facts) && facts.hasSalesOrder ? "due" : "not-needed"),
};

/** What every step of an order should be now. */
export function planSteps(facts: OrderFacts, settings: StepSettings): { kind: StepKind; plan: Plan }[] {
  return (Object.keys(stepRules) as StepKind[]).map((kind) => ({ kind, plan: stepRules[kind](facts, settings) }));
}

/** Seconds until the next try: 10 s doubled per attempt up to 15 min, with up to a quarter of jitter. */
export function backOffSeconds(attempts: number, random: () => number): number {
  const base = Math.min(10 * 2 ** Math.max(0, attempts - 1), 900);
  return Math.round(base * (1 + random() / 4));
}
