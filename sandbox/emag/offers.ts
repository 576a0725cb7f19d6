import Big from "big.js";
import { checkOffer, stockOf } from "./check-offer";
import { estimatedStock } from "./orders/goods";
import type { Offer, World } from "./state";
import {
  type Answer,
  asInteger,
  asNumber,
  counted,
  type Input,
  isInput,
  matches,
  ok,
  page,
  plain,
  readEntities,
  readFilters,
  refused,
  saveEach,
} from "./wire";

/** Stock writes kept; older ones are forgotten. */
const kept = 5000;

/** `offer/save`: any of the light keys of an existing offer (emag-api.md §7.3). */
export function saveOffers(world: World, body: unknown): Answer {
  return saveVia(world, body, "offer/save", []);
}

/** `product_offer/save` on existing offers: all mandatory keys; may answer isError and save nevertheless (§7.2, A.7). */
export function saveProductOffers(world: World, body: unknown): Answer {
  const mandatory = ["status", "sale_price", "vat_id", "handling_time", "stock"];
  const answer = saveVia(world, body, "product_offer/save", mandatory);
  const failed = !("json" in answer) || !isInput(answer.json) || answer.json.isError === true;
  if (failed || !world.settings.documentationRemark) return answer;
  return refused(world.settings, "WARNING: characteristic 38 is missing", 200);
}

function saveVia(world: World, body: unknown, via: string, mandatory: string[]): Answer {
  const entities = readEntities(world.settings, body);
  if (!Array.isArray(entities)) return entities;
  return saveEach(
    world.settings,
    entities,
    (entity) => checkOffer(world, entity, mandatory),
    (entity) => {
      applyOffer(world, entity, via);
      return [];
    },
  );
}

/** `PATCH offer_stock/{id}` with `{"stock": 21}` and nothing else: 204, or the messages of §7.4. */
export function patchStock(world: World, id: string, body: unknown): Answer {
  if (!/^\d+$/.test(id)) return plain(404, "Invalid URL");
  const offer = world.state.offers.get(Number(id));
  if (!offer) return plain(404, "This offer does not exist");
  const stock = isInput(body) && Object.keys(body).length === 1 ? body.stock : null;
  if (typeof stock !== "number" || !Number.isInteger(stock) || stock < 0 || stock > 65_535) {
    return plain(400, "Invalid content");
  }
  if (world.settings.campaignOffers.includes(offer.id)) {
    const message = "The product is included in the active campaign, thus the stock has NOT been changed.";
    const errors = [{ message, field: "stock" }];
    return { status: 400, json: { message: "Validation errors in your request", errors } };
  }
  setStock(world, offer, stock, "offer_stock");
  return { status: 204, json: null };
}

/** Declares a stock and remembers by which door it came. */
export function setStock(world: World, offer: Offer, stock: number, via: string): void {
  const at = world.stamp();
  offer.stock = stock;
  offer.modified = at;
  const { stockWrites } = world.state;
  stockWrites.push({ at, offerId: offer.id, stock, via });
  if (stockWrites.length > kept) stockWrites.splice(0, stockWrites.length - kept);
}

/** `product_offer/read` (§7.5). */
export function readOffers(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  return ok(page(findOffers(world, filters), filters).map((offer) => wireOffer(world, offer)));
}

export function countOffers(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  return counted(findOffers(world, filters).length, filters);
}

/** `GET documentation/find_by_eans?eans[]=`: up to 100 codes, the rest ignored with a message (§7.6). */
export function findByEans(world: World, eans: string[]): Answer {
  const asked = eans.slice(0, 100);
  const found = [...world.state.offers.values()].filter((offer) => asked.includes(offer.ean));
  const results = found.map((offer) => ({
    eans: [offer.ean],
    part_number_key: offer.part_number_key,
    product_name: offer.name,
    brand_name: "Carpatic",
    category_name: "",
    doc_category_id: 0,
    site_url: "",
    allow_to_add_offer: false,
    vendor_has_offer: true,
    hotness: "",
    product_image: "",
  }));
  return ok(results, eans.length > 100 ? ["WARNING: only the first 100 codes were searched"] : []);
}

/** An offer as the read returns it, both stock figures included (§7.5). */
export function wireOffer(world: World, offer: Offer): Input {
  return {
    id: offer.id,
    part_number_key: offer.part_number_key,
    brand_name: "Carpatic",
    name: offer.name,
    part_number: offer.part_number,
    description: "",
    url: "",
    warranty: 24,
    ean: [offer.ean],
    images: [],
    attachments: [],
    family: [],
    characteristics: [],
    status: offer.status,
    sale_price: offer.sale_price,
    recommended_price: offer.recommended_price,
    min_sale_price: offer.min_sale_price,
    max_sale_price: offer.max_sale_price,
    currency: "RON",
    vat_id: offer.vat_id,
    stock: [{ warehouse_id: 1, value: offer.stock }],
    handling_time: [{ warehouse_id: 1, value: offer.handling_time }],
    general_stock: offer.stock,
    estimated_stock: estimatedStock(world, offer.id),
    ownership: true,
    number_of_offers: 1,
    buy_button_rank: 1,
    validation_status: [{ value: 9, description: "Approved documentation", errors: [] }],
    translation_validation_status: [{ value: 9, description: "Approved documentation", errors: [] }],
    offer_validation_status: { value: 1, description: "Saleable", errors: [] },
    doc_errors: [],
    genius_eligibility: 0,
    recycleWarranties: [],
  };
}

function findOffers(world: World, filters: Input): Offer[] {
  const text = (filter: unknown, actual: string): boolean =>
    filter === undefined || filter === null || filter === "" || [filter].flat().map(String).includes(actual);
  const atMost = (filter: unknown, actual: number): boolean => actual <= (asNumber(filter) ?? actual);
  return [...world.state.offers.values()].filter(
    (offer) =>
      matches(filters.id, offer.id) &&
      matches(filters.status, offer.status) &&
      text(filters.part_number, offer.part_number) &&
      text(filters.part_number_key, offer.part_number_key) &&
      atMost(filters.general_stock, offer.stock) &&
      atMost(filters.estimated_stock, estimatedStock(world, offer.id)),
  );
}

function applyOffer(world: World, entity: Input, via: string): void {
  const offer = world.state.offers.get(asInteger(entity.id) ?? 0);
  if (!offer) return;
  for (const key of ["sale_price", "min_sale_price", "max_sale_price", "recommended_price"] as const) {
    const price = asNumber(entity[key]);
    if (price !== null) offer[key] = new Big(price).toFixed(4);
  }
  const status = asInteger(entity.status);
  if (status === 0 || status === 1 || status === 2) offer.status = status;
  offer.vat_id = asInteger(entity.vat_id) ?? offer.vat_id;
  offer.handling_time = stockOf(entity.handling_time) ?? offer.handling_time;
  offer.modified = world.stamp();
  const stock = stockOf(entity.stock);
  if (stock !== null) setStock(world, offer, stock, via);
}
