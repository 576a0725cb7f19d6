import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stockSettings } from "@/lib/domain/settings";
import { explainDrift } from "@/lib/domain/stock/drift";
import {
  applyMassChangeGuard,
  computeTarget,
  computeTargetSold,
  type StockState,
} from "@/lib/domain/stock/stock-figure";

const settings = stockSettings.parse({ warehouses: ["MAIN"], buffer: 2, absentHoldMinutes: 60 });
const at = (minutes: number) => new Date(minutes * 60_000);

const offer = (more: Partial<StockState> = {}): StockState => ({
  sku: "MUG-03",
  itemId: null,
  categories: [],
  buffer: null,
  bufferPercent: null,
  cap: null,
  available: 10,
  warehouses: { MAIN: 10 },
  target: 8,
  published: 8,
  publishedBefore: null,
  publishedAt: null,
  absentSince: null,
  availableReadAt: null,
  held: false,
  heldSince: null,
  decision: null,
  ...more,
});

const reading = (units: number | undefined, inFlight = 0, readAt = at(0)) => ({
  units: units === undefined ? undefined : { MAIN: units },
  inFlight,
  readAt,
  lastReadAt: at(-5),
});

describe("an item missing from the feed", () => {
  it("keeps its last figure for the time set, then goes to zero on purpose", () => {
    const first = computeTarget(offer(), reading(undefined), settings);
    expect(first).toMatchObject({ target: 8, available: 10, absentSince: at(0), availableReadAt: at(-5) });
    const later = computeTarget(offer({ ...first }), reading(undefined, 0, at(59)), settings);
    expect(later).toMatchObject({ target: 8, absentSince: at(0) });
    expect(computeTarget(offer({ ...first }), reading(undefined, 0, at(60)), settings).target).toBe(0);
  });

  it("goes down with its sales all the same, and never up", () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), (before, inFlight) => {
        const figure = computeTarget(offer({ target: before }), reading(undefined, inFlight), settings);
        expect(figure.target).toBeLessThanOrEqual(Math.min(before, Math.max(0, 10 - inFlight - 2)));
      }),
    );
  });

  it("is never published when it was never read", () => {
    const unread = offer({ available: null, warehouses: null, target: null });
    expect(computeTarget(unread, reading(undefined, 3, at(9999)), settings).target).toBeNull();
    expect(computeTargetSold(unread, 3, settings).target).toBeNull();
  });

  it("is itself again as soon as it is back", () => {
    const back = computeTarget(offer({ absentSince: at(0), availableReadAt: at(-5), target: 0 }), reading(6), settings);
    expect(back).toMatchObject({ target: 4, absentSince: null, availableReadAt: null });
  });
});

describe("a sale between two readings", () => {
  it("only ever lowers what is shown", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (available, target, inFlight) => {
        const sold = computeTargetSold(
          offer({ available, warehouses: { MAIN: available }, target: target }),
          inFlight,
          settings,
        );
        expect(sold.target).toBeLessThanOrEqual(target);
        expect(sold.target).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("the brake", () => {
  const brake = { maxShare: 0.2, minOffers: 3 };
  const candidate = (units: number | undefined, more: Partial<StockState> = {}, inFlight = 0) => {
    const one = offer(more);
    const late = { ...reading(units, inFlight, at(100)) };
    return { offer: one, figure: computeTarget(one, late, settings) };
  };
  const heldOf = (candidates: ReturnType<typeof candidate>[]) =>
    applyMassChangeGuard(candidates, brake, at(100)).map(({ figure }) => figure.held);

  it("holds what would fall to zero when it is too much at once, and nothing else", () => {
    expect(heldOf([candidate(0), candidate(0), candidate(0), candidate(50)])).toEqual([true, true, true, false]);
    expect(heldOf([candidate(0), candidate(0), candidate(50), candidate(50)])).toEqual([false, false, false, false]);
  });

  it("counts what was emptied a few minutes ago, so that a mistake arriving bit by bit is held too", () => {
    const emptied = { target: 0, published: 0, publishedBefore: 8, publishedAt: at(95) };
    expect(heldOf([candidate(0, emptied), candidate(0, emptied), candidate(0), candidate(50)])).toEqual([
      false,
      false,
      true,
      false,
    ]);
    const longAgo = { ...emptied, publishedAt: at(10) };
    expect(heldOf([candidate(0, longAgo), candidate(0, longAgo), candidate(0), candidate(50)])[2]).toBe(false);
    const released = { ...emptied, decision: "released" as const };
    expect(heldOf([candidate(0, released), candidate(0, released), candidate(0), candidate(50)])[2]).toBe(false);
  });

  it("never holds what our own sales emptied", () => {
    const soldOut = candidate(10, {}, 9);
    expect(heldOf([soldOut, candidate(0), candidate(0), candidate(0)])).toEqual([false, true, true, true]);
  });

  it("counts items that went absent for too long", () => {
    const gone = { absentSince: at(0), availableReadAt: at(-5) };
    expect(heldOf([1, 2, 3].map(() => candidate(undefined, gone)))).toEqual([true, true, true]);
  });

  it("keeps what it held until a person decides, though fewer fall by now", () => {
    const held = { held: true, heldSince: at(1) };
    expect(heldOf([candidate(0, held), candidate(50), candidate(50), candidate(50)])[0]).toBe(true);
    expect(heldOf([candidate(0, { decision: "released" }), candidate(0), candidate(50), candidate(50)])[0]).toBe(false);
    expect(heldOf([candidate(0, { decision: "rejected" }), candidate(0), candidate(50), candidate(50)])[0]).toBe(false);
    expect(candidate(9, { decision: "rejected" }).figure).toMatchObject({ held: false, decision: null });
  });
});

describe("drift", () => {
  it("is told apart: sold there, a push that was lost, or edited there", () => {
    const cause = (seen: number, sold: number) => explainDrift({ expected: 8, seen, publishedBefore: 12, sold });
    expect([cause(6, 2), cause(6, 1), cause(12, 0), cause(9, 5)]).toEqual(["sold", "edited", "lost-push", "edited"]);
  });
});
