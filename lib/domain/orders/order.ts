import type { Decimal } from "@/lib/domain/money";
import { absolute, add, compare, isZero, multiply, round, subtract } from "@/lib/domain/money";

/** `channel`: the marketplace ships from its own warehouse (FBE); we never acknowledge, save or ship such an order. */
export type Fulfilment = "seller" | "channel";

export type OrderStatus = "cancelled" | "new" | "in-progress" | "prepared" | "finalised" | "returned";

export type Address = {
  contact: string;
  phone: string;
  /** Two letters, ISO 3166. */
  country: string;
  county: string;
  city: string;
  street: string;
  postalCode: string;
  /** The channel's own id of the place, used for parcels. */
  localityId: string | null;
};

export type OrderLine = {
  /** The channel's id of this order line. */
  id: string;
  offerId: string;
  sku: string;
  name: string;
  quantity: number;
  /** Net, up to four decimals. */
  unitPrice: Decimal;
  /** A fraction: "0.2100". */
  vatRate: Decimal;
  reverseCharge: boolean;
};

/** A reduction, net and VAT part both negative, already freed of double counting (emag-api.md §4.6). */
export type Voucher = { id: string; name: string; net: Decimal; vat: Decimal; vatRate: Decimal };

/** Deposit-return charge (SGR) of one line. */
export type Deposit = { lineId: string; name: string; quantity: number; unitPrice: Decimal; vatRate: Decimal };

/** One order of a sales channel, in no channel's dialect. */
export type ChannelOrder = {
  id: string;
  fulfilment: Fulfilment;
  status: OrderStatus;
  /** False while the channel still collects data: lines may change. */
  complete: boolean;
  /** The channel's local date-times, `YYYY-MM-DD HH:MM:SS`; ordered as text, never compared with our clock. */
  placedAt: string;
  modified: string;
  handOverBy: string | null;
  currency: string;
  payment: { method: "cod" | "transfer" | "card"; paid: boolean; charged: Decimal | null };
  delivery: { mode: string; lockerId: string | null; lockerName: string | null };
  buyer: { name: string; email: string; isCompany: boolean; taxId: string; registrationNumber: string };
  billing: Address;
  shipping: Address;
  lines: OrderLine[];
  vouchers: Voucher[];
  deposits: Deposit[];
  /** Gross. */
  shippingFee: Decimal;
  /** The platform's standard rate, the one a delivery fee is charged at. */
  shippingVatRate: Decimal;
  /** Null: any courier account; a list: only these; an empty list: no parcel can be ordered (emag-api.md §4.3). */
  courierAccounts: string[] | null;
  cancellationRequested: boolean;
};

/** Gross of one line, rounded once at its end (emag-api.md §4.6). */
export function lineGross(line: { unitPrice: Decimal; quantity: number; vatRate: Decimal }): Decimal {
  return round(multiply(line.unitPrice, String(line.quantity), add("1", line.vatRate)), 2);
}

/** What the buyer pays in all, VAT included, two decimals (emag-api.md §4.6). */
export function grossTotal(order: ChannelOrder): Decimal {
  const lines = order.lines.map((line) =>
    line.reverseCharge ? lineGross({ ...line, vatRate: "0" }) : lineGross(line),
  );
  const deposits = order.deposits.map(lineGross);
  const vouchers = order.vouchers.map((voucher) => add(voucher.net, voucher.vat));
  return round(add("0", ...lines, ...deposits, ...vouchers, order.shippingFee), 2);
}

/** Half a cent of rounding on each side of the channel's own sum (emag-api.md §4.6). */
const chargeTolerance = "0.02";

/**
 * Whether a card was charged another amount than the order comes to, by more than the larger of two cents and
 * `tolerance`: then a part of the order was not understood, and no Sales Order should be made of it.
 */
export function chargeDiffers(order: ChannelOrder, tolerance: Decimal): boolean {
  const { method, paid, charged } = order.payment;
  if (method !== "card" || !paid || charged === null || isZero(charged)) return false;
  const allowed = compare(tolerance, chargeTolerance) > 0 ? tolerance : chargeTolerance;
  return compare(absolute(subtract(grossTotal(order), charged)), allowed) > 0;
}

/** Cash the courier must collect: the gross of an unpaid cash-on-delivery order, else zero. */
export function cashOnDelivery(order: ChannelOrder): Decimal {
  return order.payment.method === "cod" && !order.payment.paid ? grossTotal(order) : "0.00";
}
