import type { Rma, World } from "../state";
import {
  type Answer,
  asInteger,
  counted,
  type Input,
  matches,
  ok,
  page,
  readEntities,
  readFilters,
  saveEach,
} from "../wire";
import { withVat } from "./order";

/** Which `request_status` may follow which (emag-api.md §8); 1 is not the seller's to touch. */
const next: Record<number, number[]> = { 1: [], 2: [2, 3, 5], 3: [3, 5, 6], 4: [4], 5: [5], 6: [4, 6, 7], 7: [7] };

/** `rma/read`: by status, order or id; there is no modified filter (§8). */
export function readRmas(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  return ok(page(findRmas(world, filters), filters));
}

export function countRmas(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  return counted(findRmas(world, filters).length, filters);
}

/** `rma/save`: a status change along the matrix; `emag_id`, `order_id` and `type` are mandatory (§8, A.9). */
export function saveRmas(world: World, body: unknown): Answer {
  const entities = readEntities(world.settings, body);
  if (!Array.isArray(entities)) return entities;
  const rmaOf = (entity: Input): Rma | undefined =>
    world.state.rmas.find((rma) => rma.emag_id === asInteger(entity.emag_id));
  return saveEach(
    world.settings,
    entities,
    (entity) => {
      const rma = rmaOf(entity);
      if (!rma) return ["ERROR: RMA not found."];
      if (!matches(entity.order_id ?? -1, Number(rma.order_id)) || !matches(entity.type ?? -1, rma.type)) {
        return ["ERROR: order_id and type are mandatory"];
      }
      const to = asInteger(entity.request_status) ?? rma.request_status;
      return next[rma.request_status]?.includes(to) ? [] : ["ERROR: request_status cannot be changed"];
    },
    (entity) => {
      const rma = rmaOf(entity);
      if (rma) rma.request_status = asInteger(entity.request_status) ?? rma.request_status;
      return [];
    },
  );
}

/** A customer asks to send back the whole order; a sentence when there is no finalised order to return. */
export function openRma(world: World, orderId: number): Rma | string {
  const order = world.state.orders.get(orderId);
  if (order?.status !== 4) return "only a finalised order can be returned";
  const emagId = 70_001 + world.state.rmas.length;
  const rma: Rma = {
    emag_id: emagId,
    order_id: String(order.id),
    type: order.type,
    is_full_fbe: order.type === 2 ? 1 : 0,
    request_status: 2,
    return_type: 3,
    return_reason: 44,
    return_tax_value: 0,
    pickup_method: 1,
    customer_name: order.customer.name,
    customer_phone: order.customer.phone_1,
    pickup_country: order.customer.shipping_country,
    pickup_suburb: order.customer.shipping_suburb,
    pickup_city: order.customer.shipping_city,
    pickup_address: order.customer.shipping_street,
    pickup_zipcode: order.customer.shipping_postal_code,
    pickup_locality_id: order.customer.shipping_locality_id,
    date: world.stamp(),
    currency: order.currency,
    awbs: [],
    products: order.products
      .filter((line) => line.status === 1)
      .map((line, i) => ({
        id: emagId * 100 + i,
        product_emag_id: line.mkt_id,
        product_id: line.product_id,
        quantity: line.quantity,
        product_name: line.name,
        return_reason: 44,
        refund_value: withVat(line.sale_price, line.quantity, line.vat),
      })),
  };
  world.state.rmas.push(rma);
  return rma;
}

function findRmas(world: World, filters: Input): Rma[] {
  return world.state.rmas.filter(
    (rma) =>
      matches(filters.emag_id, rma.emag_id) &&
      matches(filters.order_id, Number(rma.order_id)) &&
      matches(filters.request_status, rma.request_status) &&
      matches(filters.type, rma.type),
  );
}
