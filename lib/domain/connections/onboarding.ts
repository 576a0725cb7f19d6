import type { Problem } from "@/lib/domain/problem";

export const onboardingSteps = ["channel", "erp", "choose", "dry-run", "switch-on", "first-order"] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

/** `next` is the one step that is asked for; `later` ones need it first. */
export type OnboardingState = "done" | "next" | "later";

export type OnboardingFacts = {
  /** The last test of each side was in order; for the ERP also whether it came after the choices it must confirm. */
  channelTested: boolean;
  erpTested: boolean;
  choicesTested: boolean;
  dryRunDone: boolean;
  enabled: boolean;
  firstOrder: boolean;
};

type Tested = { ok: boolean; findings: { subject: string; problem: object | null }[] } | null;
type Choices = { orderType: string; customerId: string; warehouseId: string };

/** Findings about what an integration's settings name; the others are about the account itself. */
const aboutChoices = /^(orderType|protection|numbering|taxZone|customer|warehouse|stock|item) /;

/** Whether the ERP's account was found in order, whatever was found of the choices. */
export const accountTested = (test: Tested): boolean =>
  test?.findings.every(({ subject, problem }) => problem === null || aboutChoices.test(subject)) ?? false;

/** Whether the ERP's last test was in order and looked at these very choices. */
export function choicesTested(test: Tested, { orderType, customerId, warehouseId }: Choices): boolean {
  const looked = new Set(test?.findings.map(({ subject }) => subject));
  const named = [`orderType ${orderType}`, `customer ${customerId}`, `warehouse ${warehouseId}`];
  return test?.ok === true && named.every((subject) => looked.has(subject));
}

/** Which steps a seller has done; an order in the ERP counts the steps before *switch on* as done too. */
export function onboardingStates(facts: OnboardingFacts): Record<OnboardingStep, OnboardingState> {
  const { channelTested, erpTested, choicesTested, dryRunDone, enabled, firstOrder } = facts;
  const done: Record<OnboardingStep, boolean> = {
    channel: channelTested || firstOrder,
    erp: erpTested || firstOrder,
    choose: choicesTested || firstOrder,
    "dry-run": dryRunDone || firstOrder,
    "switch-on": enabled,
    "first-order": firstOrder,
  };
  const next = onboardingSteps.find((step) => !done[step]);
  const stateOf = (step: OnboardingStep): OnboardingState => (done[step] ? "done" : step === next ? "next" : "later");
  return Object.fromEntries(onboardingSteps.map((step) => [step, stateOf(step)])) as Record<
    OnboardingStep,
    OnboardingState
  >;
}

/** One order of the channel as it would enter the ERP. */
export type DryRunRow = {
  number: string;
  placedAt: string;
  currency: string;
  /** What the buyer pays, and what the lines come to; VAT included. */
  gross: string;
  total: string | null;
  lines: { itemId: string; quantity: number; unitPrice: string }[];
  /** Why no right Sales Order would come of it. */
  problem: Problem | null;
};

/** `problem`: which side could not be asked, and why; then the run does not count as done. */
export type DryRun = { rows: DryRunRow[]; failing: number; problem: Problem | null };
