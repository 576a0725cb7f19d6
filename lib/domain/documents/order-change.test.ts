import { describe, expect, it } from "vitest";
import { attentionFor, changesBetween, describeChanges, submittedOf } from "@/lib/domain/documents/order-change";
import type { ChannelOrder } from "@/lib/domain/orders/order";
import { sampleOrder } from "@/lib/domain/orders/sample-order";

const sample = sampleOrder();
const submitted = (change: Partial<ChannelOrder> = {}) => submittedOf(sampleOrder(change), (text) => text);
const told = (change: Partial<ChannelOrder>) => describeChanges(changesBetween(submitted(), submitted(change)));

describe("what differs between the Sales Order and the channel", () => {
  it("is nothing for the same order, whatever its status and stamp", () => {
    expect(changesBetween(submitted(), submitted({ status: "finalised", modified: "2099-01-01 00:00:00" }))).toEqual(
      [],
    );
  });

  it("is nothing for an order that the database gave back with its parts in another order", () => {
    const shipping = Object.fromEntries(Object.entries(sample.shipping).reverse()) as typeof sample.shipping;
    expect(changesBetween(submitted(), submitted({ shipping }))).toEqual([]);
  });

  it("names prices, vouchers, deposits, the delivery fee and the address", () => {
    const [line] = sample.lines;
    if (!line) throw new Error("the sample has no line");
    expect(told({ lines: sample.lines.map((one) => (one === line ? { ...one, unitPrice: "1.0000" } : one)) })).toBe(
      `${line.sku} ${line.unitPrice} → 1.0000`,
    );
    const voucher = { id: "v", name: "Promo", net: "-8.2645", vat: "-1.7355", vatRate: "0.21" };
    expect(told({ vouchers: [...sample.vouchers, voucher] })).toBe("@voucher Promo 0.00 → -10");
    const deposit = { lineId: "d", name: "SGR", quantity: 2, unitPrice: "0.5", vatRate: "0" };
    expect(told({ deposits: [...sample.deposits, deposit] })).toBe("@deposit SGR 0 → 2");
    expect(told({ shippingFee: "1.23" })).toBe(`@delivery-fee ${sample.shippingFee} → 1.23`);
    expect(told({ shipping: { ...sample.shipping, street: "Str. Alta 2" } })).toBe("@addressee");
  });

  it("holds no address and no name of the buyer", () => {
    const kept = JSON.stringify(submittedOf(sample, () => "digest"));
    for (const secret of [sample.buyer.name, sample.shipping.street, sample.billing.phone])
      expect(kept).not.toContain(secret);
  });
});

describe("a total that differs", () => {
  const order = {
    status: "in-progress" as const,
    gross: "100.00",
    now: submitted(),
    submitted: submitted(),
    salesOrder: { number: "EM1", total: "105.00" },
    tolerance: "0.05",
  };

  it("calls a person once; what was accepted for this amount stays accepted", () => {
    expect(attentionFor(order)).toMatchObject({
      code: "total-differs",
      params: { expected: "100.00", actual: "105.00" },
    });
    expect(attentionFor({ ...order, submitted: { ...order.submitted, acceptedTotal: "100.00" } })).toBeNull();
    expect(attentionFor({ ...order, submitted: { ...order.submitted, acceptedTotal: "90.00" } })).not.toBeNull();
    expect(attentionFor({ ...order, salesOrder: { number: "EM1", total: "100.05" } })).toBeNull();
  });

  it("matters no more once the order is cancelled", () => {
    expect(attentionFor({ ...order, status: "cancelled" })).toBeNull();
  });
});
