import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exampleLine, exampleOrder } from "@/lib/connectors/emag/scripted";
import { vouchersOf } from "@/lib/connectors/emag/vouchers";
import { wireOrder } from "@/lib/connectors/emag/wire";
import { add, multiply } from "@/lib/domain/money";
import type { Voucher } from "@/lib/domain/orders/order";

const rates = ["0.2100", "0.1100"] as const;

type Part = { voucher: number; net: number; vat: number; rate: string };

/** Money in ten-thousandths, so that the expected sums are exact whole numbers. */
const amount = fc.integer({ min: 0, max: 9_999_999 });
const part: fc.Arbitrary<Part> = fc.record({
  voucher: fc.integer({ min: 1, max: 4 }),
  net: amount,
  vat: amount,
  rate: fc.constantFrom(...rates),
});

const money = (units: number) => multiply(String(-units), "0.0001");
const split = ({ voucher, net, vat, rate }: Part) => ({
  voucher_id: voucher,
  value: money(net),
  vat_value: money(vat),
  vat: rate,
});
const header = ({ voucher, net, vat, rate }: Part) => ({
  voucher_id: String(voucher),
  voucher_name: `V${voucher}`,
  sale_price: money(net),
  sale_price_vat: money(vat),
  vat: rate,
});

function read(changes: Record<string, unknown>): Voucher[] {
  return vouchersOf(wireOrder.parse(exampleOrder(changes)), (line) => line.status !== 0 && line.quantity > 0);
}

const total = (vouchers: Voucher[]) => add("0", ...vouchers.flatMap(({ net, vat }) => [net, vat]));
const sum = (parts: Part[]) => money(parts.reduce((units, { net, vat }) => units + net + vat, 0));

describe("vouchers are counted once", () => {
  it("each by its splits where it has any, else by its header, whatever the header repeats", () => {
    const lists = {
      goods: fc.array(part),
      shipping: fc.array(part),
      deposits: fc.array(part),
      headers: fc.array(part),
    };
    fc.assert(
      fc.property(fc.record(lists), ({ goods, shipping, deposits, headers }) => {
        const splits = [...goods, ...shipping, ...deposits];
        const vouchers = read({
          products: [
            exampleLine({
              product_voucher_split: goods.map(split),
              recycle_warranties: [
                { quantity: 1, sale_price: "0.5", vat_rate: "0", recycle_warranty_voucher_split: deposits.map(split) },
              ],
            }),
          ],
          shipping_tax_voucher_split: shipping.map(split),
          vouchers: headers.map(header),
        });
        const isSplit = new Set(splits.map(({ voucher }) => voucher));
        const expected = sum([...splits, ...headers.filter(({ voucher }) => !isSplit.has(voucher))]);
        expect(total(vouchers)).toBe(expected);
        const keys = vouchers.map(({ id, vatRate }) => `${id} ${vatRate}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it("the same whether or not the header repeats what the splits allocate", () => {
    fc.assert(
      fc.property(fc.array(part), (splits) => {
        const products = [exampleLine({ product_voucher_split: splits.map(split) })];
        expect(read({ products, vouchers: splits.map(header) }).map(({ net, vat }) => [net, vat])).toEqual(
          read({ products, vouchers: [] }).map(({ net, vat }) => [net, vat]),
        );
      }),
    );
  });

  it("not at all where their line was cancelled, though the header still names them", () => {
    expect(read({ products: [exampleLine({ status: 0 })] })).toEqual([]);
  });

  it("with a rate told by their two amounts where they name none", () => {
    const part = { voucher_id: 1, value: "-8.2645", vat_value: "-1.7355" };
    const products = [
      exampleLine({ product_voucher_split: [part, { ...part, value: "-1", vat_value: "-0.21", vat: "0.21" }] }),
    ];
    expect(read({ products, vouchers: [] })).toEqual([
      { id: "1", name: "", net: "-9.2645", vat: "-1.9455", vatRate: "0.2100" },
    ]);
  });
});
