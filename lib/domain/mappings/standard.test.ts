import { describe, expect, it } from "vitest";
import { generateOrder, seeded } from "@/lib/domain/documents/generate-order";
import { assembleSalesOrder, type SalesOrderDocument } from "@/lib/domain/documents/sales-order";
import { changesBetween } from "@/lib/domain/mappings/change";
import { compileMapping, type Prepared } from "@/lib/domain/mappings/evaluate";
import { type Mapping, mappingSchema, type Rule } from "@/lib/domain/mappings/rule";
import { standardMappings } from "@/lib/domain/mappings/standard";
import { fieldsFor } from "@/lib/domain/mappings/targets";
import { add, divide } from "@/lib/domain/money";
import { grossTotal } from "@/lib/domain/orders/order";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { orderSettings } from "@/lib/domain/settings";

const standard = standardMappings["sales-order"];
const settings = orderSettings.parse({
  orderType: "EM",
  customerId: "EMAG",
  warehouseId: "MAIN",
  shippingItemId: "SHIPPING",
  voucherItemId: "VOUCHER",
  depositItemId: "SGR",
});

const ready = (mapping: Mapping): Prepared => compileMapping(mapping, "2", fieldsFor([], mapping.custom));
const withRule = (rule: Omit<Rule, "transforms"> & { transforms?: Rule["transforms"] }, more: Partial<Mapping> = {}) =>
  mappingSchema.parse({
    ...standard,
    ...more,
    rules: [...standard.rules.filter(({ target }) => target !== rule.target), rule],
  });
const build = (mapping: Mapping, order = sampleOrder(), raw: unknown = {}) =>
  assembleSalesOrder(ready(mapping), {
    order,
    raw,
    settings,
    channelSlug: "emag-ro",
    itemOf: ({ sku }) => sku || null,
  });
const document = (...input: Parameters<typeof build>): SalesOrderDocument => {
  const built = build(...input);
  if ("code" in built) throw new Error(`${built.code} ${JSON.stringify(built.params)}`);
  return built;
};

describe("version 1 of the mapping", () => {
  it("builds every order the channel may send, with each line's own price and the buyer's own total", () => {
    const random = seeded(11);
    for (let i = 0; i < 300; i += 1) {
      const order = generateOrder(random);
      const built = build(standard, order);
      if ("code" in built) {
        expect(built.code).toBe("line-without-sku");
        expect(order.lines.some(({ sku }) => sku === "")).toBe(true);
        continue;
      }
      const fee =
        Number(order.shippingFee) === 0 ? [] : [divide(order.shippingFee, add("1", order.shippingVatRate), 4)];
      expect(built.lines.map(({ unitPrice }) => unitPrice)).toEqual([
        ...order.lines.map(({ unitPrice }) => unitPrice),
        ...fee,
        ...order.vouchers.map(({ net }) => net),
        ...order.deposits.map(({ unitPrice }) => unitPrice),
      ]);
      expect(built.expectedTotal).toBe(grossTotal(order));
      expect(built.shipTo.name).toBe(order.shipping.contact || order.buyer.name);
    }
  });

  it("is data like any other: stored as JSON and read back it says the same", () => {
    expect(changesBetween(standard, mappingSchema.parse(JSON.parse(JSON.stringify(standard))))).toEqual([]);
  });
});

describe("a rule", () => {
  it("takes the channel's raw JSON, a chain of transforms and the fallback", () => {
    const rule: Rule = {
      target: "description",
      source: { from: "path", path: "raw.observation" },
      transforms: [
        { do: "text", op: "single-spaces" },
        { do: "text", op: "no-accents" },
        { do: "truncate", length: 10 },
      ],
      fallback: { from: "path", path: "order.id" },
    };
    expect(document(withRule(rule), undefined, { observation: "  Livrați   după 17 " }).description).toBe("Livrati du");
    expect(document(withRule(rule)).description).toBe("501000001");
  });

  it("looks values up in a table, and without a match does what it declares", () => {
    const tables = { Sites: { Cluj: "NORTH" } };
    const lookup = (otherwise: "refuse" | "default" | "keep" | "empty"): Mapping =>
      withRule(
        {
          target: "lines.goods.warehouseId",
          source: { from: "path", path: "order.shipping.county" },
          transforms: [{ do: "lookup", table: "Sites", otherwise, value: "MAIN" }],
        },
        { tables },
      );
    const elsewhere = sampleOrder({ shipping: { ...sampleOrder().shipping, county: "Arad" } });
    expect(document(lookup("refuse")).lines[0]?.warehouseId).toBe("NORTH");
    expect(build(lookup("refuse"), elsewhere)).toMatchObject({
      code: "mapping-no-match",
      params: { table: "Sites", field: "lines.goods.warehouseId", version: "2" },
    });
    expect(document(lookup("default"), elsewhere).lines[0]?.warehouseId).toBe("MAIN");
    expect(document(lookup("keep"), elsewhere).lines[0]?.warehouseId).toBe("Arad");
    expect(document(lookup("empty"), elsewhere).lines[0]?.warehouseId).toBeNull();
  });

  it("never takes a table's prototype for an entry", () => {
    const mapping = withRule(
      {
        target: "branch",
        source: { from: "constant", value: "constructor" },
        transforms: [{ do: "lookup", table: "T", otherwise: "default", value: "none" }],
      },
      { tables: { T: {} } },
    );
    expect(document(mapping).branch).toBe("none");
  });

  it("converts by the rate of the order's day, and refuses a day without one", () => {
    const rates = {
      BNR: [
        { currency: "EUR", from: "2026-08-01", rate: "5.0000" },
        { currency: "EUR", from: "2026-09-01", rate: "4.0000" },
      ],
    };
    const rule: Rule = {
      target: "extra.Total",
      source: { from: "constant", value: "100" },
      transforms: [
        { do: "currency", rates: "BNR", to: "EUR" },
        { do: "round", places: 2, mode: "half-even" },
      ],
    };
    expect(document(withRule(rule, { rates })).extra).toEqual({ "extra.Total": "25.00" });
    expect(document(withRule(rule, { rates }), sampleOrder({ placedAt: "2026-08-31 23:59:59" })).extra).toEqual({
      "extra.Total": "20.00",
    });
    expect(build(withRule(rule, { rates }), sampleOrder({ placedAt: "2026-07-31 10:00:00" })).valueOf()).toMatchObject({
      code: "mapping-no-match",
    });
  });

  it("that leaves a needed field empty or gives it the wrong type is refused by the field's name", () => {
    const empty = withRule({ target: "customerId", source: { from: "path", path: "order.nothing" } });
    expect(build(empty)).toMatchObject({ code: "mapping-empty", params: { field: "customerId" } });
    const wrong = withRule({ target: "lines.goods.unitPrice", source: { from: "path", path: "line.name" } });
    expect(build(wrong)).toMatchObject({ code: "mapping-value", params: { field: "lines.goods.unitPrice" } });
  });

  it("strips and adds VAT in decimals, never in binary fractions", () => {
    const priced = (...transforms: Rule["transforms"]) =>
      document(withRule({ target: "lines.goods.unitPrice", source: { from: "constant", value: "121" }, transforms }))
        .lines[0]?.unitPrice;
    expect(priced({ do: "vat-strip", rate: "line.vatRate" })).toBe("100.0000");
    expect(priced({ do: "vat-add", rate: "0.1" })).toBe("133.1");
    expect(priced({ do: "vat-strip", rate: "0.19" }, { do: "round", places: 2, mode: "down" })).toBe("101.68");
  });
});
