import type { Fulfilment, OrderStatus } from "@/lib/domain/orders/order";
import {
  type NotNeededReason,
  type StepKind,
  type StepState,
  stepKinds,
  type WaitReason,
} from "@/lib/domain/orders/step";

/** What is known of an order when its steps are decided. */
export type OrderFacts = {
  fulfilment: Fulfilment;
  status: OrderStatus;
  complete: boolean;
  /** Its buyer was erased: it can still be cancelled, and nothing else. */
  erased: boolean;
  /** A person took it out of the flow until somebody resumes it. */
  setAside: boolean;
  hasSalesOrder: boolean;
  hasParcel: boolean;
};

/** What a step did: an outcome never changes because a fact or a setting did. */
export type HeldOutcome = "none" | "intent" | "in-doubt" | "refused" | "done";

export type StepSettings = {
  orders: { enabled: boolean; acknowledge: "on-save" | "after-sales-order" };
  invoices: { enabled: boolean };
  awb: { enabled: boolean; mode: "emag" | "own-courier" };
};

/**
 * `now`: to be done · `look`: nothing to do of our own accord, each heartbeat asks whether the other side has got there ·
 * `wait`: our own rows or settings end it · `stop`: refused, a person is needed · `in-doubt`: looked for, never repeated.
 */
export type Answer =
  | { kind: "now" }
  | { kind: "look" }
  | { kind: "wait"; reason: WaitReason }
  | { kind: "not-needed"; reason: NotNeededReason }
  | { kind: "stop" }
  | { kind: "in-doubt" }
  | { kind: "done" };

type Wanted = Exclude<Answer, { kind: "stop" | "in-doubt" | "done" }>;
type Rule = (facts: OrderFacts, settings: StepSettings) => Wanted;

const now: Wanted = { kind: "now" };
const look: Wanted = { kind: "look" };
const wait = (reason: WaitReason): Wanted => ({ kind: "wait", reason });
const notNeeded = (reason: NotNeededReason): Wanted => ({ kind: "not-needed", reason });

/** The one table of which step is wanted when. The first line that fits answers. */
const rules: Record<StepKind, Rule> = {
  acknowledge: (facts, { orders }) => {
    if (facts.fulfilment === "channel") return notNeeded("channel-ships");
    if (facts.status === "cancelled") return notNeeded("cancelled");
    if (facts.status !== "new") return notNeeded("acknowledged");
    if (!orders.enabled) return wait("switched-off");
    return orders.acknowledge === "on-save" || facts.hasSalesOrder ? now : wait("sales-order");
  },
  "create-sales-order": (facts, { orders }) => {
    if (facts.hasSalesOrder) return notNeeded("linked");
    if (facts.status === "cancelled" || facts.status === "returned") return notNeeded(facts.status);
    if (!orders.enabled) return wait("switched-off");
    if (!facts.complete) return wait("order-complete");
    const unacknowledged = facts.fulfilment === "seller" && facts.status === "new";
    return unacknowledged && orders.acknowledge === "on-save" ? wait("acknowledgement") : now;
  },
  "attach-invoice": (facts, { invoices }) => {
    if (facts.status === "cancelled") return notNeeded("cancelled");
    if (!invoices.enabled) return notNeeded("off");
    return facts.hasSalesOrder ? look : wait("sales-order");
  },
  "hand-over-awb": (facts, { awb }) => {
    if (facts.fulfilment === "channel") return notNeeded("channel-ships");
    if (facts.status === "cancelled" || facts.status === "returned") return notNeeded(facts.status);
    if (!awb.enabled) return notNeeded("off");
    return facts.hasSalesOrder ? look : wait("sales-order");
  },
  "write-tracking": (facts, { awb }) => {
    if (facts.fulfilment === "channel") return notNeeded("channel-ships");
    if (!facts.hasParcel && (facts.status === "cancelled" || facts.status === "returned"))
      return notNeeded(facts.status);
    if (!awb.enabled) return notNeeded("off");
    if (awb.mode === "own-courier") return notNeeded("own-courier");
    return facts.hasParcel ? now : wait("hand-over");
  },
  cancel: (facts, { orders }) => {
    if (facts.status !== "cancelled") return notNeeded("not-cancelled");
    if (!facts.hasSalesOrder) return notNeeded("cancelled");
    return orders.enabled ? now : wait("switched-off");
  },
};

/** Whether a step is wanted by the facts and the settings alone, whatever was done before. Pure and total. */
export function isWanted(kind: StepKind, facts: OrderFacts, settings: StepSettings): Wanted {
  if (facts.erased && kind !== "cancel") return notNeeded("erased");
  const wanted = rules[kind](facts, settings);
  const stands = facts.setAside && (wanted.kind === "now" || wanted.kind === "look");
  return stands ? wait("set-aside") : wanted;
}

/**
 * What every step of an order is to do, in working order. An unknown outcome is looked into whatever the settings say, since
 * a look writes nothing; a refusal waits for a person unless the step is not needed any more. Pure and total.
 */
export function decide(
  facts: OrderFacts,
  outcomes: Partial<Record<StepKind, HeldOutcome>>,
  settings: StepSettings,
): Record<StepKind, Answer> {
  const answers = stepKinds.map((kind) => [kind, answerOf(kind, facts, outcomes[kind] ?? "none", settings)]);
  return Object.fromEntries(answers) as Record<StepKind, Answer>;
}

function answerOf(kind: StepKind, facts: OrderFacts, outcome: HeldOutcome, settings: StepSettings): Answer {
  if (outcome === "done") return { kind: "done" };
  if (outcome === "intent" || outcome === "in-doubt") return { kind: "in-doubt" };
  const wanted = isWanted(kind, facts, settings);
  return outcome === "refused" && wanted.kind !== "not-needed" ? { kind: "stop" } : wanted;
}

/** A step's row holds its outcome; without one, what was decided last. A refusal is remembered by its problem. */
export function outcomeOf(state: StepState, refused: boolean): HeldOutcome {
  if (state === "running") return "intent";
  if (state === "in-doubt" || state === "done") return state;
  return state === "blocked" || (refused && state !== "due") ? "refused" : "none";
}
