import { isTimestamp, monthLater } from "../clock";
import type { Settings } from "../settings";
import type { Attachment, World } from "../state";
import { type Answer, asInteger, counted, type Input, matches, ok, page, readFilters, refused } from "../wire";
import type { Order, OrderStatus } from "./order";
import { cancellationReasons } from "./transitions";

/** `order/read` (emag-api.md §4.2): type 3 unless asked otherwise. */
export function readOrders(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  const rows = findOrders(world, filters);
  if (typeof rows === "string") return refused(world.settings, rows);
  return ok(page(sorted(rows, world.settings), filters).map((order) => wireOrder(world, order)));
}

/** `order/count`: the same filters (§4.2, A.1). */
export function countOrders(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  const rows = findOrders(world, filters);
  return typeof rows === "string" ? refused(world.settings, rows) : counted(rows.length, filters);
}

/** `order/acknowledge/{id}`: 1 → 2 once, then HTTP 400 for ever (§4.8); the declared stock falls now (§11.1). */
export function acknowledgeOrder(world: World, id: number): Answer {
  const { settings, state } = world;
  const order = state.orders.get(id);
  if (!order) return refused(settings, "ERROR: Order not found.", 400);
  if (order.type === 2) return refused(settings, "ERROR: Only orders of type 3 can be acknowledged.", 400);
  if (order.status === 0) return refused(settings, "ERROR: Order is canceled.", 400);
  if (order.status !== 1) return refused(settings, settings.acknowledgedMessage, 400);
  moveOrder(world, order, 2);
  for (const line of order.products.filter((l) => l.status === 1)) {
    const offer = state.offers.get(Number(line.product_id));
    if (offer) offer.stock = Math.max(0, offer.stock - line.quantity);
  }
  return ok();
}

/** `order/{id}/unlock-courier`: lifts the courier imposed by eMAG (§4.1). */
export function unlockCourier(world: World, id: number): Answer {
  const order = world.state.orders.get(id);
  if (!order) return refused(world.settings, "ERROR: Order not found.", 400);
  order.enforced_vendor_courier_accounts = null;
  order.modified = world.stamp();
  return ok();
}

/** Puts an order in a status with all that hangs on it: dates, editability, callbacks, units given back. */
export function moveOrder(world: World, order: Order, to: OrderStatus): void {
  const from = order.status;
  const now = world.stamp();
  order.modified = now;
  if (from === to) return;
  order.status = to;
  order.meta.statusSince = world.now();
  if (from === 1) order.meta.nextCallbackAt = null;
  order.has_editable_products = to === 1 || to === 2 || to === 3 ? 1 : 0;
  if (to === 4 && from !== 5) {
    order.finalization_date = now;
    order.late_shipment = now > order.maximum_date_for_shipment ? 1 : 0;
  }
  if (to === 2 || to === 3) order.finalization_date = null;
  if (to === 0 && from !== 1 && order.type === 3 && world.settings.restockOnCancel) restock(world, order);
}

/** An attachment as `order/attachments/read` and the order object show it (§5.5). */
export function wireAttachment(attachment: Attachment): Input {
  return {
    order_id: String(attachment.order_id),
    order_type: attachment.order_type,
    order_product_id: attachment.order_product_id,
    name: attachment.name,
    url: attachment.url,
    type: attachment.type,
    force_download: attachment.force_download,
    visibility: attachment.visibility,
  };
}

/** The order as a read returns it (§4.3): no bookkeeping, its attachments, an empty `details` as a list. */
export function wireOrder(world: World, order: Order): Input {
  const { meta: _, ...wire } = order;
  const reason = order.reason_cancellation;
  const asObject = world.settings.reasonCancellationShape === "object" && reason !== null;
  return {
    ...wire,
    details: Object.keys(order.details).length > 0 ? order.details : [],
    reason_cancellation: asObject ? { id: reason, text: cancellationReasons[reason] ?? "" } : reason,
    attachments: world.state.attachments.filter((a) => a.order_id === order.id).map(wireAttachment),
  };
}

function findOrders(world: World, filters: Input): Order[] | string {
  const problem = windowProblem(filters, "created") ?? windowProblem(filters, "modified");
  if (problem) return problem;
  const type = asInteger(filters.type) ?? 3;
  return [...world.state.orders.values()].filter(
    (order) =>
      order.type === type &&
      matches(filters.id, order.id) &&
      matches(filters.status, order.status) &&
      matches(filters.payment_mode_id, order.payment_mode_id) &&
      matches(filters.is_complete, order.is_complete) &&
      within(filters, "created", order.created) &&
      within(filters, "modified", order.modified),
  );
}

/** Before needs After, and the two are at most a month apart (§4.2). */
function windowProblem(filters: Input, field: "created" | "modified"): string | null {
  const { [`${field}After`]: after, [`${field}Before`]: before } = filters;
  for (const bound of [after, before]) {
    if (bound !== undefined && !(typeof bound === "string" && isTimestamp(bound))) return "ERROR: Invalid date format";
  }
  if (typeof before !== "string") return null;
  if (typeof after !== "string" || before < after || before > monthLater(after)) {
    return "ERROR: Invalid date interval";
  }
  return null;
}

function within(filters: Input, field: "created" | "modified", time: string): boolean {
  const { [`${field}After`]: after, [`${field}Before`]: before } = filters;
  return (typeof after !== "string" || time >= after) && (typeof before !== "string" || time <= before);
}

function sorted(rows: Order[], settings: Settings): Order[] {
  if (settings.readOrder === "shuffled") {
    return rows
      .map((row) => ({ row, at: Math.random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row);
  }
  const sign = settings.readOrder === "newest-first" ? -1 : 1;
  return rows.sort((a, b) => sign * (a.id - b.id));
}

function restock(world: World, order: Order): void {
  for (const line of order.products.filter((l) => l.status === 1)) {
    const offer = world.state.offers.get(Number(line.product_id));
    if (offer) offer.stock += line.quantity;
  }
}
