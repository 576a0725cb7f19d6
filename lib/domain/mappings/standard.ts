import { type Mapping, type MappingKind, mappingSchema, type Rule } from "@/lib/domain/mappings/rule";

type Draft = Omit<Rule, "target">;

const path = (from: string, ...transforms: Rule["transforms"]): Draft => ({
  source: { from: "path", path: from },
  transforms,
});
const constant = (value: string | number): Draft => ({ source: { from: "constant", value }, transforms: [] });
const orElse = (draft: Draft, other: string): Draft => ({ ...draft, fallback: { from: "path", path: other } });
const constantElse = (draft: Draft, value: string): Draft => ({ ...draft, fallback: { from: "constant", value } });

const header: Record<string, Draft> = {
  orderType: path("reference.orderType"),
  number: path("reference.number"),
  customerOrder: path("reference.customerOrder"),
  externalRef: path("reference.externalRef"),
  currency: path("order.currency"),
  customerId: path("settings.customerId"),
  date: path("order.placedAt", { do: "date", format: "YYYY-MM-DD" }),
  description: { source: { from: "template", text: "eMAG {order.id}" }, transforms: [] },
  taxZone: orElse(
    path("order.shipping.country", { do: "lookup", table: "settings.taxZones", otherwise: "empty" }),
    "settings.taxZone",
  ),
  branch: path("settings.branch"),
};

const party = (role: "shipTo" | "billTo", from: "shipping" | "billing"): Record<string, Draft> => {
  const at = `order.${from}`;
  const contact = orElse(path(`${at}.contact`), "order.buyer.name");
  return {
    [`${role}.name`]: role === "shipTo" ? contact : path("order.buyer.name"),
    [`${role}.contact`]: contact,
    [`${role}.phone`]: path(`${at}.phone`),
    [`${role}.email`]: path("order.buyer.email"),
    [`${role}.street`]: path(`${at}.street`),
    [`${role}.city`]: path(`${at}.city`),
    [`${role}.state`]: { ...path(`${at}.county`, { do: "county-code" }), when: { path: `${at}.country`, is: "RO" } },
    [`${role}.postalCode`]: path(`${at}.postalCode`),
    [`${role}.country`]: path(`${at}.country`),
  };
};

const category = (rate: string) => path(rate, { do: "lookup", table: "settings.taxCategories", otherwise: "empty" });

const goods: Record<string, Draft> = {
  itemId: path("line.itemId"),
  warehouseId: path("settings.warehouseId"),
  quantity: path("line.quantity"),
  unitPrice: path("line.unitPrice"),
  description: path("line.name"),
  externalRef: path("line.id"),
};
const delivery: Record<string, Draft> = {
  itemId: path("settings.shippingItemId"),
  quantity: constant(1),
  unitPrice: path("line.gross", { do: "vat-strip", rate: "line.vatRate" }),
  description: constant("Transport"),
  taxCategory: category("line.vatRate"),
};
const voucher: Record<string, Draft> = {
  itemId: path("settings.voucherItemId"),
  quantity: constant(1),
  unitPrice: path("line.net"),
  description: constantElse(path("line.name"), "Voucher"),
  taxCategory: category("line.vatRate"),
};
const deposit: Record<string, Draft> = {
  itemId: path("settings.depositItemId"),
  quantity: path("line.quantity"),
  unitPrice: path("line.unitPrice"),
  description: path("line.name"),
  taxCategory: category("line.vatRate"),
};

const shipment: Record<string, Draft> = {
  "receiver.name": path("parcel.receiverName", { do: "truncate" }),
  "receiver.contact": path("order.shipping.contact", { do: "truncate" }),
  "receiver.phone": path("order.shipping.phone"),
  "receiver.street": path("order.shipping.street", { do: "truncate" }),
  "receiver.postalCode": path("order.shipping.postalCode"),
  parcels: path("parcel.packages"),
  weight: path("parcel.weight"),
  note: path("order.id"),
};

const lines = (group: string, drafts: Record<string, Draft>) =>
  Object.fromEntries(Object.entries(drafts).map(([name, draft]) => [`lines.${group}.${name}`, draft]));

const asMapping = (drafts: Record<string, Draft>): Mapping =>
  mappingSchema.parse({ rules: Object.entries(drafts).map(([target, draft]) => ({ target, ...draft })) });

/** Version 1 of every mapping: what a new integration starts with, stored like any later version. */
export const standardMappings: Record<MappingKind, Mapping> = {
  "sales-order": asMapping({
    ...header,
    ...party("shipTo", "shipping"),
    ...party("billTo", "billing"),
    ...lines("goods", goods),
    ...lines("delivery", delivery),
    ...lines("voucher", voucher),
    ...lines("deposit", deposit),
  }),
  shipment: asMapping(shipment),
};
