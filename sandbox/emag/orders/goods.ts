import { catalogue, type Product } from "@/sandbox/catalogue";
import type { World } from "../state";
import { type OrderLine, reservedUnits } from "./order";

export type WishedLine = { sku: string; quantity: number };

type Goods = { product: Product; quantity: number }[];

/** Units that may still be sold; never below zero (§7.5). */
export function estimatedStock(world: World, offerId: number): number {
  const offer = world.state.offers.get(offerId);
  return Math.max(0, (offer?.stock ?? 0) - reservedUnits(world.state.orders.values(), offerId));
}

/** The goods of a new order as wished or drawn from what is sellable; a sentence when the shop would not sell them. */
export function chooseGoods(
  world: World,
  wish: { lines?: WishedLine[]; deposit?: boolean },
  type: 2 | 3,
): Goods | string {
  const goods = wish.lines ? namedGoods(wish.lines) : drawnGoods(world, wish.deposit === true, type);
  if (typeof goods === "string") return goods;
  if (goods.length === 0) return "nothing is in stock";
  const short = type === 3 && goods.find(({ product }) => unitsOf(goods, product) > sellable(world, product));
  if (wish.deposit && !goods.some(({ product }) => product.deposit)) return "no line carries a deposit";
  return short ? `not enough stock of ${short.product.sku}: ${sellable(world, short.product)} left` : goods;
}

function namedGoods(lines: WishedLine[]): Goods | string {
  const goods: Goods = [];
  for (const { sku, quantity } of lines) {
    const product = catalogue.find((item) => item.sku === sku);
    if (!product) return `unknown sku ${sku}`;
    goods.push({ product, quantity });
  }
  return goods;
}

function drawnGoods(world: World, deposit: boolean, type: 2 | 3): Goods {
  const { random } = world;
  const goods: Goods = [];
  const open = catalogue.filter((item) => type === 2 || sellable(world, item) > 0);
  const drinks = open.filter((item) => item.deposit);
  if (deposit && drinks.length > 0) goods.push({ product: random.pick(drinks), quantity: 1 });
  const wanted = 1 + random.below(4);
  while (goods.length < Math.min(wanted, open.length)) {
    const product = random.pick(open.filter((item) => !goods.some((chosen) => chosen.product === item)));
    const most = type === 2 ? 3 : Math.min(3, sellable(world, product));
    goods.push({ product, quantity: 1 + random.below(most) });
  }
  return goods;
}

function sellable(world: World, product: Product): number {
  return world.state.offers.get(product.offerId)?.status === 1 ? estimatedStock(world, product.offerId) : 0;
}

function unitsOf(goods: Goods, product: Product): number {
  return goods.reduce((sum, item) => sum + (item.product === product ? item.quantity : 0), 0);
}

/** A line of a product at its offer's price now; drinks bring their deposit. */
export function makeLine(world: World, product: Product, quantity: number, deposit: boolean, stamp: string): OrderLine {
  const id = world.state.nextLineId++;
  const price = world.state.offers.get(product.offerId)?.sale_price ?? product.netPrice;
  return {
    id,
    product_id: String(product.offerId),
    mkt_id: 4_000_000 + product.offerId,
    name: product.name,
    product_name: product.name,
    status: 1,
    part_number: product.sku,
    ext_part_number: product.sku,
    part_number_key: product.pnk,
    quantity,
    initial_qty: quantity,
    storno_qty: 0,
    sale_price: price,
    original_price: price,
    vat: product.vat,
    currency: "RON",
    retained_amount: 0,
    reversible_vat_charging: 0,
    product_voucher_split: [],
    recycle_warranties:
      deposit && product.deposit
        ? [
            {
              quantity,
              sale_price: product.deposit,
              vat_rate: "0.0000",
              product_name: "Garanție SGR",
              recycle_warranty_voucher_split: [],
            },
          ]
        : [],
    details: "",
    serial_numbers: "",
    cancellation_reason: null,
    created: stamp,
    modified: stamp,
  };
}
