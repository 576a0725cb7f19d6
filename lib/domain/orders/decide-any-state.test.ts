import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide, type HeldOutcome, type OrderFacts, outcomeOf, type StepSettings } from "@/lib/domain/orders/decide";
import { type StepKind, stepKinds } from "@/lib/domain/orders/step";

const facts: fc.Arbitrary<OrderFacts> = fc.record({
  fulfilment: fc.constantFrom("seller", "channel"),
  status: fc.constantFrom("cancelled", "new", "in-progress", "prepared", "finalised", "returned"),
  complete: fc.boolean(),
  erased: fc.boolean(),
  setAside: fc.boolean(),
  hasSalesOrder: fc.boolean(),
  hasParcel: fc.boolean(),
});
const settings: fc.Arbitrary<StepSettings> = fc.record({
  orders: fc.record({ enabled: fc.boolean(), acknowledge: fc.constantFrom("on-save", "after-sales-order") }),
  invoices: fc.record({ enabled: fc.boolean() }),
  awb: fc.record({ enabled: fc.boolean(), mode: fc.constantFrom("emag", "own-courier") }),
});
const outcome = fc.constantFrom<HeldOutcome>("none", "intent", "in-doubt", "refused", "done");
const outcomes = fc.record(
  Object.fromEntries(stepKinds.map((kind) => [kind, outcome])) as Record<StepKind, typeof outcome>,
);

/** The state a row is in once it holds this answer (project-steps.ts). */
const stateOf = {
  now: "due",
  look: "waiting",
  wait: "waiting",
  "not-needed": "not-needed",
  stop: "blocked",
  "in-doubt": "in-doubt",
  done: "done",
} as const;

describe("from any state", () => {
  it("every step is done, under way, wanted, waiting with a reason, not needed with a reason, or with a person", () => {
    fc.assert(
      fc.property(facts, outcomes, settings, (order, held, chosen) => {
        for (const answer of Object.values(decide(order, held, chosen))) {
          if (answer.kind === "wait" || answer.kind === "not-needed") expect(answer.reason).not.toBe("");
          else expect(["now", "look", "stop", "in-doubt", "done"]).toContain(answer.kind);
        }
      }),
      { seed: 20261130 },
    );
  });

  it("nothing is written to a side that is switched off", () => {
    fc.assert(
      fc.property(facts, outcomes, settings, (order, held, chosen) => {
        const answers = decide(order, held, chosen);
        const writes = (kinds: StepKind[]) => kinds.some((kind) => ["now", "look"].includes(answers[kind].kind));
        if (!chosen.orders.enabled) expect(writes(["acknowledge", "create-sales-order", "cancel"])).toBe(false);
        if (!chosen.invoices.enabled) expect(writes(["attach-invoice"])).toBe(false);
        if (!chosen.awb.enabled) expect(writes(["hand-over-awb", "write-tracking"])).toBe(false);
      }),
      { seed: 20261130 },
    );
  });

  it("a switch that goes off and on again leaves every answer as it was", () => {
    const off: StepSettings = {
      orders: { enabled: false, acknowledge: "on-save" },
      invoices: { enabled: false },
      awb: { enabled: false, mode: "emag" },
    };
    fc.assert(
      fc.property(facts, outcomes, settings, (order, held, chosen) => {
        const meanwhile = decide(order, held, off);
        const kept = Object.fromEntries(
          stepKinds.map((kind) => [kind, outcomeOf(stateOf[meanwhile[kind].kind], held[kind] === "refused")]),
        );
        expect(decide(order, kept, chosen)).toEqual(decide(order, held, chosen));
      }),
      { seed: 20261130 },
    );
  });
});
