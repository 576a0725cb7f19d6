import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type StockSettings, stockSettings } from "@/lib/domain/settings";
import {
  type BufferedOffer,
  bufferOf,
  itemKey,
  largestShown,
  lostOf,
  mostUrgentFirst,
  parseQuantity,
  publishedStock,
  readFeed,
  totalOf,
} from "@/lib/domain/stock/stock";

const units = fc.integer({ min: -1000, max: 100_000 });
const some = fc.nat(1000);

describe("published stock", () => {
  it("is never negative and never more than what is free", () => {
    fc.assert(
      fc.property(units, some, some, (available, inFlight, buffer) => {
        const published = publishedStock(available, inFlight, buffer);
        expect(published).toBeGreaterThanOrEqual(0);
        expect(published).toBeLessThanOrEqual(Math.max(0, available - inFlight - buffer));
      }),
    );
  });

  it("never rises when a unit is sold or held back", () => {
    fc.assert(
      fc.property(units, some, some, (available, inFlight, buffer) => {
        const before = publishedStock(available, inFlight, buffer);
        expect(publishedStock(available, inFlight + 1, buffer)).toBeLessThanOrEqual(before);
        expect(publishedStock(available, inFlight, buffer + 1)).toBeLessThanOrEqual(before);
      }),
    );
  });

  it("never rises above its cap, whatever the ERP holds", () => {
    fc.assert(
      fc.property(units, some, some, some, (available, inFlight, buffer, cap) => {
        const capped = publishedStock(available, inFlight, buffer, cap);
        expect(capped).toBe(Math.min(cap, publishedStock(available, inFlight, buffer)));
      }),
    );
    expect(publishedStock(1e9, 0, 0)).toBe(largestShown);
  });

  it("together with what was sold and held back is never more than what is there", () => {
    fc.assert(
      fc.property(fc.nat(10_000), some, some, (available, inFlight, buffer) => {
        const published = publishedStock(available, inFlight, buffer);
        if (published > 0) expect(published + inFlight + buffer).toBeLessThanOrEqual(available);
      }),
    );
  });

  it("sells whole units only", () => {
    expect(publishedStock(5.9, 1, 2)).toBe(2);
  });
});

describe("a quantity from a feed", () => {
  it("is read from numbers and padded text", () => {
    expect(parseQuantity(12)).toBe(12);
    expect(parseQuantity("1999.000000")).toBe(1999);
    expect(parseQuantity(" -3 ")).toBe(-3);
  });

  it("is unknown, not zero, when it is anything else", () => {
    for (const value of [
      null,
      undefined,
      "",
      " ",
      "NaN",
      "1e3",
      "12a",
      Number.NaN,
      Number.POSITIVE_INFINITY,
      {},
      true,
    ]) {
      expect(parseQuantity(value)).toBeNull();
    }
  });
});

describe("the ERP's feed", () => {
  const row = (itemId: string, warehouseId: string, quantity: number | null) => ({ itemId, warehouseId, quantity });

  it("sums an item over its warehouses, however its code is padded or spelled", () => {
    const feed = readFeed([row("MUG-03   ", "MAIN", 4), row("mug-03", "OUTLET", 3)]);
    expect(feed.get(itemKey(" Mug-03"))).toEqual({ MAIN: 4, OUTLET: 3 });
    expect(totalOf({ MAIN: 4, OUTLET: 3 })).toBe(7);
  });

  it("counts a row that comes twice once, with the smaller figure", () => {
    expect(readFeed([row("A", "MAIN", 9), row("A", "MAIN", 4), row("A ", "MAIN", 9)]).get("A")).toEqual({ MAIN: 4 });
  });

  it("leaves an item out whole when one of its figures cannot be read", () => {
    const quantity = fc.oneof(fc.constant(null), fc.constant(Number.NaN), fc.integer({ min: -9, max: 9 }));
    const rows = fc.array(
      fc.record({ itemId: fc.constantFrom("A", "B"), warehouseId: fc.constantFrom("M", "O"), quantity }),
    );
    fc.assert(
      fc.property(rows, (given) => {
        const feed = readFeed(given);
        for (const id of ["A", "B"]) {
          const own = given.filter(({ itemId }) => itemId === id);
          const readable = own.length > 0 && own.every((one) => one.quantity !== null && !Number.isNaN(one.quantity));
          expect(feed.has(id)).toBe(readable);
        }
      }),
    );
  });

  it("holds no figure too large or too small to be kept", () => {
    expect(totalOf({ MAIN: 1e15 })).toBe(1e9);
    expect(totalOf({ MAIN: -1e15 })).toBe(-1e9);
  });
});

