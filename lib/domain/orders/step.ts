export const stepKinds = [
  "acknowledge",
  "create-sales-order",
  "hand-over-awb",
  "attach-invoice",
  "write-tracking",
  "cancel",
] as const;
export type StepKind = (typeof stepKinds)[number];

/**
 * Outcomes: `running`: an intent is committed · `in-doubt`: the outcome of a write is unknown · `blocked`: refused, needs a
 * person · `done`. Without one, what `decide` answered last: `due`: to be done at `dueAt` · `waiting` and `not-needed`, with
 * the reason.
 */
export type StepState = "waiting" | "not-needed" | "due" | "running" | "in-doubt" | "blocked" | "done";

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
  "set-aside",
] as const;
export type WaitReason = (typeof waitReasons)[number];

/** Waits that end when the order's own rows change; all others end when a look at the ERP finds something. */
export const ownReasons: readonly WaitReason[] = [
  "order-complete",
  "acknowledgement",
  "sales-order",
  "hand-over",
  "switched-off",
  "set-aside",
];

/** Why a step has nothing to do, as long as the facts and the settings stay as they are. */
export type NotNeededReason =
  | "cancelled"
  | "returned"
  | "erased"
  | "channel-ships"
  | "acknowledged"
  | "linked"
  | "own-courier"
  | "not-cancelled"
  | "off";

/** How an answer of the API names what a step is to do; `reason` beside it. */
export type ShownAnswer = "now" | "look" | "wait" | "stop" | "not-needed" | "done" | "in-doubt";

export function shownAnswer(state: StepState, reason: WaitReason | NotNeededReason | null): ShownAnswer {
  switch (state) {
    case "due":
      return "now";
    case "running":
      return "in-doubt";
    case "blocked":
      return "stop";
    case "waiting":
      return ownReasons.includes(reason as WaitReason) ? "wait" : "look";
    default:
      return state;
  }
}

/** State and wait as the first edition's answers had them: a step with nothing to do was done, off, or cancelled. */
export type FirstEditionStep = { state: Exclude<StepState, "not-needed">; wait: WaitReason | "cancelled" | null };

export function inFirstEdition(state: StepState, reason: WaitReason | NotNeededReason | null): FirstEditionStep {
  if (state !== "not-needed") return { state, wait: reason as WaitReason | null };
  if (reason === "acknowledged" || reason === "linked") return { state: "done", wait: null };
  return { state: "waiting", wait: reason === "off" ? "switched-off" : "cancelled" };
}

/** Nothing is left to do in a step that is in one of these states. */
export const settledStates: readonly StepState[] = ["done", "not-needed"];

/** Seconds until the next try: 10 s doubled per attempt up to 15 min, with up to a quarter of jitter. */
export function backOffSeconds(attempts: number, random: () => number): number {
  const base = Math.min(10 * 2 ** Math.max(0, attempts - 1), 900);
  return Math.round(base * (1 + random() / 4));
}
