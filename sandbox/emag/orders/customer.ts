import type { Customer } from "./order";
import { type Place, places } from "./places";
import type { Random } from "./random";

const women = ["Ana", "Ioana", "Măriuca", "Ileana", "Doina", "Ștefania", "Ruxandra", "Crina"];
const men = ["Andrei", "Toader", "Păcală", "Gelu", "Harap", "Prâslea", "Ștefan", "Mircea"];
const families = [
  "Exemplescu",
  "Fictiveanu",
  "Probescu",
  "Închipuitu",
  "Demonescu",
  "Testoiu",
  "Ciocârlie",
  "Țăndărică",
];
const firms = ["Exemplu Construct", "Fictiv Design", "Probă & Fiii", "Cofetăria Închipuită", "Șantier Imaginar"];
const streets = ["Str. Exemplului", "Bd. Încercării", "Aleea Teiului Fictiv", "Calea Machetei", "Str. Țării Nicăieri"];

/** An obviously fictional customer (emag-api.md §4.5); the e-mail is a relay hash, never an address. */
export function makeCustomer(random: Random, id: number, company: boolean, created: string): Customer {
  const woman = random.chance(0.5);
  const person = `${random.pick(woman ? women : men)} ${random.pick(families)}`;
  const firm = `${random.pick(firms)} SRL`;
  const name = company ? firm : person;
  const phone = `07000${String(random.below(100_000)).padStart(5, "0")}`;
  const billing = random.pick(places);
  const shipping = random.chance(0.8) ? billing : random.pick(places);
  const street = makeStreet(random);
  return {
    id,
    mkt_id: id + 1_000_000,
    name,
    email: `${hash(random)}@example.invalid`,
    company: name,
    gender: company ? "" : woman ? "F" : "M",
    code: company ? `RO000${10_000 + random.below(90_000)}` : "",
    registration_number: company ? `J00/${1 + random.below(9999)}/2019` : "",
    bank: company ? "Banca Exemplu" : "",
    iban: company ? `RO00EXMP${String(random.below(1e9)).padStart(16, "0")}` : "",
    fax: "",
    legal_entity: company ? 1 : 0,
    is_vat_payer: company && random.chance(0.8) ? 1 : 0,
    phone_1: phone,
    phone_2: "",
    phone_3: "",
    liable_person: company ? person : "",
    created,
    modified: created,
    billing_name: name,
    billing_phone: phone,
    ...address("billing", billing, street),
    shipping_contact: person,
    shipping_phone: phone,
    ...address("shipping", shipping, shipping === billing ? street : makeStreet(random)),
  };
}

/** A parcel locker: its id and name come only with the order, and its address is the shipping address (§4.5, §6.4). */
export function makeLocker(random: Random): { details: Record<string, string | number>; shipping: Customer } {
  const place = random.pick(places);
  const number = 1 + random.below(40);
  const suffix = String(place.id * 100 + number).padStart(12, "0");
  return {
    details: {
      locker_id: `dce0b7cf-0000-11e8-a7d8-${suffix}`,
      locker_name: `easybox ${place.city} ${number}`,
      locker_delivery_eligible: 1,
      courier_external_office_id: `EXT-${place.id}-${number}`,
    },
    shipping: address("shipping", place, `easybox, ${makeStreet(random)}`),
  };
}

function address(kind: "billing" | "shipping", place: Place, street: string): Customer {
  return {
    [`${kind}_country`]: "Romania",
    [`${kind}_suburb`]: place.county,
    [`${kind}_city`]: place.city,
    [`${kind}_locality_id`]: String(place.id),
    [`${kind}_street`]: street,
    [`${kind}_postal_code`]: place.zipcode,
  };
}

function makeStreet(random: Random): string {
  return `${random.pick(streets)} nr. ${1 + random.below(120)}`;
}

function hash(random: Random): string {
  return Array.from({ length: 32 }, () => random.below(16).toString(16)).join("");
}
