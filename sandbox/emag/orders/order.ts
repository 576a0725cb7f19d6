import Big from "big.js";

/** The wire shapes of an order as live data shows them: numbers as strings where emag-api.md §4.3 to §4.5 say so. */
export type VoucherSplit = {
  voucher_id: number;
  value: string;
  vat_value: string;
  vat: string;
  offered_by: string;
  voucher_name: string;
};

type RecycleWarranty = {
  quantity: number;
  sale_price: string;
  vat_rate: string;
  product_name: string;
  recycle_warranty_voucher_split: VoucherSplit[];
};

export type OrderLine = {
  id: number;
  product_id: string;
  mkt_id: number;
  name: string;
  product_name: string;
  status: 0 | 1;
  part_number: string;
  ext_part_number: string;
  part_number_key: string;
  quantity: number;
  initial_qty: number;
  storno_qty: number;
  sale_price: string;
  original_price: string;
  vat: string;
  currency: string;
  retained_amount: number;
  reversible_vat_charging: 0 | 1;
  product_voucher_split: VoucherSplit[];
  recycle_warranties: RecycleWarranty[];
  details: string;
  serial_numbers: string;
  cancellation_reason: number | null;
  created: string;
  modified: string;
};

export type HeaderVoucher = {
  voucher_id: number;
  voucher_name: string;
  sale_price: string;
  sale_price_vat: string;
  vat: string;
  status: 1;
  issue_date: string;
  created: string;
  modified: string;
};

export type Customer = Record<string, string | number | null>;

export type OrderStatus = 0 | 1 | 2 | 3 | 4 | 5;

export type Order = {
  id: number;
  vendor_name: string;
  parent_id: null;
  type: 2 | 3;
  date: string;
  created: string;
  modified: string;
  status: OrderStatus;
  is_complete: 0 | 1;
  payment_mode: string;
  payment_mode_id: 1 | 2 | 3;
  detailed_payment_method: string;
  delivery_payment_mode: null;
  payment_status: 0 | 1;
  cashed_co: number | null;
  cashed_cod: number;
  delivery_mode: string;
  details: Record<string, string | number>;
  shipping_tax: number;
  shipping_tax_voucher_split: VoucherSplit[];
  customer: Customer;
  products: OrderLine[];
  vouchers: HeaderVoucher[];
  proforms: [];
  is_storno: boolean | null;
  refunded_amount: string;
  refund_status: null;
  reason_cancellation: number | null;
  cancellation_request: string | null;
  has_editable_products: 0 | 1;
  maximum_date_for_shipment: string;
  finalization_date: string | null;
  late_shipment: 0 | 1;
  flags: [];
  emag_club: 0 | 1;
  weekend_delivery: 0 | 1;
  enforced_vendor_courier_accounts: string[] | null;
  observation: string | null;
  currency: string;
  /** The twin's own bookkeeping; never on the wire. Times are epoch milliseconds. */
  meta: { statusSince: number; completesAt: number | null; nextCallbackAt: number | null };
};

/** Gross total in decimal text, two places: each line rounded at its end, vouchers and deposits included (§4.6). */
export function grossTotal(order: Order): string {
  let total = new Big(order.shipping_tax);
  for (const split of order.shipping_tax_voucher_split) total = total.plus(split.value).plus(split.vat_value);
  for (const line of order.products.filter((l) => l.status === 1)) {
    // With reverse charge the buyer owes the VAT himself and pays the net price (§4.4).
    total = total.plus(withVat(line.sale_price, line.quantity, line.reversible_vat_charging === 1 ? "0" : line.vat));
    for (const split of line.product_voucher_split) total = total.plus(split.value).plus(split.vat_value);
    for (const deposit of line.recycle_warranties) {
      total = total.plus(withVat(deposit.sale_price, deposit.quantity, deposit.vat_rate));
      for (const split of deposit.recycle_warranty_voucher_split) total = total.plus(split.value).plus(split.vat_value);
    }
  }
  return total.toFixed(2);
}

/** Net unit price × quantity with VAT, decimal text with two places. */
export function withVat(net: string, quantity: number, vat: string): string {
  return new Big(net).times(quantity).times(new Big(1).plus(vat)).toFixed(2);
}

/** Units of an offer that new orders hold and nobody has acknowledged yet (§7.5). FBE orders hold none (§4.11). */
export function reservedUnits(orders: Iterable<Order>, offerId: number): number {
  let units = 0;
  for (const order of orders) {
    if (order.status !== 1 || order.type !== 3) continue;
    for (const line of order.products) {
      if (line.status === 1 && line.product_id === String(offerId)) units += line.quantity;
    }
  }
  return units;
}
