import type { WireOrder, WireSplit } from "@/lib/connectors/emag/wire";
import { absolute, add, type Decimal, divide, isZero, round } from "@/lib/domain/money";
import type { Voucher } from "@/lib/domain/orders/order";

type VoucherSource = Pick<WireOrder, "products" | "vouchers" | "shipping_tax_voucher_split">;

/**
 * What vouchers take off an order, one entry per voucher and VAT rate. A voucher with splits counts by its splits alone,
 * because the header repeats what they allocate; any other counts by its header (emag-api.md §4.6). Splits of a line that
 * is no longer there lower nothing, and still mark their voucher as split.
 */
export function vouchersOf(
  order: VoucherSource,
  isActive: (line: WireOrder["products"][number]) => boolean,
): Voucher[] {
  const active = [...order.shipping_tax_voucher_split, ...order.products.filter(isActive).flatMap(splitsOf)];
  const everySplit = [...active, ...order.products.flatMap(splitsOf)];
  const split = new Set(everySplit.map(({ voucher_id }) => voucher_id));
  const names = new Map(order.vouchers.map((voucher) => [voucher.voucher_id, voucher.voucher_name]));
  const headers = order.vouchers
    .filter(({ voucher_id }) => !split.has(voucher_id))
    .map(({ sale_price, sale_price_vat, ...rest }) => ({ ...rest, value: sale_price, vat_value: sale_price_vat }));
  return merge([...active, ...headers], names);
}

function splitsOf(line: WireOrder["products"][number]): WireSplit[] {
  return [
    ...line.product_voucher_split,
    ...line.recycle_warranties.flatMap((one) => one.recycle_warranty_voucher_split),
  ];
}

function merge(parts: WireSplit[], names: Map<string, string>): Voucher[] {
  const merged = new Map<string, Voucher>();
  for (const part of parts) {
    const vatRate = rateOf(part);
    const key = `${part.voucher_id} ${vatRate}`;
    const known = merged.get(key);
    const name = known?.name || part.voucher_name || names.get(part.voucher_id) || "";
    merged.set(key, {
      id: part.voucher_id,
      name,
      net: add(known?.net ?? "0", part.value),
      vat: add(known?.vat ?? "0", part.vat_value),
      vatRate,
    });
  }
  return [...merged.values()].filter(({ net, vat }) => !isZero(net) || !isZero(vat));
}

/** The part's own rate; older answers have none, then the two amounts tell it, to the whole percent rates are made of. */
function rateOf({ vat, value, vat_value }: WireSplit): Decimal {
  if (vat !== null) return round(vat, 4);
  return isZero(value) ? "0.0000" : round(divide(absolute(vat_value), absolute(value), 2), 4);
}
