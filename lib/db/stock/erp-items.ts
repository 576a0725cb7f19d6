import { and, eq, gt, inArray, isNotNull, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { erpItems } from "@/lib/db/schema";
import { itemKey } from "@/lib/domain/stock/stock";

const rowsAtOnce = 5000;

type Item = { itemId: string; itemClass: string | null; eans: string[] };

/** Adds the items of the ERP's feed that were not known; those that left it go, unless the catalogue names them. */
export async function storeFeedItems(db: Db, integrationId: string, itemIds: Iterable<string>, now: Date) {
  const fresh = new Map<string, string>();
  for (const itemId of itemIds) fresh.set(itemKey(itemId), itemId.trim());
  const gone: string[] = [];
  for (let page = await knownItems(db, integrationId, ""); page.length > 0; ) {
    for (const { key, bare } of page) if (!fresh.delete(key) && bare) gone.push(key);
    page = await knownItems(db, integrationId, page.at(-1)?.key ?? "");
  }
  const values = [...fresh].map(([key, itemId]) => ({ integrationId, key, itemId, firstSeenAt: now }));
  for (let start = 0; start < values.length; start += rowsAtOnce)
    await db
      .insert(erpItems)
      .values(values.slice(start, start + rowsAtOnce))
      .onConflictDoNothing();
  for (let start = 0; start < gone.length; start += rowsAtOnce)
    await db
      .delete(erpItems)
      .where(
        and(eq(erpItems.integrationId, integrationId), inArray(erpItems.key, gone.slice(start, start + rowsAtOnce))),
      );
}

/** `bare`: the feed alone names it. */
function knownItems(db: Db, integrationId: string, after: string) {
  return db
    .select({ key: erpItems.key, bare: sql<boolean>`${erpItems.itemClass} is null and ${erpItems.eans} = '{}'` })
    .from(erpItems)
    .where(and(eq(erpItems.integrationId, integrationId), gt(erpItems.key, after)))
    .orderBy(erpItems.key)
    .limit(rowsAtOnce);
}

/** The classes of the ERP's items by `itemKey`, as far as its catalogue names any. */
export async function readItemClasses(db: Db, integrationId: string): Promise<Map<string, string>> {
  const rows = await db
    .select({ key: erpItems.key, itemClass: erpItems.itemClass })
    .from(erpItems)
    .where(and(eq(erpItems.integrationId, integrationId), isNotNull(erpItems.itemClass)));
  return new Map(rows.flatMap(({ key, itemClass }) => (itemClass === null ? [] : [[key, itemClass] as const])));
}

/** Takes in a page of the ERP's catalogue: classes and barcodes. */
export async function storeErpItems(db: Db, integrationId: string, items: Item[], now: Date): Promise<void> {
  const byKey = new Map(items.map((item) => [itemKey(item.itemId), item]));
  const values = [...byKey].map(([key, { itemId, itemClass, eans }]) => ({
    integrationId,
    key,
    itemId,
    itemClass,
    eans,
    firstSeenAt: now,
  }));
  if (values.length === 0) return;
  await db
    .insert(erpItems)
    .values(values)
    .onConflictDoUpdate({
      target: [erpItems.integrationId, erpItems.key],
      set: { itemClass: sql`excluded.item_class`, eans: sql`excluded.eans` },
    });
}

/**
 * Ties offers to the one ERP item that carries one of their barcodes, where no item has their part number and nobody
 * tied them. Two items with the same barcode tie nothing. What an earlier pass tied follows the barcodes.
 * @returns how many offers are tied anew
 */
export async function linkByBarcode(db: Db, integrationId: string): Promise<number> {
  // Barcodes of 12 and of 13 digits name the same goods: leading noughts do not count.
  const rows = await db.execute<{ id: string }>(sql`
    with codes as (
      select i.item_id, ltrim(code, '0') as code from erp_items i, unnest(i.eans) as code
      where i.integration_id = ${integrationId}
    ), single as (
      select code, min(item_id) as item_id from codes group by code having count(distinct item_id) = 1
    ), found as (
      select o.id, min(s.item_id) as item_id
      from offers o, unnest(o.eans) as ean join single s on s.code = ltrim(ean, '0')
      where o.integration_id = ${integrationId} and o.linked_by is distinct from 'person'
        and (o.item_id is null or o.linked_by = 'barcode')
        and not exists (
          select from erp_items i where i.integration_id = o.integration_id and i.key = upper(trim(o.sku)))
      group by o.id having count(distinct s.item_id) = 1
    )
    update offers set item_id = found.item_id, linked_by = 'barcode', available = null, warehouses = null, target = null,
      absent_since = null
    from found where offers.id = found.id and offers.item_id is distinct from found.item_id
    returning offers.id`);
  return rows.length;
}

/** Whether the ERP is known to have such an item; true as long as its items were never read. */
export async function knowsItem(db: Db, integrationId: string, itemId: string): Promise<boolean> {
  const [row] = await db
    .select({ any: sql<boolean>`count(*) = 0 or bool_or(${erpItems.key} = ${itemKey(itemId)})` })
    .from(erpItems)
    .where(eq(erpItems.integrationId, integrationId));
  return row?.any ?? true;
}
