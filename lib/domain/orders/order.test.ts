import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, compare, round } from "@/lib/domain/money";
import { cashOnDelivery, chargeDiffers, grossTotal } from "@/lib/domain/orders/order";
import { sampleOrder } from "@/lib/domain/orders/sample-order";

describe("what the buyer pays", () => {
  it("is 209.99 for the reference's own example (emag-api.md §4.6)", () => {
    expect(grossTotal(sampleOrder())).toBe("209.99");
  });

  it("counts a delivery fee as VAT included (emag-api.md §4.6, measured 442.85)", () => {
    const line = {
      id: "1",
      offerId: "1",
      sku: "A",
      name: "A",
      quantity: 1,
      unitPrice: "345.3329",
      vatRate: "0.2100",
      reverseCharge: false,
    };
    expect(grossTotal(sampleOrder({ lines: [line], vouchers: [], shippingFee: "25" }))).toBe("442.85");
  });

  it("adds deposits with their own rate, and no VAT where it is reversed", () => {
    const deposits = [{ lineId: "1", name: "SGR", quantity: 6, unitPrice: "0.5", vatRate: "0" }];
    const line = {
      id: "1",
      offerId: "1",
      sku: "A",
      name: "A",
      quantity: 1,
      unitPrice: "100",
      vatRate: "0.2100",
      reverseCharge: true,
    };
    expect(grossTotal(sampleOrder({ lines: [line], vouchers: [], deposits, shippingFee: "0" }))).toBe("103.00");
  });

  it("is rounded per line, so the order of lines never matters", () => {
    const price = fc.integer({ min: 1, max: 9_999_999 }).map((n) => (n / 10_000).toFixed(4));
    const line = fc.record({
      unitPrice: price,
      quantity: fc.integer({ min: 1, max: 9 }),
      vatRate: fc.constantFrom("0.1100", "0.2100"),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (some) => {
        const lines = some.map((one, i) => ({
          ...one,
          id: String(i),
          offerId: "1",
          sku: "A",
          name: "A",
          reverseCharge: false,
        }));
        const there = grossTotal(sampleOrder({ lines }));
        expect(grossTotal(sampleOrder({ lines: [...lines].reverse() }))).toBe(there);
        expect(compare(there, round(add(there, "0"), 2))).toBe(0);
      }),
    );
  });
});

describe("cash to collect", () => {
  it("is the gross of an unpaid cash-on-delivery order and nothing else", () => {
    expect(cashOnDelivery(sampleOrder())).toBe("209.99");
    expect(cashOnDelivery(sampleOrder({ payment: { method: "cod", paid: true, charged: null } }))).toBe("0.00");
    expect(cashOnDelivery(sampleOrder({ payment: { method: "card", paid: true, charged: "209.99" } }))).toBe("0.00");
  });
});

describe("a card's charge", () => {
  const charged = (amount: string | null, more = {}) =>
    sampleOrder({ payment: { method: "card", paid: true, charged: amount, ...more } });

  it("that is not what the order comes to stops it, two cents of rounding or the seller's tolerance apart", () => {
    expect(chargeDiffers(charged("209.99"), "0")).toBe(false);
    expect(chargeDiffers(charged("210.01"), "0")).toBe(false);
    expect(chargeDiffers(charged("210.02"), "0")).toBe(true);
    expect(chargeDiffers(charged("219.99"), "0.05")).toBe(true);
    expect(chargeDiffers(charged("210.49"), "0.50")).toBe(false);
  });

  it("is not compared where nothing was taken or the order is not a card's", () => {
    for (const order of [
      charged(null),
      charged("0.00"),
      charged("1.00", { paid: false }),
      charged("1.00", { method: "cod" }),
    ])
      expect(chargeDiffers(order, "0")).toBe(false);
  });
});
