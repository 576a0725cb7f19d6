import type { z } from "zod";
import type { Offer } from "@/lib/connectors/contract";
import type { Client } from "@/lib/connectors/emag/client";
import { pagesOf, parseRow } from "@/lib/connectors/emag/pages";
import type { Settings } from "@/lib/connectors/emag/settings";
import { rowsOf, wireOffer } from "@/lib/connectors/emag/wire";

/** The seller's offers with the stock last declared, which is what a push replaces (emag-api.md §7.5). */
export async function* listOffers(client: Client, fromPage = 1): AsyncGenerator<Offer[]> {
  for await (const rows of pagesOf(client, "product_offer/read", {}, wireOffer, fromPage)) {
    yield rows.map(({ head }) => offerOf(head));
  }
}

/** One offer by the filter `id`; others that come along are left aside, for filters can be ignored silently (§1.3). */
export async function readOffer(client: Client, id: string): Promise<Offer | null> {
  const filters = { id: Number(id), currentPage: 1, itemsPerPage: 1 };
  const rows = rowsOf(await client.read("product_offer/read", filters)).map((raw) => parseRow(wireOffer, raw));
  const found = rows.find((row) => row.id === id);
  return found ? offerOf(found) : null;
}

function offerOf(head: z.output<typeof wireOffer>): Offer {
  const { id, part_number, name, status, general_stock, stock, ean, category_id } = head;
  return {
    id,
    sku: part_number,
    name,
    active: status === 1,
    stock: general_stock ?? stock.reduce((sum, { value }) => sum + value, 0),
    eans: ean.filter((code) => code !== ""),
    category: category_id,
  };
}

/**
 * Absolute stock of at most 50 offers, in one `offer/save` or by one PATCH each. A refusal does not say whose it is,
 * and those before it are taken (§1.6, §7.3, §7.4).
 * @throws RangeError for more than 50, before any call
 */
export async function pushStock(
  client: Client,
  changes: { offerId: string; quantity: number }[],
  route: Settings["stockRoute"],
): Promise<void> {
  if (changes.length === 0) return;
  if (changes.length > 50) throw new RangeError(`${changes.length} offers in one save, 50 are allowed`);
  const capped = changes.map(({ offerId, quantity }) => ({ id: Number(offerId), stock: Math.min(quantity, 65_535) }));
  if (route === "offer_stock") {
    for (const { id, stock } of capped) await client.patch(`offer_stock/${id}`, { stock });
    return;
  }
  await client.save(
    "offer/save",
    capped.map(({ id, stock }) => ({ id, stock: [{ warehouse_id: 1, value: stock }] })),
  );
}
