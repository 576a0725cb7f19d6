import Big from "big.js";
import { handlingTimes, vatRates } from "./lookups";
import type { Offer, World } from "./state";
import { asInteger, asNumber, type Input, isInput } from "./wire";

/** Every refusal of one offer entity (emag-api.md §7.2, §7.3); neither route creates offers here. */
export function checkOffer(world: World, entity: Input, mandatory: string[]): string[] {
  const id = asInteger(entity.id);
  if (id === null) return ["ERROR: id is mandatory"];
  const offer = world.state.offers.get(id);
  if (!offer) return [`Offer ${id} not found`];
  const problems = mandatory.filter((key) => entity[key] === undefined).map((key) => `ERROR: ${key} is mandatory`);
  problems.push(...checkPrices(offer, entity), ...checkStock(world, offer, entity));
  const { status, vat_id, handling_time } = entity;
  if (status !== undefined && ![0, 1, 2].includes(asInteger(status) ?? -1)) problems.push("ERROR: Invalid status");
  if (vat_id !== undefined && !vatRates.some((rate) => rate.id === asInteger(vat_id))) {
    problems.push("ERROR: Invalid vat_id");
  }
  if (handling_time !== undefined && !handlingTimes.includes(stockOf(handling_time) ?? -1)) {
    problems.push("ERROR: Invalid handling_time");
  }
  return problems;
}

/** The value of a `[{"warehouse_id":1,"value":20}]` list with its one warehouse; null for any other shape. */
export function stockOf(list: unknown): number | null {
  if (!Array.isArray(list) || list.length !== 1) return null;
  const [item] = list as unknown[];
  return isInput(item) && asInteger(item.warehouse_id) === 1 ? asInteger(item.value) : null;
}

function checkStock(world: World, offer: Offer, entity: Input): string[] {
  if (entity.stock === undefined) return [];
  const stock = stockOf(entity.stock);
  if (stock === null || stock < 0 || stock > 65_535) return ["ERROR: Invalid stock"];
  return world.settings.campaignOffers.includes(offer.id)
    ? ["ERROR: The product is included in the active campaign, thus the stock has NOT been changed."]
    : [];
}

/** Up to four places, above zero, and the sale price within its bounds. */
function checkPrices(offer: Offer, entity: Input): string[] {
  const price = (key: "sale_price" | "min_sale_price" | "max_sale_price"): Big =>
    new Big(asNumber(entity[key]) ?? offer[key]);
  for (const key of ["sale_price", "min_sale_price", "max_sale_price", "recommended_price"]) {
    if (entity[key] === undefined) continue;
    const given = asNumber(entity[key]);
    if (given === null || given <= 0 || !new Big(given).round(4).eq(given)) return [`ERROR: Invalid ${key}`];
  }
  if (price("max_sale_price").lte(price("min_sale_price"))) return ["ERROR: max_sale_price must exceed min_sale_price"];
  const sale = price("sale_price");
  return sale.lt(price("min_sale_price")) || sale.gt(price("max_sale_price"))
    ? ["ERROR: sale_price must be between min_sale_price and max_sale_price"]
    : [];
}
