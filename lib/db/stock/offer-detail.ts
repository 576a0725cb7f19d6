import { and, asc, desc, eq, gt } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { erpItems, integrations, offers, stockDrifts, stockHistory } from "@/lib/db/schema";
import { type DriftView, driftColumns, toDrift } from "@/lib/db/stock/drift-list";
import { type InFlightOrder, ordersInFlight } from "@/lib/db/stock/in-flight";
import { joined, type OfferView, readAtOf, toView } from "@/lib/db/stock/offer-list";
import type { StockRule } from "@/lib/domain/settings";
import { bufferOf, itemKey, type Units } from "@/lib/domain/stock/stock";

export type HistoryPoint = { at: Iso; available: number | null; wanted: number | null };

/** Everything behind one offer's published stock. */
export type OfferDetail = {
  now: Iso;
  offer: OfferView;
  /** By warehouse, as the ERP wrote it. */
  warehouses: Units;
  orders: InFlightOrder[];
  bufferOrigin: "offer" | "rule" | "integration";
  rule: StockRule | null;
  shownAtMost: number | null;
  confirmedAt: Iso | null;
  absentSince: Iso | null;
  decision: { what: "released" | "rejected"; by: string; at: Iso } | null;
  history: HistoryPoint[];
  drifts: DriftView[];
};

const historyPoints = 500;

export async function readOffer(db: Db, sellerId: string | null, id: string, now: Date): Promise<OfferDetail | null> {
  const mine = sellerId ? eq(integrations.sellerId, sellerId) : undefined;
  const [row] = await joined(db).where(and(eq(offers.id, id), mine));
  if (!row) return null;
  const { offer } = row;
  const key = itemKey(offer.itemId ?? offer.sku);
  const [integration] = await db.select().from(integrations).where(eq(integrations.id, offer.integrationId));
  const [item] = await db
    .select({ itemClass: erpItems.itemClass })
    .from(erpItems)
    .where(and(eq(erpItems.integrationId, offer.integrationId), eq(erpItems.key, key)));
  const readAt = readAtOf(offer, row.readAt) ?? now;
  const [orders, history, drifts] = await Promise.all([
    integration ? ordersInFlight(db, { erpId: integration.erpId, key, readStartedAt: readAt }) : [],
    readHistory(db, id),
    db
      .select(driftColumns)
      .from(stockDrifts)
      .innerJoin(offers, eq(offers.id, stockDrifts.offerId))
      .innerJoin(integrations, eq(integrations.id, offers.integrationId))
      .where(eq(stockDrifts.offerId, id))
      .orderBy(desc(stockDrifts.foundAt))
      .limit(20),
  ]);
  const stock = integration?.settings.stock;
  const categories = [offer.category, item?.itemClass ?? null].filter((name): name is string => name !== null);
  const buffering = stock && bufferOf({ ...offer, categories }, offer.warehouses ?? {}, stock);
  const { decision, decidedBy, decidedAt } = offer;
  return {
    now: iso(now),
    offer: toView(row),
    warehouses: offer.warehouses ?? {},
    orders,
    bufferOrigin: buffering?.origin ?? "integration",
    rule: (typeof buffering?.rule === "number" && stock?.bufferRules?.[buffering.rule]) || null,
    shownAtMost: offer.capUnits,
    confirmedAt: iso(offer.confirmedAt),
    absentSince: iso(offer.absentSince),
    decision: decision && decidedAt ? { what: decision, by: decidedBy ?? "", at: iso(decidedAt) } : null,
    history,
    drifts: drifts.map(toDrift),
  };
}

/** The newest points, oldest first. */
async function readHistory(db: Db, offerId: string): Promise<HistoryPoint[]> {
  const newest = await db
    .select({ at: stockHistory.at })
    .from(stockHistory)
    .where(eq(stockHistory.offerId, offerId))
    .orderBy(desc(stockHistory.at))
    .offset(historyPoints)
    .limit(1);
  const rows = await db
    .select({ at: stockHistory.at, available: stockHistory.available, wanted: stockHistory.target })
    .from(stockHistory)
    .where(and(eq(stockHistory.offerId, offerId), newest[0] ? gt(stockHistory.at, newest[0].at) : undefined))
    .orderBy(asc(stockHistory.at));
  return rows.map(({ at, ...figures }) => ({ at: iso(at), ...figures }));
}
