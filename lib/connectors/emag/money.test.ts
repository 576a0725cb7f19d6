import Big from "big.js";
import { expect, it } from "vitest";
import { orderFromWire } from "@/lib/connectors/emag/order-from-wire";
import { parseRow } from "@/lib/connectors/emag/pages";
import { platformOf } from "@/lib/connectors/emag/settings";
import { wireOrder } from "@/lib/connectors/emag/wire";
import { cashOnDelivery, grossTotal } from "@/lib/domain/orders/order";
import { placeOrder } from "@/sandbox/emag/orders/generate-order";
import { type Order, grossTotal as twinTotal } from "@/sandbox/emag/orders/order";
import { wireOrder as onTheWire } from "@/sandbox/emag/orders/orders";
import { addProductVoucher, addShippingVoucher } from "@/sandbox/emag/orders/vouchers";
import { createWorld, type World } from "@/sandbox/emag/state";

const rates = ["0.2100", "0.1100", "0.0000", "0.1900", "0.0900", "0.0500", "0.2700", "0.2000", "0.1800"];

/** Any price, rate and quantity instead of the catalogue's, then the vouchers that go with them. */
function vary(world: World, order: Order): void {
  const { random } = world;
  for (const line of order.products) {
    line.sale_price = new Big(Math.floor(random.next() * 50_000_000)).div(10_000).toFixed(4);
    line.vat = random.pick(rates);
    line.quantity = 1 + Math.floor(random.next() * 40);
    line.reversible_vat_charging = random.chance(0.05) ? 1 : 0;
    line.status = random.chance(0.05) ? 0 : 1;
    for (const deposit of line.recycle_warranties) deposit.quantity = line.quantity;
  }
  order.shipping_tax = Math.floor(random.next() * 4000) / 100;
  if (random.chance(0.5)) addProductVoucher(world, order);
  if (random.chance(0.2)) addProductVoucher(world, order);
  if (order.shipping_tax > 0 && random.chance(0.2)) addShippingVoucher(world, order);
  if (order.payment_mode_id === 3) order.cashed_co = Number(twinTotal(order));
}

/** Numbers as text and text as numbers, as live answers mix them (emag-api.md §1.5). */
function loosely(world: World, order: Order): unknown {
  return JSON.parse(JSON.stringify(onTheWire(world, order)), (key, value: unknown) => {
    const mixed = ["sale_price", "vat", "value", "vat_value", "shipping_tax", "cashed_co", "vat_rate"].includes(key);
    if (!mixed || value === null || Array.isArray(value) || !world.random.chance(0.3)) return value;
    return typeof value === "string" ? Number(value) : String(value);
  });
}

it("what the buyer pays is recomputed to the cent on 10,000 generated orders, whatever is in them", () => {
  const platform = platformOf({ baseUrl: "https://marketplace-api.emag.ro/api-3" });
  const seen = { vouchers: 0, deposits: 0, reverse: 0, card: 0, cod: 0, removed: 0 };
  const wrong: string[] = [];
  for (const repeatVouchersInHeader of [true, false]) {
    const world = createWorld({ seed: 4711, repeatVouchersInHeader, voucherShare: 0, shippingVoucherShare: 0 });
    for (let count = 0; count < 5000; count += 1) {
      for (const offer of world.state.offers.values()) offer.stock = 60_000;
      world.state.orders.clear();
      const placed = placeOrder(world);
      if (typeof placed === "string") throw new Error(placed);
      vary(world, placed);
      const order = orderFromWire(parseRow(wireOrder, loosely(world, placed)), platform);
      const expected = twinTotal(placed);
      if (grossTotal(order) !== expected) wrong.push(`order ${count}: ${grossTotal(order)}, not ${expected}`);
      const cash = placed.payment_mode_id === 1 ? expected : "0.00";
      if (cashOnDelivery(order) !== cash) wrong.push(`order ${count}: cash ${cashOnDelivery(order)}, not ${cash}`);
      if (placed.payment_mode_id === 3 && order.payment.charged !== expected) wrong.push(`order ${count}: charge`);
      seen.vouchers += Number(order.vouchers.length > 0);
      seen.deposits += Number(order.deposits.length > 0);
      seen.reverse += Number(order.lines.some(({ reverseCharge }) => reverseCharge));
      seen.card += Number(order.payment.charged !== null);
      seen.cod += Number(cash !== "0.00");
      seen.removed += Number(order.lines.length < placed.products.length);
    }
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(300);
}, 120_000);
