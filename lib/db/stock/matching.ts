import { and, asc, eq, ilike, isNull, or, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { erpItems, integrations, offers } from "@/lib/db/schema";
import { readStockIntegrations, type StockIntegration } from "@/lib/db/stock/offer-list";
import { offerKey } from "@/lib/db/stock/offers";

const limit = 100;

export type UnmatchedOffer = {
  id: string;
  integrationId: string;
  integration: string;
  sku: string;
  name: string;
  eans: string[];
  itemId: string | null;
};
type UnmatchedItem = {
  integrationId: string;
  integration: string;
  itemId: string;
  eans: string[];
  firstSeenAt: Iso;
};

/** What only one side knows, and what was linked by hand or by barcode. */
export type Matching = {
  now: Iso;
  offers: UnmatchedOffer[];
  offerCount: number;
  items: UnmatchedItem[];
  itemCount: number;
  linked: (UnmatchedOffer & { linkedBy: "person" | "barcode" })[];
  integrations: StockIntegration[];
};

const itemOfOffer = sql`exists (select from ${erpItems} where ${erpItems.integrationId} = ${offers.integrationId} and ${erpItems.key} = ${offerKey})`;
const offerOfItem = sql`exists (select from ${offers} where ${offers.integrationId} = ${erpItems.integrationId} and ${offers.delistedAt} is null and ${offerKey} = ${erpItems.key})`;

const offerColumns = {
  id: offers.id,
  integrationId: offers.integrationId,
  integration: integrations.slug,
  sku: offers.sku,
  name: offers.name,
  eans: offers.eans,
  itemId: offers.itemId,
};

export async function readMatching(db: Db, sellerId: string | null, search: string, now: Date): Promise<Matching> {
  const mine = sellerId ? eq(integrations.sellerId, sellerId) : undefined;
  const like = search.trim() ? `%${search.trim().replace(/[\\%_]/g, "\\$&")}%` : null;
  const lonely = and(
    mine,
    isNull(offers.delistedAt),
    sql`not ${itemOfOffer}`,
    like ? or(ilike(offers.sku, like), ilike(offers.name, like)) : undefined,
  );
  const orphaned = and(mine, sql`not ${offerOfItem}`, like ? ilike(erpItems.itemId, like) : undefined);
  const count = sql<number>`count(*) over ()::int`;
  const fromOffers = () =>
    db
      .select({ ...offerColumns, linkedBy: offers.linkedBy, count })
      .from(offers)
      .innerJoin(integrations, eq(integrations.id, offers.integrationId));
  const [unmatched, items, linked, sides] = await Promise.all([
    fromOffers().where(lonely).orderBy(asc(offers.sku)).limit(limit),
    db
      .select({
        integrationId: erpItems.integrationId,
        integration: integrations.slug,
        itemId: erpItems.itemId,
        eans: erpItems.eans,
        firstSeenAt: erpItems.firstSeenAt,
        count,
      })
      .from(erpItems)
      .innerJoin(integrations, eq(integrations.id, erpItems.integrationId))
      .where(orphaned)
      .orderBy(asc(erpItems.itemId))
      .limit(limit),
    fromOffers()
      .where(and(mine, sql`${offers.itemId} is not null`, like ? ilike(offers.sku, like) : undefined))
      .orderBy(asc(offers.sku))
      .limit(limit),
    readStockIntegrations(db, sellerId),
  ]);
  return {
    now: iso(now),
    offers: unmatched.map(({ linkedBy: _by, count: _count, ...offer }) => offer),
    offerCount: unmatched[0]?.count ?? 0,
    items: items.map(({ count: _count, firstSeenAt, ...item }) => ({ ...item, firstSeenAt: iso(firstSeenAt) })),
    itemCount: items[0]?.count ?? 0,
    linked: linked.map(({ count: _count, linkedBy, ...offer }) => ({ ...offer, linkedBy: linkedBy ?? "person" })),
    integrations: sides,
  };
}
