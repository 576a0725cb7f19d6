import Big from "big.js";
import type { World } from "../state";
import type { HeaderVoucher, Order, VoucherSplit } from "./order";

/** Splits one voucher of about a tenth of the goods over all lines, each with its own VAT rate (§4.6). */
export function addProductVoucher(world: World, order: Order): void {
  const id = world.state.nextVoucherId++;
  for (const line of order.products) {
    const gross = new Big(line.sale_price).times(line.quantity).times(new Big(1).plus(line.vat)).times("0.1").round(2);
    if (gross.lte(0)) continue;
    const split = makeSplit(id, "Promo", gross, line.vat);
    line.product_voucher_split.push(split);
    if (world.settings.repeatVouchersInHeader) repeatInHeader(order, split);
  }
}

/** One voucher that pays the whole delivery fee (§4.6). */
export function addShippingVoucher(world: World, order: Order): void {
  const split = makeSplit(world.state.nextVoucherId++, "Transport gratuit", new Big(order.shipping_tax), "0.2100");
  order.shipping_tax_voucher_split.push(split);
  if (world.settings.repeatVouchersInHeader) repeatInHeader(order, split);
}

function makeSplit(voucherId: number, name: string, gross: Big, vat: string): VoucherSplit {
  const net = gross.div(new Big(1).plus(vat)).round(4);
  return {
    voucher_id: voucherId,
    value: net.neg().toFixed(4),
    vat_value: gross.minus(net).neg().toFixed(4),
    vat,
    offered_by: "emag",
    voucher_name: name,
  };
}

/** One header row per voucher and VAT rate. */
function repeatInHeader(order: Order, split: VoucherSplit): void {
  const row = order.vouchers.find((v) => v.voucher_id === split.voucher_id && v.vat === split.vat);
  if (row) {
    row.sale_price = new Big(row.sale_price).plus(split.value).toFixed(4);
    row.sale_price_vat = new Big(row.sale_price_vat).plus(split.vat_value).toFixed(4);
    return;
  }
  const header: HeaderVoucher = {
    voucher_id: split.voucher_id,
    voucher_name: split.voucher_name,
    sale_price: split.value,
    sale_price_vat: split.vat_value,
    vat: split.vat,
    status: 1,
    issue_date: order.date,
    created: order.date,
    modified: order.date,
  };
  order.vouchers.push(header);
}
