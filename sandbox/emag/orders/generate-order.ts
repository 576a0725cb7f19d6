import { localTime } from "../clock";
import type { World } from "../state";
import { makeCustomer, makeLocker } from "./customer";
import { chooseGoods, makeLine, type WishedLine } from "./goods";
import { grossTotal, type Order } from "./order";
import { addProductVoucher, addShippingVoucher } from "./vouchers";

/** What a caller may fix about a new order; the rest is drawn. */
export type OrderWish = {
  lines?: WishedLine[];
  payment?: "cod" | "card" | "transfer";
  company?: boolean;
  locker?: boolean;
  voucher?: boolean;
  shippingVoucher?: boolean;
  /** true makes sure a line carries a deposit, false leaves all deposits out (SGR, §4.4). */
  deposit?: boolean;
  isComplete?: boolean;
  type?: 2 | 3;
  shippingTax?: number;
  /** The buyer owes the VAT of every line himself (§4.4). */
  reverseCharge?: boolean;
  deliveryMode?: string;
  /** `enforced_vendor_courier_accounts` (§4.3). */
  couriers?: string[] | null;
  /** The buyer's only phone, whatever it is worth. */
  phone?: string;
  /** Fields nobody has documented yet. */
  unknownFields?: boolean;
};

const payments = {
  cod: { payment_mode: "RAMBURS", payment_mode_id: 1, detailed_payment_method: "RAMBURS", payment_status: 0 },
  transfer: { payment_mode: "OP", payment_mode_id: 2, detailed_payment_method: "OP", payment_status: 0 },
  card: { payment_mode: "CARD", payment_mode_id: 3, detailed_payment_method: "CARD", payment_status: 1 },
} as const;

/** What is the same on every new order. */
const blank = {
  parent_id: null,
  delivery_payment_mode: null,
  cashed_co: null,
  cashed_cod: 0,
  is_storno: null,
  refunded_amount: "0",
  refund_status: null,
  reason_cancellation: null,
  cancellation_request: null,
  late_shipment: 0,
  weekend_delivery: 0,
  enforced_vendor_courier_accounts: null,
  observation: null,
  currency: "RON",
} as const satisfies Partial<Order>;

/**
 * Places an order, or says why the shop would not have taken it: unknown goods, or more units than it shows. An FBE
 * order (type 2) is eMAG's to handle, so it arrives finalised unless switched (emag-api.md §4.11).
 */
export function placeOrder(world: World, wish: OrderWish = {}): Order | string {
  const { settings, state, random } = world;
  const type = wish.type ?? (random.chance(settings.fbeShare) ? 2 : 3);
  const goods = chooseGoods(world, wish, type);
  if (typeof goods === "string") return goods;
  const order = draftOrder(world, wish, type);
  for (const { product, quantity } of goods) {
    order.products.push(makeLine(world, product, quantity, wish.deposit !== false, order.date));
  }
  if (wish.reverseCharge) for (const line of order.products) line.reversible_vat_charging = 1;
  if (wish.voucher ?? random.chance(settings.voucherShare)) addProductVoucher(world, order);
  const shippingVoucher = wish.shippingVoucher ?? random.chance(settings.shippingVoucherShare);
  if (shippingVoucher && order.shipping_tax > 0) addShippingVoucher(world, order);
  if (order.payment_mode_id === 3) order.cashed_co = Number(grossTotal(order));
  state.orders.set(order.id, order);
  return order;
}

function draftOrder(world: World, wish: OrderWish, type: 2 | 3): Order {
  const { settings, state, random } = world;
  const now = world.now();
  const stamp = localTime(now);
  const id = state.nextOrderId++;
  const locker = (wish.locker ?? random.chance(settings.lockerShare)) ? makeLocker(random) : null;
  const complete = wish.isComplete ?? !random.chance(settings.incompleteShare);
  const company = wish.company ?? random.chance(settings.companyShare);
  return {
    ...blank,
    ...payments[wish.payment ?? drawPayment(world)],
    id,
    vendor_name: settings.vendorName,
    type,
    date: stamp,
    created: stamp,
    modified: stamp,
    status: type === 2 ? settings.fbeStatus : 1,
    is_complete: complete ? 1 : 0,
    delivery_mode: wish.deliveryMode ?? (locker ? "pickup" : "courier"),
    details: locker?.details ?? {},
    shipping_tax: wish.shippingTax ?? random.pick([0, 14.99, 19.99, 25]),
    shipping_tax_voucher_split: [],
    customer: {
      ...makeCustomer(random, id - 500_923_000, company, stamp),
      ...locker?.shipping,
      ...(wish.phone === undefined
        ? {}
        : { phone_1: wish.phone, billing_phone: wish.phone, shipping_phone: wish.phone }),
    },
    enforced_vendor_courier_accounts: wish.couriers ?? null,
    ...(wish.unknownFields ? { flags_v2: { a: [1] }, sustainability: "green", warehouse_hint: 7 } : {}),
    products: [],
    vouchers: [],
    proforms: [],
    flags: [],
    has_editable_products: type === 2 ? 0 : 1,
    maximum_date_for_shipment: localTime(now + 2 * 86_400_000),
    finalization_date: type === 2 && settings.fbeStatus === 4 ? stamp : null,
    emag_club: random.chance(0.2) ? 1 : 0,
    meta: {
      statusSince: now,
      completesAt: complete ? null : now + settings.completeAfterSeconds * 1000,
      nextCallbackAt: type === 3 ? now : null,
    },
  };
}

function drawPayment(world: World): keyof typeof payments {
  const roll = world.random.next();
  if (roll < world.settings.cardShare) return "card";
  return roll < world.settings.cardShare + world.settings.transferShare ? "transfer" : "cod";
}
