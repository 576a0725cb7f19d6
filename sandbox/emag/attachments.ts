import { fetchDocument, isUsable } from "./fetch-document";
import { wireAttachment } from "./orders/orders";
import type { Attachment, World } from "./state";
import {
  type Answer,
  asInteger,
  type Input,
  isInput,
  ok,
  page,
  readEntities,
  readFilters,
  refused,
  saveEach,
} from "./wire";

/** Invoice, warranty, manual, guide, AWB, proforma (emag-api.md §5.2). */
const types = [1, 3, 4, 8, 10, 11];
const warranty = 3;

/**
 * `order/attachments/save` (§5.2): eMAG pulls the file itself, by a plain GET without credentials. By default the save
 * answers first and the download follows `attachmentFetchDelaySeconds` later.
 */
export async function saveAttachments(world: World, body: unknown): Promise<Answer> {
  const { settings } = world;
  if (!isInput(body) && !Array.isArray(body)) return refused(settings, missingOrderId);
  const entities = readEntities(settings, body);
  if (!Array.isArray(entities))
    return isInput(body) && isInput(body.data) ? entities : refused(settings, missingOrderId);
  const touched: Attachment[] = [];
  const answer = saveEach(
    settings,
    entities,
    (entity) => checkAttachment(world, entity),
    (entity) => {
      touched.push(applyAttachment(world, entity));
      return [];
    },
  );
  if (settings.attachmentFetch === "async") return answer;
  const failed = await fetchAll(
    world,
    touched.filter((a) => a.fetchAt !== null),
  );
  return failed.length > 0 && settings.rejectUnreachable ? refused(settings, failed) : answer;
}

/** `order/attachments/read` by top-level `order_id` and `order_type` (§5.5). */
export function readAttachments(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  const orderId = asInteger(filters.order_id);
  const type = asInteger(filters.order_type);
  const rows = world.state.attachments.filter(
    (a) => (orderId === null || a.order_id === orderId) && (type === null || a.order_type === type),
  );
  return ok(page(rows, filters).map(wireAttachment));
}

/** Downloads what is due; a document that cannot be had goes missing where the settings say so (§5.6). */
export async function fetchDueAttachments(world: World): Promise<void> {
  await fetchAll(
    world,
    world.state.attachments.filter((a) => a.fetchAt !== null && a.fetchAt <= world.now()),
  );
}

const missingOrderId = "ERROR: order_id este necesar pentru fiecare atasament";

function checkAttachment(world: World, entity: Input): string[] {
  const { settings, state } = world;
  const orderId = asInteger(entity.order_id);
  if (orderId === null) return [missingOrderId];
  const orderType = asInteger(entity.order_type);
  if (orderType === null) return ["ERROR: order_type este necesar"];
  const order = state.orders.get(orderId);
  if (!order) return ["ERROR: Order not found."];
  if (order.type !== orderType) return ["ERROR: order_type does not match the order"];
  if (settings.requireFinalizedOrder && order.status !== 4) return ["ERROR: Order is not finalized"];
  const type = asInteger(entity.type ?? 1) ?? 0;
  if (!types.includes(type)) return ["ERROR: Invalid attachment type"];
  const name = entity.name ?? null;
  if (name !== null && (typeof name !== "string" || name.length < 1 || name.length > 60)) {
    return ["ERROR: name must have between 1 and 60 characters"];
  }
  if (![0, 1].includes(asInteger(entity.force_download ?? 0) ?? -1)) return ["ERROR: Invalid force_download"];
  if (type === warranty) {
    const lineId = asInteger(entity.order_product_id);
    if (!order.products.some((line) => line.id === lineId)) return ["ERROR: order_product_id is mandatory"];
    if (state.attachments.some((a) => a.type === warranty && a.order_product_id === lineId && a.url !== entity.url)) {
      return ["ERROR: Only one warranty per product"];
    }
  }
  return checkUrl(entity.url, settings.requirePdfExtension);
}

function checkUrl(url: unknown, pdfOnly: boolean): string[] {
  if (typeof url !== "string" || url.length < 1 || url.length > 1024) return ["ERROR: Invalid url"];
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return ["ERROR: Invalid url"];
  return pdfOnly && !parsed.pathname.toLowerCase().endsWith(".pdf") ? ["ERROR: The document must be a PDF"] : [];
}

/** Change detection is by URL: a known one is fetched again only with `force_download` 1 (§5.2, §5.3). */
function applyAttachment(world: World, entity: Input): Attachment {
  const { settings, state } = world;
  const orderId = asInteger(entity.order_id) ?? 0;
  const force = asInteger(entity.force_download ?? 0) === 1;
  const fetchAt = world.now() + settings.attachmentFetchDelaySeconds * 1000;
  const known = state.attachments.find((a) => a.order_id === orderId && a.url === entity.url);
  if (known) {
    known.saves += 1;
    if (typeof entity.name === "string") known.name = entity.name;
    if (force) known.fetchAt = fetchAt;
    return known;
  }
  const attachment: Attachment = {
    order_id: orderId,
    order_type: asInteger(entity.order_type) === 2 ? 2 : 3,
    order_product_id: asInteger(entity.order_product_id),
    name: typeof entity.name === "string" ? entity.name : "",
    url: String(entity.url),
    type: asInteger(entity.type ?? 1) ?? 1,
    force_download: force ? 1 : 0,
    visibility: "public",
    fetchAt,
    fetches: [],
    saves: 1,
  };
  state.attachments.push(attachment);
  const order = state.orders.get(orderId);
  if (order) order.modified = world.stamp();
  return attachment;
}

/** Fetches them all; returns a message for each that failed. */
async function fetchAll(world: World, attachments: Attachment[]): Promise<string[]> {
  for (const attachment of attachments) attachment.fetchAt = null;
  const failed = await Promise.all(attachments.map((attachment) => fetchOne(world, attachment)));
  return failed.filter((text) => text !== null);
}

async function fetchOne(world: World, attachment: Attachment): Promise<string | null> {
  const { settings, state } = world;
  const record = await fetchDocument(attachment.url, settings, world.now());
  attachment.fetches.push(record);
  if (isUsable(record, settings)) return null;
  if (settings.rejectUnreachable) state.attachments = state.attachments.filter((a) => a !== attachment);
  return "ERROR: The document could not be downloaded";
}
