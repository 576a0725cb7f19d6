import { and, eq, gt, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { erpItems, offers } from "@/lib/db/schema";
import type { Problem } from "@/lib/domain/problem";
import type { StockFigure } from "@/lib/domain/stock/stock-figure";

/** The ERP's name of an offer's item, in the form of `itemKey`. */
export const offerKey = sql<string>`upper(trim(coalesce(${offers.itemId}, ${offers.sku})))`;

const columns = {
  id: offers.id,
  channelOfferId: offers.channelOfferId,
  sku: offers.sku,
  itemId: offers.itemId,
  category: offers.category,
  itemClass: erpItems.itemClass,
  buffer: offers.buffer,
  bufferPercent: offers.bufferPercent,
  cap: offers.cap,
  available: offers.available,
  warehouses: offers.warehouses,
  availableReadAt: offers.availableReadAt,
  inFlight: offers.inFlight,
  bufferUnits: offers.bufferUnits,
  capUnits: offers.capUnits,
  target: offers.target,
  published: offers.published,
  publishedBefore: offers.publishedBefore,
  publishedAt: offers.publishedAt,
  unconfirmed: offers.unconfirmed,
  refusedAt: offers.refusedAt,
  absentSince: offers.absentSince,
  held: offers.held,
  heldSince: offers.heldSince,
  decision: offers.decision,
};

/** As much of an offer as its stock needs. */
export type StockOffer = Pick<typeof offers.$inferSelect, Exclude<keyof typeof columns, "itemClass">> & {
  itemClass: string | null;
};

const listed = (integrationId: string) =>
  and(eq(offers.integrationId, integrationId), sql`${offers.delistedAt} is null`);

/** The offers the channel still lists; with `keys`, those of these items and those with units in flight. */
export async function readOffers(db: Db, integrationId: string, keys?: string[]): Promise<StockOffer[]> {
  const some = keys && or(sql`${offers.inFlight} > 0`, keys.length > 0 ? inArray(offerKey, keys) : undefined);
  return selectOffers(db, and(listed(integrationId), some));
}

/**
 * The next offers the channel still lists, after one by its channel offer id ("" to begin); none at the end. Without the
 * class of their items (`readItemClasses`): a page would be joined with the whole catalogue.
 */
export async function readOfferPage(
  db: Db,
  integrationId: string,
  after: string,
): Promise<Omit<StockOffer, "itemClass">[]> {
  const { itemClass: _, ...own } = columns;
  return db
    .select(own)
    .from(offers)
    .where(and(listed(integrationId), gt(offers.channelOfferId, after)))
    .orderBy(offers.channelOfferId)
    .limit(pageSize);
}

function selectOffers(db: Db, condition: SQL | undefined): Promise<StockOffer[]> {
  return db
    .select(columns)
    .from(offers)
    .leftJoin(erpItems, and(eq(erpItems.integrationId, offers.integrationId), eq(erpItems.key, offerKey)))
    .where(condition);
}

/** What a pass over the stock decides about an offer. */
export type StockFigures = StockFigure & { id: string };

const rowsAtOnce = 2000;
/** Small enough that a page is forgotten before the collector would take it for something that stays. */
const pageSize = 500;

/** Writes the figures of many offers and adds them to their history, some thousands with one statement. */
export async function writeStockFigures(db: Db, figures: StockFigures[], now: Date): Promise<void> {
  for (let start = 0; start < figures.length; start += rowsAtOnce) {
    const rows = JSON.stringify(figures.slice(start, start + rowsAtOnce));
    await db.execute(sql`
      with f as (
        select * from jsonb_to_recordset(${rows}::text::jsonb) as f ("id" uuid, "available" int, "warehouses" jsonb,
          "availableReadAt" timestamptz, "inFlight" int, "bufferUnits" int, "capUnits" int, "target" int,
          "absentSince" timestamptz, "held" boolean, "heldSince" timestamptz, "decision" text)
      ), history as (
        insert into stock_history (offer_id, at, available, in_flight, buffer_units, target)
        select f."id", ${now.toISOString()}::timestamptz, f."available", coalesce(f."inFlight", 0), f."bufferUnits", f."target" from f
        on conflict do nothing
      )
      update offers set available = f."available", warehouses = f."warehouses", available_read_at = f."availableReadAt",
        in_flight = f."inFlight", buffer_units = f."bufferUnits", cap_units = f."capUnits", target = f."target",
        absent_since = f."absentSince", held = f."held", held_since = f."heldSince", decision = f."decision"
      from f where offers.id = f."id"`);
  }
}

/** Committed before a push goes out: whatever becomes of it, the next push sends these again unless it is confirmed. */
export async function markUnconfirmed(db: Db, ids: string[]): Promise<void> {
  await db.update(offers).set({ unconfirmed: true }).where(inArray(offers.id, ids));
}

/** Records what the channel accepted. */
export async function markPublished(db: Db, published: { id: string; quantity: number }[], now: Date): Promise<void> {
  const rows = sql.join(
    published.map(({ id, quantity }) => sql`(${id}::uuid, ${quantity}::int)`),
    sql`, `,
  );
  await db.execute(sql`
    update offers set published_before = offers.published, published = s.quantity, published_at = ${now.toISOString()}::timestamptz,
      unconfirmed = false, refusal = null, refused_at = null, drift_since = null
    from (values ${rows}) as s (id, quantity) where offers.id = s.id`);
}

/** The channel refuses this one offer; it is left alone for a while, and the others go on. */
export async function markRefused(db: Db, id: string, refusal: Problem, now: Date): Promise<void> {
  await db.update(offers).set({ refusal, refusedAt: now, unconfirmed: false }).where(eq(offers.id, id));
}

/** Offers that a person or their barcode tied to an ERP item of another name. */
export async function linkedItems(db: Db, integrationId: string): Promise<Map<string, string>> {
  const rows = await db
    .select({ offerId: offers.channelOfferId, itemId: offers.itemId })
    .from(offers)
    .where(and(eq(offers.integrationId, integrationId), isNotNull(offers.itemId)));
  return new Map(rows.flatMap(({ offerId, itemId }) => (itemId ? [[offerId, itemId] as const] : [])));
}

/** Our copy of the offers that order lines name, by the channel's id. */
export async function offersOfLines(
  db: Db,
  integrationId: string,
  offerIds: string[],
): Promise<Map<string, Pick<typeof offers.$inferSelect, "sku" | "itemId">>> {
  if (offerIds.length === 0) return new Map();
  const rows = await db
    .select({ id: offers.channelOfferId, sku: offers.sku, itemId: offers.itemId })
    .from(offers)
    .where(and(eq(offers.integrationId, integrationId), inArray(offers.channelOfferId, offerIds)));
  return new Map(rows.map(({ id, ...offer }) => [id, offer]));
}
