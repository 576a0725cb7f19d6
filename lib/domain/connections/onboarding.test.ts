import { describe, expect, it } from "vitest";
import { type OnboardingFacts, onboardingStates, onboardingSteps } from "@/lib/domain/connections/onboarding";

const nothing: OnboardingFacts = {
  channelTested: false,
  erpTested: false,
  choicesTested: false,
  dryRunDone: false,
  enabled: false,
  firstOrder: false,
};

describe("the way to the first order", () => {
  it("asks for one step at a time, in their order, until nothing is left", () => {
    const facts = { ...nothing };
    const ended: (keyof OnboardingFacts)[] = [
      "channelTested",
      "erpTested",
      "choicesTested",
      "dryRunDone",
      "enabled",
      "firstOrder",
    ];
    for (const [n, fact] of ended.entries()) {
      const states = onboardingStates(facts);
      expect(onboardingSteps.map((step) => states[step])).toEqual(
        onboardingSteps.map((_, at) => (at < n ? "done" : at === n ? "next" : "later")),
      );
      facts[fact] = true;
    }
    expect(Object.values(onboardingStates(facts))).toEqual(onboardingSteps.map(() => "done"));
  });

  it("comes back to a side whose test has failed, although later steps were done", () => {
    const states = onboardingStates({ ...nothing, channelTested: true, choicesTested: true, dryRunDone: true });
    expect(states).toMatchObject({ erp: "next", choose: "done", "switch-on": "later" });
  });

  it("takes an order in the ERP for proof of everything before it, but says when the integration is off", () => {
    expect(onboardingStates({ ...nothing, firstOrder: true })).toMatchObject({ channel: "done", "switch-on": "next" });
  });
});
