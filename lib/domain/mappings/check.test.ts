import { describe, expect, it } from "vitest";
import { salesOrderScopes } from "@/lib/domain/documents/sales-order";
import { checkMapping, namedValues } from "@/lib/domain/mappings/check";
import { type Mapping, mappingSchema, type Rule } from "@/lib/domain/mappings/rule";
import { standardMappings } from "@/lib/domain/mappings/standard";
import { type FieldNote, fieldsFor } from "@/lib/domain/mappings/targets";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { orderSettings } from "@/lib/domain/settings";

const standard = standardMappings["sales-order"];
const notes: FieldNote[] = [
  { target: "shipTo.country", label: "Country", length: 2 },
  { target: "line.extra.ShippingRule", label: "ShippingRule", options: ["Ship Complete", "Cancel Remainder"] },
  { target: "line.externalRef", label: "Details/ExternalRef", absent: true },
  { target: "extra.WillCall", label: "WillCall", type: "boolean" },
];
const deposits = [{ lineId: "1", name: "SGR", quantity: 1, unitPrice: "0.5", vatRate: "0" }];
const { header, lines } = salesOrderScopes({
  order: sampleOrder({ deposits }),
  settings: orderSettings.parse({ orderType: "EM", customerId: "EMAG", warehouseId: "MAIN" }),
  channelSlug: "emag-ro",
  itemOf: ({ sku }) => sku,
});
const fields = fieldsFor(notes, []);
const check = (mapping: Mapping) =>
  checkMapping(mapping, {
    fields,
    standard,
    sample: (target) => lines.find(({ group }) => target.startsWith(`lines.${group}.`))?.scope ?? header,
  });
const withRule = (rule: Rule, more: Partial<Mapping> = {}): Mapping =>
  mappingSchema.parse({
    ...standard,
    ...more,
    rules: [...standard.rules.filter(({ target }) => target !== rule.target), rule],
  });
const constant = (target: string, value: string): Rule => ({
  target,
  source: { from: "constant", value },
  transforms: [],
});
const path = (target: string, from: string, ...transforms: Rule["transforms"]): Rule => ({
  target,
  source: { from: "path", path: from },
  transforms,
});
const errors = (mapping: Mapping) =>
  check(mapping)
    .filter(({ level }) => level === "error")
    .map(({ target, code, about }) => [target, code, about]);

describe("a mapping held against the ERP's field list", () => {
  it("finds nothing wrong with version 1, and says which of its fields this ERP version no longer has", () => {
    expect(errors(standard)).toEqual([]);
    expect(check(standard)).toEqual([
      { target: "lines.goods.externalRef", code: "absent", level: "warning", about: "Details/ExternalRef" },
    ]);
  });

  it("names a fixed text that is too long, no label of the drop-down, or of another type", () => {
    expect(errors(withRule(constant("shipTo.country", "ROU")))).toEqual([["shipTo.country", "does-not-fit", "ROU"]]);
    const rule = "lines.goods.extra.ShippingRule";
    expect(errors(withRule(constant(rule, "Ship complete")))).toEqual([[rule, "does-not-fit", "Ship complete"]]);
    expect(errors(withRule(constant(rule, "Ship Complete")))).toEqual([]);
    expect(errors(withRule(constant("extra.WillCall", "maybe")))).toEqual([
      ["extra.WillCall", "does-not-fit", "maybe"],
    ]);
    const fallback: Rule = {
      ...path("shipTo.country", "order.shipping.country"),
      fallback: { from: "constant", value: "ROMANIA" },
    };
    expect(errors(withRule(fallback))).toEqual([["shipTo.country", "does-not-fit", "ROMANIA"]]);
  });

  it("names a required field without a rule, a field the ERP does not have, and a fixed one that was changed", () => {
    const without = { ...standard, rules: standard.rules.filter(({ target }) => target !== "customerId") };
    expect(errors(without)).toEqual([["customerId", "no-rule", "customerId"]]);
    expect(errors(withRule(constant("extra.Nothing", "x")))).toEqual([
      ["extra.Nothing", "unknown-target", "extra.Nothing"],
    ]);
    expect(errors(withRule(constant("externalRef", "x")))).toEqual([["externalRef", "locked", "externalRef"]]);
  });

  it("names a source no order has, and a table, rate list or rate that is not there", () => {
    const wrong = (rule: Rule) => errors(withRule(rule)).map(([, code, about]) => [code, about]);
    expect(wrong(path("description", "order.nothing"))).toEqual([["unknown-source", "order.nothing"]]);
    const template: Rule = { target: "description", source: { from: "template", text: "{order.idd}" }, transforms: [] };
    expect(wrong(template)).toEqual([["unknown-source", "order.idd"]]);
    const when: Rule = { ...constant("branch", "B"), when: { path: "order.shipping.land", is: "RO" } };
    expect(wrong(when)).toEqual([["unknown-source", "order.shipping.land"]]);
    expect(wrong(path("branch", "order.id", { do: "lookup", table: "T", otherwise: "empty" }))).toEqual([
      ["unknown-table", "T"],
    ]);
    expect(
      wrong(path("branch", "order.id", { do: "lookup", table: "settings.taxZones", otherwise: "default" })),
    ).toEqual([["default-missing", "settings.taxZones"]]);
    expect(wrong(path("description", "order.id", { do: "currency", rates: "BNR", to: "EUR" }))).toEqual([
      ["unknown-rates", "BNR"],
    ]);
    expect(wrong(path("lines.goods.unitPrice", "line.unitPrice", { do: "vat-add", rate: "line.vat" }))).toEqual([
      ["rate-no-figure", "line.vat"],
    ]);
    // The raw JSON and the settings may hold more than one order shows.
    expect(wrong(path("description", "raw.whatever"))).toEqual([]);
  });

  it("collects every customer, warehouse and item it writes of its own accord, to be asked of the ERP", () => {
    const lookup = path("lines.goods.warehouseId", "order.shipping.county", {
      do: "lookup",
      table: "Sites",
      otherwise: "default",
      value: "MAIN",
    });
    const mapping = withRule(lookup, { tables: { Sites: { Cluj: "NORTH" } } });
    const bag: Rule = { ...path("lines.goods.itemId", "line.itemId"), fallback: { from: "constant", value: "BAG" } };
    const rules = [
      ...mapping.rules.filter(({ target }) => target !== "customerId" && target !== bag.target),
      constant("customerId", "EMAG"),
      bag,
    ];
    expect(namedValues({ ...mapping, rules }, fields)).toEqual({
      customers: ["EMAG"],
      warehouses: ["NORTH", "MAIN"],
      items: ["BAG"],
    });
  });
});
