import { latin, places } from "./orders/places";
import type { World } from "./state";
import { type Answer, counted, type Input, matches, ok, page, readFilters } from "./wire";

/** VAT rates by eMAG's id; the first is the default. */
export const vatRates = [
  { id: 1, rate: "0.2100" },
  { id: 2, rate: "0.1100" },
  { id: 3, rate: "0.0000" },
];

/** Handling times in days that an offer may have (emag-api.md §7.2). */
export const handlingTimes = [0, 1, 2, 3, 5, 7, 14, 30];

/** The seller's courier accounts: Sameday takes lockers, FAN does not, the last one is for returns only (§6.4). */
export const courierAccounts = [
  account(3001, "Sameday Carpatic", 3, "Sameday", [0, 2]),
  account(3002, "FAN Carpatic", 2, "FAN Courier", [0]),
  account(3003, "Sameday retururi", 1, "Sameday", [0]),
];

/** The seller's own addresses; a sender may name one by `address_id` (§6.1, §6.4). */
export const addresses = [
  { address_id: "12345", address_type_id: 2, address: "Str. Depozitului 2", is_default: true },
  { address_id: "12346", address_type_id: 1, address: "Str. Retururilor 4", is_default: true },
  { address_id: "12347", address_type_id: 3, address: "Str. Exemplului 1", is_default: true },
].map((address) => ({
  ...address,
  country_id: 1,
  country_code: "RO",
  locality_id: "8801",
  suburb: "Cluj",
  city: "Cluj-Napoca",
  zipcode: "400001",
  quarter: "",
  floor: "",
}));

function account(id: number, name: string, type: number, courier: string, properties: number[]) {
  return {
    account_id: id,
    account_display_name: name,
    courier_account_type: type,
    courier_name: courier,
    courier_account_properties: properties,
    created: "2025-01-15 09:00:00",
    status: 1,
    pickup_country_code: "RO",
  };
}

/** `vat/read`, in either of the two key styles that are in the wild (§7.6). */
export function readVat(world: World): Answer {
  const byVatId = world.settings.vatShape === "vat_id";
  return ok(
    vatRates.map(({ id, rate }) =>
      byVatId ? { vat_id: id, vat_rate: rate, is_default: id === 1 ? 1 : 0 } : { id, value: rate },
    ),
  );
}

/** `handling_time/read`, in either key style (§7.6). */
export function readHandlingTimes(world: World): Answer {
  const byId = world.settings.handlingTimeShape === "id";
  return ok(handlingTimes.map((days, i) => (byId ? { id: days } : { id: i + 1, value: days, name: `${days} zile` })));
}

export function readCourierAccounts(world: World, body: unknown): Answer {
  return ok(page(courierAccounts, readFilters(world.settings, body)));
}

export function readAddresses(world: World, body: unknown): Answer {
  return ok(page(addresses, readFilters(world.settings, body)));
}

/** `locality/read` by `emag_id`, `name`, `region2`, `zipcode`, `country_code` (§6.4). */
export function readLocalities(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  return ok(page(findLocalities(filters), filters));
}

export function countLocalities(world: World, body: unknown): Answer {
  const filters = readFilters(world.settings, body);
  return counted(findLocalities(filters).length, filters);
}

function findLocalities(filters: Input): Input[] {
  const localities = places.map((place) => ({
    emag_id: String(place.id),
    name: place.city,
    name_latin: latin(place.city),
    region1: place.region,
    region1_latin: latin(place.region),
    region2: place.county,
    region2_latin: latin(place.county),
    region3: place.city,
    region3_latin: latin(place.city),
    region4: "",
    region4_latin: "",
    geoid: place.id * 10,
    modified: "2025-01-15 09:00:00",
    zipcode: place.zipcode,
    country_code: "RO",
    iso2: "RO",
  }));
  return localities.filter(
    (row) =>
      matches(filters.emag_id, Number(row.emag_id)) &&
      sameText(filters.name, row.name) &&
      sameText(filters.region2, row.region2) &&
      sameText(filters.zipcode, row.zipcode) &&
      sameText(filters.country_code, row.country_code) &&
      sameText(filters.iso2, row.iso2),
  );
}

function sameText(filter: unknown, actual: string): boolean {
  if (filter === undefined || filter === null || filter === "") return true;
  return latin(String(filter)).toLowerCase() === latin(actual).toLowerCase();
}