describe("the buffer", () => {
  const settings = (more: object = {}): StockSettings =>
    stockSettings.parse({ warehouses: ["MAIN"], buffer: 2, ...more });
  const offer = (more: Partial<BufferedOffer> = {}): BufferedOffer => ({
    sku: "MUG-03",
    itemId: null,
    categories: ["MARFA", "506"],
    buffer: null,
    bufferPercent: null,
    cap: null,
    ...more,
  });
  const units = { MAIN: 50, OUTLET: 11 };
  const held = (one: BufferedOffer, rules: object[], more: object = {}) =>
    bufferOf(one, units, settings({ bufferRules: rules, ...more })).units;

  it("is the integration's unless a rule or the offer itself says otherwise", () => {
    const rules = [
      { sku: "LAMP-*", units: 9 },
      { sku: "mug-??", units: 5 },
      { sku: "*", units: 7 },
    ];
    expect(held(offer(), [])).toBe(2);
    expect(held(offer(), rules)).toBe(5);
    expect(held(offer({ sku: "BOOK-04" }), rules)).toBe(7);
    expect(held(offer({ buffer: 0 }), rules)).toBe(0);
  });

  it("may be a percentage, rounded up so that it is never a fraction too little", () => {
    expect(held(offer(), [{ category: "marfa", percent: 10 }])).toBe(7);
    expect(held(offer({ bufferPercent: 100 }), [])).toBe(61);
    expect(bufferOf(offer({ bufferPercent: 50 }), { MAIN: -3 }, settings()).units).toBe(0);
  });

  it("holds back units of one warehouse besides, never more than lie there", () => {
    expect(held(offer(), [{ warehouse: "outlet", units: 5 }])).toBe(2 + 5);
    expect(held(offer(), [{ warehouse: "OUTLET", percent: 100 }])).toBe(2 + 11);
    expect(held(offer(), [{ warehouse: "OUTLET", units: 500 }])).toBe(2 + 11);
    expect(held(offer(), [{ warehouse: "ELSEWHERE", units: 5 }])).toBe(2);
  });

  it("goes with the smallest cap that fits", () => {
    const cap = (one: BufferedOffer, more: object) => bufferOf(one, units, settings(more)).cap;
    expect(cap(offer(), {})).toBe(largestShown);
    expect(cap(offer(), { cap: 20, bufferRules: [{ sku: "MUG-*", cap: 12 }] })).toBe(12);
    expect(cap(offer({ cap: 30 }), { cap: 20 })).toBe(30);
  });

  it("reads a pattern as what it is, not as an expression", () => {
    expect(held(offer({ sku: "A.B(1)" }), [{ sku: "A.B(1)", units: 8 }])).toBe(8);
    expect(held(offer({ sku: "AxB(1)" }), [{ sku: "A.B(1)", units: 8 }])).toBe(2);
  });
});

describe("a reading that lost items", () => {
  const items = Array.from({ length: 20 }, (_, i) => `ITEM-${i}`);
  const feedOf = (count: number) =>
    readFeed(items.slice(0, count).map((id) => ({ itemId: `${id}  `, warehouseId: "MAIN", quantity: 1 })));

  it("is not believed once less than the set share is left, half by default", () => {
    expect(lostOf(items, feedOf(10))).toBeNull();
    expect(lostOf(items, feedOf(9))).toEqual({ known: 20, found: 9, missing: 11, share: 0.5 });
    expect(lostOf(items, feedOf(14), 0.9)).toMatchObject({ missing: 6, share: 0.9 });
  });

  it("is believed where the share is zero, or where only a few items are missing", () => {
    expect(lostOf(items, feedOf(1), 0)).toBeNull();
    expect(lostOf(items.slice(0, 5), feedOf(1))).toBeNull();
  });

  it("counts an item once however many offers it has", () => {
    expect(lostOf([...items, ...items.map((id) => id.toLowerCase())], feedOf(9))?.known).toBe(20);
  });
});

it("what is about to oversell is sent first: falls to zero, then other falls, then rises and what was never sent", () => {
  const change = (published: number | null, quantity: number) => ({ offer: { published }, quantity });
  const [rise, first, fall, zero] = [change(1, 5), change(null, 3), change(9, 4), change(2, 0)];
  expect(mostUrgentFirst([rise, first, fall, zero])).toEqual([zero, fall, rise, first]);
});
