import { checkAwb, courierOf } from "./check-awb";
import { labelPdf } from "./label";
import { moveOrder } from "./orders/orders";
import type { Awb, World } from "./state";
import {
  type Answer,
  asInteger,
  asNumber,
  type Input,
  matches,
  ok,
  readEntities,
  readFilters,
  refused,
  saveEach,
} from "./wire";

/**
 * `awb/save` (emag-api.md §6.1): every call is a new, billable parcel; the first finalises the order. Each AWB appears
 * as a type 10 attachment (§5.5).
 */
export function saveAwbs(world: World, body: unknown): Answer {
  const { settings } = world;
  const entities = readEntities(settings, body);
  if (!Array.isArray(entities)) return entities;
  const issued: Awb[] = [];
  const answer = saveEach(
    settings,
    entities,
    (entity) => checkAwb(world, entity),
    (entity) => {
      issued.push(issueAwb(world, entity));
      return settings.currencyWarning && entity.currency === undefined
        ? ["WARNING: currency is missing, the official currency was used"]
        : [];
    },
  );
  if ("json" in answer) Object.assign(answer.json as Input, { results: issuedResults(world, issued) });
  return answer;
}

/** `awb/read` by `emag_id` or `reservation_id`, the only two filters (§6.2). */
export function readAwbs(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  if (asInteger(filters.emag_id) === null && asInteger(filters.reservation_id) === null) {
    return refused(world.settings, "Emag id or reservation id is mandatory");
  }
  const found = [...world.state.awbs.values()].filter(
    (awb) => matches(filters.emag_id, awb.emag_id) && matches(filters.reservation_id, awb.reservation_id),
  );
  return ok(
    found.map((awb) => ({
      emag_id: awb.emag_id,
      reservation_id: awb.reservation_id,
      order_id: awb.order_id,
      rma_id: awb.rma_id,
      type: 3,
      awb_type: awb.awb_type,
      weight: awb.weight,
      cash_on_delivery: awb.cash_on_delivery,
      currency: awb.currency,
      awb: [{ emag_id: awb.emag_id, awb_number: awb.awb_number, awb_barcode: awb.awb_barcode }],
      status: [],
      courier: { courier_account_id: awb.courier_account_id, courier_name: awb.courier_name },
    })),
  );
}

/** `GET awb/read_pdf?emag_id=`: a PDF, or an error as JSON with HTTP 200 (§6.3). */
export async function readAwbPdf(world: World, emagId: unknown): Promise<Answer> {
  const awb = world.state.awbs.get(asInteger(emagId) ?? 0);
  if (!awb) return refused(world.settings, "ERROR: AWB not found.");
  return { status: 200, bytes: await labelPdf(awb), contentType: "application/pdf" };
}

/** `GET awb/read_zpl?emag_id=`: base64 in JSON (§6.3). */
export function readAwbZpl(world: World, emagId: unknown): Answer {
  const awb = world.state.awbs.get(asInteger(emagId) ?? 0);
  if (!awb) return refused(world.settings, "ERROR: AWB not found.");
  return ok([Buffer.from(`^XA^FO50,50^BCN,100^FD${awb.awb_barcode}^FS^XZ`).toString("base64")]);
}

function issueAwb(world: World, entity: Input): Awb {
  const { state } = world;
  const id = state.nextAwbId++;
  const courier = courierOf(entity);
  const number = `4EMGLN${String(id - 155_700_000).padStart(9, "0")}`;
  const awb: Awb = {
    emag_id: id,
    reservation_id: id - 254_800_000,
    order_id: asInteger(entity.order_id),
    rma_id: asInteger(entity.rma_id),
    awb_type: asInteger(entity.rma_id) === null ? 1 : 2,
    awb_number: number,
    awb_barcode: `${number}001`,
    parcel_number: asInteger(entity.parcel_number) ?? 0,
    weight: asNumber(entity.weight) ?? 0,
    cash_on_delivery: asNumber(entity.cod) ?? 0,
    currency: typeof entity.currency === "string" ? entity.currency : "RON",
    courier_account_id: courier?.account_id ?? 0,
    courier_name: courier?.courier_name ?? "",
    locker_id: typeof entity.locker_id === "string" ? entity.locker_id : null,
    observation: typeof entity.observation === "string" ? entity.observation : "",
    created: world.stamp(),
  };
  state.awbs.set(id, awb);
  finaliseOrder(world, awb);
  return awb;
}

function finaliseOrder(world: World, awb: Awb): void {
  const order = world.state.orders.get(awb.order_id ?? 0);
  if (!order) return;
  moveOrder(world, order, 4);
  world.state.attachments.push({
    order_id: order.id,
    order_type: order.type,
    order_product_id: null,
    name: `AWB ${awb.awb_number}`,
    url: `https://marketplace.emag.ro/awb/read_pdf?emag_id=${awb.emag_id}`,
    type: 10,
    force_download: 0,
    visibility: "public",
    fetchAt: null,
    fetches: [],
    saves: 0,
  });
}

/** The three answer shapes in the wild (§6.1); several AWBs at once always come as a list. */
function issuedResults(world: World, issued: Awb[]): unknown {
  const [only] = issued;
  if (world.settings.awbAnswer === "ids-only") {
    return issued.map(({ emag_id, reservation_id }) => ({ emag_id, reservation_id }));
  }
  if (world.settings.awbAnswer === "object" && only && issued.length === 1) {
    return {
      reservation_id: only.reservation_id,
      courier_id: 3,
      courier_name: only.courier_name,
      awb: [{ emag_id: only.emag_id, awb_number: only.awb_number, awb_barcode: only.awb_barcode }],
    };
  }
  return issued.map((awb) => ({
    emag_id: awb.emag_id,
    reservation_id: awb.reservation_id,
    awb_number: awb.awb_number,
    awb_barcode: awb.awb_barcode,
    courier: { courier_account_id: awb.courier_account_id, courier_name: awb.courier_name },
  }));
}
