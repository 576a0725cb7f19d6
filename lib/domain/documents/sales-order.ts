import {
  type ExpressionCall,
  type ExpressionResults,
  expressionKey,
  expressionRules,
  type Prepared,
} from "@/lib/domain/mappings/evaluate";
import { type ExtraFields, Reading } from "@/lib/domain/mappings/reading";
import type { Scalar } from "@/lib/domain/mappings/rule";
import type { Scope } from "@/lib/domain/mappings/scope";
import type { LineGroup } from "@/lib/domain/mappings/targets";
import type { Decimal } from "@/lib/domain/money";
import { type ChannelOrder, grossTotal } from "@/lib/domain/orders/order";
import { type Problem, problem } from "@/lib/domain/problem";
import type { OrderSettings } from "@/lib/domain/settings";

export type SalesOrderLine = {
  itemId: string;
  warehouseId: string | null;
  quantity: number;
  /** Net, up to four decimals; negative for a voucher. */
  unitPrice: Decimal;
  description: string;
  /** The channel's order-line id. */
  externalRef: string | null;
  taxCategory: string | null;
  extra?: ExtraFields;
};

export type Party = {
  name: string;
  contact: string;
  phone: string;
  email: string;
  street: string;
  city: string;
  /** Two-letter county code where one is known. */
  state: string | null;
  postalCode: string;
  country: string;
};

/** The ERP document in no ERP's dialect. */
export type SalesOrderDocument = {
  orderType: string;
  /** Set only when the channel's id numbers the document, so that the ERP itself refuses a second one. */
  number: string | null;
  customerId: string;
  customerOrder: string;
  externalRef: string;
  /** `YYYY-MM-DD`. */
  date: string;
  currency: string;
  description: string;
  taxZone: string | null;
  branch: string | null;
  shipTo: Party;
  billTo: Party;
  lines: SalesOrderLine[];
  /** What the buyer pays, VAT included; the ERP's total is compared with it. */
  expectedTotal: Decimal;
  extra?: ExtraFields;
};

/** The reference every look-up goes by, at most 40 characters (acumatica-api.md §5.1). */
export function externalReference(channelSlug: string, orderId: string): string {
  return `${channelSlug.toUpperCase().slice(0, 39 - orderId.length)}-${orderId}`;
}

export type SalesOrderInput = {
  order: ChannelOrder;
  /** The order's JSON as the channel sent it. */
  raw?: unknown;
  settings: OrderSettings;
  channelSlug: string;
  /** The ERP item linked to an offer, where it differs from the line's SKU. */
  itemOf: (line: { offerId: string; sku: string }) => string | null;
};

type SourceLine = { group: LineGroup; scope: Scope };

/** What the rules read from: once for the header, and once for each line the Sales Order will have, in its order. */
export function salesOrderScopes({ order, raw, settings, channelSlug, itemOf }: SalesOrderInput): {
  header: Scope;
  lines: SourceLine[];
} {
  const reference = {
    orderType: settings.orderType,
    number: settings.numbering === "channel" ? order.id : null,
    customerOrder: order.id,
    externalRef: externalReference(channelSlug, order.id),
  };
  const header: Scope = { order, raw, settings, reference };
  const of = (group: LineGroup) => (line: object) => ({ group, scope: { ...header, line } });
  const delivery =
    Number(order.shippingFee) === 0 ? [] : [{ gross: order.shippingFee, vatRate: order.shippingVatRate }];
  return {
    header,
    lines: [
      ...order.lines.map((line) => of("goods")({ ...line, itemId: itemOf(line) })),
      ...delivery.map(of("delivery")),
      ...order.vouchers.map(of("voucher")),
      ...order.deposits.map(of("deposit")),
    ],
  };
}

export function salesOrderExpressions({ mapping }: Prepared, input: SalesOrderInput): ExpressionCall[] {
  const rules = expressionRules(mapping);
  if (rules.length === 0) return [];
  const { header, lines } = salesOrderScopes(input);
  return rules.flatMap(({ target, code }) =>
    target.startsWith("lines.")
      ? lines.flatMap(({ group, scope }, line) =>
          target.startsWith(`lines.${group}.`) ? [{ key: expressionKey(target, line), code, scope }] : [],
        )
      : [{ key: expressionKey(target, -1), code, scope: header }],
  );
}

const noResults: ExpressionResults = new Map();

/** The Sales Order an order becomes by a mapping, or the first thing that stands in its way. */
export function assembleSalesOrder(
  prepared: Prepared,
  input: SalesOrderInput,
  results: ExpressionResults = noResults,
): SalesOrderDocument | Problem {
  const { order } = input;
  const unlinked = order.lines.find((line) => !input.itemOf(line));
  if (unlinked) return problem("line-without-sku", "rejected", { line: unlinked.name, offer: unlinked.offerId });
  if (order.lines.length === 0) return problem("field-refused", "rejected", { field: "lines", message: "0" });
  const scopes = salesOrderScopes(input);
  const reading = new Reading(prepared, results);
  const lines = scopes.lines.map((line, index) => buildLine(reading, line, index));
  const read = (target: string) => reading.value(target, scopes.header, -1);
  const text = (target: string) => String(read(target) ?? "");
  const optional = (target: string) => textOrNull(read(target));
  const party = (role: "shipTo" | "billTo"): Party => ({
    name: text(`${role}.name`),
    contact: text(`${role}.contact`),
    phone: text(`${role}.phone`),
    email: text(`${role}.email`),
    street: text(`${role}.street`),
    city: text(`${role}.city`),
    state: optional(`${role}.state`),
    postalCode: text(`${role}.postalCode`),
    country: text(`${role}.country`),
  });
  const document: SalesOrderDocument = {
    orderType: text("orderType"),
    number: optional("number"),
    customerId: text("customerId"),
    customerOrder: text("customerOrder"),
    externalRef: text("externalRef"),
    date: text("date"),
    currency: text("currency"),
    description: text("description"),
    taxZone: optional("taxZone"),
    branch: optional("branch"),
    shipTo: party("shipTo"),
    billTo: party("billTo"),
    lines,
    expectedTotal: grossTotal(order),
    ...reading.extra("", scopes.header, -1),
  };
  return reading.problem ?? document;
}

function buildLine(reading: Reading, { group, scope }: SourceLine, index: number): SalesOrderLine {
  const read = (name: string) => reading.value(`lines.${group}.${name}`, scope, index);
  return {
    itemId: String(read("itemId") ?? ""),
    warehouseId: textOrNull(read("warehouseId")),
    quantity: Number(read("quantity") ?? 0),
    unitPrice: String(read("unitPrice") ?? "0"),
    description: String(read("description") ?? ""),
    externalRef: textOrNull(read("externalRef")),
    taxCategory: textOrNull(read("taxCategory")),
    ...reading.extra(`lines.${group}.`, scope, index),
  };
}

const textOrNull = (value: Scalar): string | null => (value === null || value === "" ? null : String(value));
