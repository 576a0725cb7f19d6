import Big from "big.js";
import type { World } from "../state";
import { type Answer, asInteger, asNumber, type Input, isInput, readEntities, saveEach } from "../wire";
import type { Order, OrderLine, OrderStatus } from "./order";
import { moveOrder } from "./orders";
import { cancellationReasons, mayMove } from "./transitions";

/** `order/save` (emag-api.md §4.9): existing type 3 orders only, by the matrix of §4.7. */
export function saveOrders(world: World, body: unknown): Answer {
  const entities = readEntities(world.settings, body);
  if (!Array.isArray(entities)) return entities;
  return saveEach(
    world.settings,
    entities,
    (entity) => checkOrder(world, entity),
    (entity) => applyOrder(world, entity),
  );
}

function checkOrder(world: World, entity: Input): string[] {
  const order = world.state.orders.get(asInteger(entity.id) ?? 0);
  if (!order) return ["ERROR: Order not found."];
  const type = asInteger(entity.type);
  if (type === null) return ["ERROR: type is mandatory"];
  if (type !== order.type) return ["ERROR: type does not match the order"];
  if (type === 2) return ["ERROR: Only orders of type 3 can be edited"];
  if (entity.products === undefined && world.settings.productsRequiredOnSave) return ["ERROR: products is mandatory"];
  const to = (asInteger(entity.status) ?? order.status) as OrderStatus;
  const storno = isStorno(entity) && order.status === 4;
  const age = world.now() - order.meta.statusSince;
  if (!mayMove(order.status, to, age, world.settings.returnWindowDays)) {
    return [`ERROR: Order status cannot be changed from ${order.status} to ${to}`];
  }
  const reason = entity.reason_cancellation;
  if (to === 0 && reason !== undefined && reason !== null && !cancellationReasons[reasonId(reason) ?? 0]) {
    return ["ERROR: Invalid reason_cancellation"];
  }
  return entity.products === undefined ? [] : checkLines(world, order, entity, storno);
}

function checkLines(world: World, order: Order, entity: Input, storno: boolean): string[] {
  const wanted = linesOf(entity);
  if (!wanted) return ["ERROR: products: Expected list of arrays, single array received"];
  const current = order.products.filter((line) => line.status === 1);
  const reduced = current.some((line) => quantityAfter(line, wanted) < line.quantity);
  const added = wanted.some((line) => !lineOf(order, line) && lineActive(line));
  const raised = current.some((line) => quantityAfter(line, wanted) > line.quantity);
  if (storno) {
    if (added || raised) return ["ERROR: A storno can only reduce quantities"];
    if (!reduced) return ["ERROR: At least one quantity must be reduced"];
    if (order.payment_mode_id === 3 && !world.settings.cardStornoAllowed) {
      return ["ERROR: Partial return is not available for online card orders"];
    }
    return [];
  }
  if (!reduced && !added && !raised) return checkPrices(order, wanted);
  if (order.status !== 2 && order.status !== 3) return ["ERROR: Products can be edited only in status 2 or 3"];
  if (reduced && order.payment_mode_id === 3) {
    return ["ERROR: Quantities of an online card order cannot be reduced"];
  }
  const incomplete = wanted.some(
    (line) => !lineOf(order, line) && lineActive(line) && (!line.name || asNumber(line.sale_price) === null),
  );
  if (incomplete) return ["ERROR: product_id, name, status and sale_price are mandatory on a new line"];
  return checkPrices(order, wanted);
}

function checkPrices(order: Order, wanted: Input[]): string[] {
  const changed = wanted.some((line) => {
    const price = asNumber(line.sale_price);
    const known = lineOf(order, line);
    return known && price !== null && !new Big(price).eq(known.sale_price);
  });
  return changed ? ["ERROR: Prices cannot be changed"] : [];
}

function applyOrder(world: World, entity: Input): string[] {
  const order = world.state.orders.get(asInteger(entity.id) ?? 0);
  if (!order) return [];
  const to = (asInteger(entity.status) ?? order.status) as OrderStatus;
  const wanted = linesOf(entity);
  const storno = isStorno(entity) && order.status === 4;
  if (wanted) applyLines(world, order, wanted, storno);
  if (storno) order.is_storno = true;
  if (to === 0) order.reason_cancellation = reasonId(entity.reason_cancellation);
  else order.reason_cancellation = null;
  const reversed = storno && order.products.every((line) => line.status === 0);
  moveOrder(world, order, reversed ? 5 : to);
  return [];
}

function applyLines(world: World, order: Order, wanted: Input[], storno: boolean): void {
  const now = world.stamp();
  const added = wanted.filter((line) => !lineOf(order, line) && lineActive(line));
  for (const line of order.products.filter((l) => l.status === 1)) {
    const quantity = quantityAfter(line, wanted);
    if (quantity === line.quantity) continue;
    if (storno) line.storno_qty += line.quantity - quantity;
    if (quantity === 0) line.status = 0;
    else line.quantity = quantity;
    for (const deposit of line.recycle_warranties) deposit.quantity = quantity;
    line.modified = now;
  }
  for (const line of added) order.products.push(addedLine(world, line, order.currency, now));
}

function addedLine(world: World, line: Input, currency: string, now: string): OrderLine {
  const offer = world.state.offers.get(asInteger(line.product_id) ?? 0);
  const quantity = asInteger(line.quantity) ?? 1;
  const price = new Big(asNumber(line.sale_price) ?? 0).toFixed(4);
  const id = world.state.nextLineId++;
  return {
    id,
    product_id: String(line.product_id ?? 0),
    mkt_id: id - 5_000_000,
    name: String(line.name),
    product_name: String(line.name),
    status: 1,
    part_number: offer?.part_number ?? "",
    ext_part_number: offer?.part_number ?? "",
    part_number_key: offer?.part_number_key ?? "",
    quantity,
    initial_qty: quantity,
    storno_qty: 0,
    sale_price: price,
    original_price: price,
    vat: offer?.vat_id === 2 ? "0.1100" : "0.2100",
    currency,
    retained_amount: 0,
    reversible_vat_charging: 0,
    product_voucher_split: [],
    recycle_warranties: [],
    details: "",
    serial_numbers: "",
    cancellation_reason: null,
    created: now,
    modified: now,
  };
}

/** A line left out is removed, and so is one sent with status 0 (§4.9). */
function quantityAfter(line: OrderLine, wanted: Input[]): number {
  const match = wanted.find((input) => asInteger(input.id) === line.id);
  if (!match || !lineActive(match)) return 0;
  return Math.max(0, asInteger(match.quantity) ?? line.quantity);
}

function linesOf(entity: Input): Input[] | null {
  const { products } = entity;
  return Array.isArray(products) && products.every(isInput) ? products : null;
}

function lineOf(order: Order, input: Input): OrderLine | undefined {
  return order.products.find((line) => line.id === asInteger(input.id));
}

function lineActive(line: Input): boolean {
  return asInteger(line.status ?? 1) === 1;
}

function isStorno(entity: Input): boolean {
  return entity.is_storno === true || asInteger(entity.is_storno) === 1;
}

function reasonId(reason: unknown): number | null {
  return asInteger(isInput(reason) ? reason.id : reason);
}
