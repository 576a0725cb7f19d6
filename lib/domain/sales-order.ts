import { countyCode } from "@/lib/domain/county";
import { add, type Decimal, divide, round } from "@/lib/domain/money";
import { type Address, type ChannelOrder, grossTotal } from "@/lib/domain/order";
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
};

/** The reference every look-up goes by, at most 40 characters (acumatica-api.md §5.1). */
export function externalReference(channelSlug: string, orderId: string): string {
  return `${channelSlug.toUpperCase().slice(0, 39 - orderId.length)}-${orderId}`;
}

type Input = {
  order: ChannelOrder;
  settings: OrderSettings;
  channelSlug: string;
  /** The ERP item linked to an offer, where it differs from the line's SKU. */
  itemOf: (line: { offerId: string; sku: string }) => string | null;
};

/** The Sales Order an order becomes, or the first thing that stands in its way. */
export function buildSalesOrder({ order, settings, channelSlug, itemOf }: Input): SalesOrderDocument | Problem {
  const unlinked = order.lines.find((line) => !itemOf(line));
  if (unlinked) return problem("line-without-sku", "rejected", { line: unlinked.name, offer: unlinked.offerId });
  if (order.lines.length === 0) return problem("field-refused", "rejected", { field: "lines", message: "0" });
  const charges = chargeLines(order, settings);
  if (!Array.isArray(charges)) return charges;
  const name = order.buyer.name;
  return {
    orderType: settings.orderType,
    number: settings.numbering === "channel" ? order.id : null,
    customerId: settings.customerId,
    customerOrder: order.id,
    externalRef: externalReference(channelSlug, order.id),
    date: order.placedAt.slice(0, 10),
    currency: order.currency,
    description: `eMAG ${order.id}`,
    taxZone: settings.taxZones?.[order.shipping.country] ?? settings.taxZone ?? null,
    branch: settings.branch ?? null,
    shipTo: party(order.shipping.contact || name, order.shipping, order.buyer.email),
    billTo: party(name, order.billing, order.buyer.email),
    lines: [
      ...order.lines.map((line) => ({
        itemId: itemOf(line) ?? line.sku,
        warehouseId: settings.warehouseId,
        quantity: line.quantity,
        unitPrice: line.unitPrice,
        description: line.name,
        externalRef: line.id,
        taxCategory: null,
      })),
      ...charges,
    ],
    expectedTotal: grossTotal(order),
  };
}

/** Delivery fee, vouchers and deposits as lines of the items the seller named for them. */
function chargeLines(order: ChannelOrder, settings: OrderSettings): SalesOrderLine[] | Problem {
  const missing = (field: string) => problem("settings-missing", "rejected", { field: `orders.${field}` });
  const category = (rate: Decimal) => settings.taxCategories?.[round(rate, 2)] ?? null;
  const line = (itemId: string, quantity: number, unitPrice: Decimal, description: string, rate: Decimal) => ({
    itemId,
    warehouseId: null,
    quantity,
    unitPrice,
    description,
    externalRef: null,
    taxCategory: category(rate),
  });
  const lines: SalesOrderLine[] = [];
  if (Number(order.shippingFee) !== 0) {
    if (!settings.shippingItemId) return missing("shippingItemId");
    const net = divide(order.shippingFee, add("1", order.shippingVatRate), 4);
    lines.push(line(settings.shippingItemId, 1, net, "Transport", order.shippingVatRate));
  }
  for (const voucher of order.vouchers) {
    if (!settings.voucherItemId) return missing("voucherItemId");
    lines.push(line(settings.voucherItemId, 1, voucher.net, voucher.name || "Voucher", voucher.vatRate));
  }
  for (const deposit of order.deposits) {
    if (!settings.depositItemId) return missing("depositItemId");
    lines.push(line(settings.depositItemId, deposit.quantity, deposit.unitPrice, deposit.name, deposit.vatRate));
  }
  return lines;
}

function party(name: string, address: Address, email: string): Party {
  return {
    name,
    contact: address.contact || name,
    phone: address.phone,
    email,
    street: address.street,
    city: address.city,
    state: address.country === "RO" ? countyCode(address.county) : null,
    postalCode: address.postalCode,
    country: address.country,
  };
}
