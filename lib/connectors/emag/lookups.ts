import { z } from "zod";
import { unexpected } from "@/lib/connectors/emag/classify-answer";
import type { Client } from "@/lib/connectors/emag/client";
import {
  id,
  integer,
  list,
  optionalDecimal,
  optionalId,
  optionalInteger,
  text,
} from "@/lib/connectors/emag/lenient-schema";
import { parseRow } from "@/lib/connectors/emag/pages";
import { rowsOf } from "@/lib/connectors/emag/wire";
import type { ChannelLookups, LookupKind } from "@/lib/domain/connections/channel-lookups";
import { divide } from "@/lib/domain/money";

/** emag-api.md §6.4: the properties' name is misspelt in places. */
const wireAccount = z.object({
  account_id: id,
  account_display_name: text,
  courier_name: text,
  courier_account_type: optionalInteger,
  courier_account_properties: list(integer).optional(),
  currier_account_properties: list(integer).optional(),
  status: optionalInteger,
});

const wireAddress = z.object({
  address_id: id,
  address_type_id: optionalInteger,
  locality_id: optionalId,
  suburb: text,
  city: text,
  address: text,
  zipcode: text,
  is_default: optionalInteger,
});

const wireLocality = z.object({
  emag_id: id,
  name: text,
  region2: text,
  country_code: text,
  iso2: text,
  zipcode: text,
});

/** §7.6: which of the two key styles is in use is not settled. */
const wireVat = z.object({ vat_id: optionalId, vat_rate: optionalDecimal, id: optionalId, value: optionalDecimal });
const wireHandling = z.object({ id: optionalInteger, value: optionalInteger });

const addressTypes: Record<number, ChannelLookups["addresses"]["type"]> = {
  1: "return",
  2: "pickup",
  3: "office",
  4: "estimate",
};

type Reader<K extends LookupKind> = (client: Client, key: string) => Promise<ChannelLookups[K][]>;

/** One page each: no seller has a hundred of any of these, and a locality is asked for by its id. */
const readers: { [K in LookupKind]: Reader<K> } = {
  "courier-accounts": async (client) =>
    (await rows(client, "courier_accounts/read", {}, wireAccount)).map((account) => {
      const properties = account.courier_account_properties ?? account.currier_account_properties ?? [];
      const type = account.courier_account_type;
      return {
        id: account.account_id,
        name: account.account_display_name || account.courier_name || account.account_id,
        courier: account.courier_name,
        active: account.status === null || account.status === 1,
        forOrders: type === null ? null : type === 2 || type === 3,
        toLockers: properties.length === 0 ? null : properties.includes(2),
      };
    }),
  addresses: async (client) =>
    (await rows(client, "addresses/read", {}, wireAddress)).map((address) => ({
      id: address.address_id,
      type: addressTypes[address.address_type_id ?? 0] ?? "other",
      localityId: address.locality_id,
      county: address.suburb,
      city: address.city,
      street: address.address,
      postalCode: address.zipcode,
      isDefault: address.is_default === 1,
    })),
  locality: async (client, key) => {
    const found = await rows(client, "locality/read", { emag_id: Number(key) }, wireLocality);
    // An ignored filter answers with the whole country, which does not show whether this place exists (§1.3).
    const foreign = found.find(({ emag_id }) => emag_id !== key);
    if (foreign) throw unexpected(`locality ${foreign.emag_id} was not asked for`);
    return found.map((place) => ({
      id: place.emag_id,
      name: place.name,
      county: place.region2,
      country: place.iso2 || place.country_code,
      postalCode: place.zipcode,
    }));
  },
  "vat-rates": async (client) =>
    (await rows(client, "vat/read", {}, wireVat)).flatMap((one) => {
      const [rate, rateId] = [one.vat_rate ?? one.value, one.vat_id ?? one.id];
      // A fraction by the documentation; a whole percentage is understood as well.
      return rate === null ? [] : [{ id: rateId ?? "", rate: Number(rate) > 1 ? divide(rate, "100", 4) : rate }];
    }),
  "handling-times": async (client) =>
    (await rows(client, "handling_time/read", {}, wireHandling)).flatMap(({ id: own, value }) => {
      const days = value ?? own;
      return days === null ? [] : [{ days }];
    }),
};

/**
 * One of the lists eMAG keeps for the seller; `key` is a locality's id, "" for a whole list (emag-api.md §6.4, §7.6).
 * @throws ConnectorError when a locality comes that was not asked for
 */
export function readLookup<K extends LookupKind>(client: Client, kind: K, key: string): Promise<ChannelLookups[K][]> {
  return readers[kind](client, key);
}

async function rows<S extends z.ZodType>(
  client: Client,
  route: string,
  filters: Record<string, unknown>,
  schema: S,
): Promise<z.output<S>[]> {
  return rowsOf(await client.read(route, filters)).map((raw) => parseRow(schema, raw));
}
