import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { rows, text } from "@/lib/connectors/acumatica/wire";
import type { ErpItem } from "@/lib/connectors/contract";

const pageSize = 500;
const maxBytes = 20 * 1024 * 1024;

const item = z.object({
  InventoryID: text,
  ItemClass: text,
  CrossReferences: rows(z.object({ AlternateID: text, AlternateType: text })),
});

/**
 * The stock items with their barcodes, page by page: cross references cannot be filtered by, so the map is built from a
 * full read (acumatica-api.md §6.4). The end is a page that is not full, or one that brings nothing new.
 */
export async function* listItems(client: Client): AsyncGenerator<ErpItem[]> {
  const seen = new Set<string>();
  for (let skip = 0; ; skip += pageSize) {
    const url = client.entity("StockItem", {
      $select: "InventoryID,ItemClass,CrossReferences/AlternateID,CrossReferences/AlternateType",
      $expand: "CrossReferences",
      $top: pageSize,
      $skip: skip,
    });
    const page = (await client.read(z.array(item), { url, maxBytes })) ?? [];
    const fresh = page.filter(({ InventoryID: id }) => id !== "" && !seen.has(id) && seen.add(id));
    if (fresh.length > 0) yield fresh.map(itemOf);
    if (page.length < pageSize || fresh.length === 0) return;
  }
}

/** The type's label depends on the site's language, so every alternate id that looks like a barcode counts as one. */
function itemOf({ InventoryID, ItemClass, CrossReferences }: z.output<typeof item>): ErpItem {
  const codes = CrossReferences.map(({ AlternateID }) => AlternateID).filter((code) => /^\d{6,14}$/.test(code));
  return { itemId: InventoryID, itemClass: ItemClass || null, eans: [...new Set(codes)] };
}
