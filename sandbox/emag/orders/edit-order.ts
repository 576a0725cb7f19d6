import { catalogue } from "@/sandbox/catalogue";
import type { World } from "../state";
import { estimatedStock, makeLine, type WishedLine } from "./goods";
import { grossTotal, type Order, type OrderLine } from "./order";
import { moveOrder } from "./orders";

/** The customer cancels: only before anybody has acknowledged (emag-api.md §8). A sentence when it is too late. */
export function cancelByCustomer(world: World, order: Order): string | null {
  if (order.status !== 1) return "only an order with status 1 can be cancelled by its customer";
  moveOrder(world, order, 0);
  order.reason_cancellation = 2;
  return null;
}

/** The customer asks for a cancellation after the acknowledge; the seller decides (§8). Its values are not documented. */
export function requestCancellation(world: World, order: Order): string | null {
  if (order.status !== 2 && order.status !== 3) return "only an order with status 2 or 3 can carry a request";
  order.cancellation_request = "1";
  order.modified = world.stamp();
  return null;
}

/** The missing data of an order has arrived (§4.3, `is_complete`). */
export function completeOrder(world: World, order: Order): void {
  order.is_complete = 1;
  order.meta.completesAt = null;
  order.modified = world.stamp();
}

/** eMAG's staff change lines: quantity 0 removes one, an unknown sku adds one (§4.8). Card orders are charged anew. */
export function editOrder(world: World, order: Order, changes: WishedLine[]): string | null {
  if (order.status < 1 || order.status > 3) return "only an order with status 1, 2 or 3 can be edited";
  const problem = changes.map((change) => editProblem(world, order, change)).find((text) => text !== null);
  if (problem) return problem;
  for (const change of changes) applyEdit(world, order, change);
  if (order.payment_mode_id === 3) order.cashed_co = Number(grossTotal(order));
  order.modified = world.stamp();
  return null;
}

function editProblem(world: World, order: Order, { sku, quantity }: WishedLine): string | null {
  const product = catalogue.find((item) => item.sku === sku);
  if (!product) return `unknown sku ${sku}`;
  const more = quantity - (lineOf(order, sku)?.quantity ?? 0);
  return more > estimatedStock(world, product.offerId) ? `not enough stock of ${sku}` : null;
}

function applyEdit(world: World, order: Order, { sku, quantity }: WishedLine): void {
  const line = lineOf(order, sku);
  const product = catalogue.find((item) => item.sku === sku);
  if (!line && product && quantity > 0) {
    order.products.push(makeLine(world, product, quantity, true, world.stamp()));
  }
  if (!line) return;
  if (quantity === 0) line.status = 0;
  else line.quantity = quantity;
  for (const deposit of line.recycle_warranties) deposit.quantity = quantity;
  line.modified = world.stamp();
}

function lineOf(order: Order, sku: string): OrderLine | undefined {
  return order.products.find((line) => line.part_number === sku && line.status === 1);
}
