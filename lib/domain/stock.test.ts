import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuantity, publishedStock } from "@/lib/domain/stock";

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
