import { and, asc, eq, ilike, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { integrations, offers, sellers } from "@/lib/db/schema";
import type { Problem } from "@/lib/domain/problem";
import type { StockSettings } from "@/lib/domain/settings";

const offerLimit = 200;

export type OfferState =
  | "unknown"
  | "absent"
  | "held"
  | "kept"
  | "drift"
  | "refused"
  | "pending"
  | "published"
  | "inactive"
  | "gone";

const offerFilters = ["all", "held", "absent", "drift", "refused"] as const;
export type OfferFilter = (typeof offerFilters)[number];

export type OfferView = {
  id: string;
  integrationId: string;
  integration: string;
  channelOfferId: string;
  sku: string;
  name: string;
  itemId: string | null;
  available: number | null;
  availableReadAt: Iso | null;
  inFlight: number | null;
  /** The offer's own, in units or per cent; else null and `heldBack` is what the rules and the integration say. */
  buffer: number | null;
  bufferPercent: number | null;
  cap: number | null;
  heldBack: number | null;
  defaultBuffer: number;
  wanted: number | null;
  published: number | null;
  publishedAt: Iso | null;
  seen: number | null;
  seenAt: Iso | null;
  refusal: Problem | null;
  state: OfferState;
};

/**
 * What the mass-change guard holds of an integration: so many offers that show so many units, out of all its offers.
 */
type HeldOffers = { offers: number; units: number; of: number };

export type StockIntegration = {
  id: string;
  slug: string;
  seller: string;
  stockPushedAt: Iso | null;
  requested: boolean;
  /** A reading of all offers that is under way. */
  reconcile: { startedAt: Iso; read: number; of: number } | null;
  reconciledAt: Iso | null;
  /** How long the last push that was watched took until it was visible; `ms` is null while it is not. */
  visibility: { sentAt: Iso; ms: number | null } | null;
  held: HeldOffers;
  stock: StockSettings;
};

export type OfferList = {
  now: Iso;
  offers: OfferView[];
  /** More match than the `offerLimit` shown. */
  more: boolean;
  counts: Record<OfferFilter, number>;
  integrations: StockIntegration[];
};

export type OfferQuery = { search: string; show: OfferFilter };

export function parseOfferQuery(asked: Record<string, string | undefined>): OfferQuery {
  const show = offerFilters.find((name) => name === asked.show) ?? "all";
  return { search: (asked.q ?? "").slice(0, 100), show };
}

const filters: Record<OfferFilter, SQL | undefined> = {
  all: undefined,
  held: eq(offers.held, true),
  absent: sql`(${offers.absentSince} is not null or (${offers.available} is null and ${offers.delistedAt} is null))`,
  drift: isNotNull(offers.driftSince),
  refused: isNotNull(offers.refusal),
};

export async function readOfferList(
  db: Db,
  sellerId: string | null,
  { search, show }: OfferQuery,
  now: Date,
): Promise<OfferList> {
  const mine = sellerId ? eq(integrations.sellerId, sellerId) : undefined;
  const like = `%${search.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const matches = search.trim()
    ? or(ilike(offers.sku, like), ilike(offers.name, like), ilike(offers.channelOfferId, like))
    : undefined;
  const [rows, counts, sides] = await Promise.all([
    joined(db)
      .where(and(mine, matches, filters[show]))
      .orderBy(asc(offers.sku), asc(offers.id))
      .limit(offerLimit + 1),
    countOffers(db, mine),
    readStockIntegrations(db, sellerId),
  ]);
  return {
    now: iso(now),
    offers: rows.slice(0, offerLimit).map((row) => toView(row)),
    more: rows.length > offerLimit,
    counts,
    integrations: sides,
  };
}

async function countOffers(db: Db, mine: SQL | undefined): Promise<Record<OfferFilter, number>> {
  const count = (filter: SQL | undefined) => sql<number>`(count(*) filter (where ${filter ?? sql`true`}))::int`;
  const [row] = await db
    .select({
      all: count(filters.all),
      held: count(filters.held),
      absent: count(filters.absent),
      drift: count(filters.drift),
      refused: count(filters.refused),
    })
    .from(offers)
    .innerJoin(integrations, eq(integrations.id, offers.integrationId))
    .where(mine);
  return row ?? { all: 0, held: 0, absent: 0, drift: 0, refused: 0 };
}

/** The integrations a person may see, with where their stock stands. */
export async function readStockIntegrations(db: Db, sellerId: string | null): Promise<StockIntegration[]> {
  const rows = await db
    .select({
      integration: integrations,
      seller: sellers.name,
      all: sql<number>`(count(${offers.id}) filter (where ${offers.delistedAt} is null))::int`,
      held: sql<number>`(count(${offers.id}) filter (where ${offers.held}))::int`,
      units: sql<number>`(coalesce(sum(${offers.published}) filter (where ${offers.held}), 0))::int`,
    })
    .from(integrations)
    .innerJoin(sellers, eq(sellers.id, integrations.sellerId))
    .leftJoin(offers, eq(offers.integrationId, integrations.id))
    .where(sellerId ? eq(integrations.sellerId, sellerId) : undefined)
    .groupBy(integrations.id, sellers.id)
    .orderBy(asc(sellers.name), asc(integrations.slug));
  return rows.map(({ integration: one, seller, all, held, units }) => ({
    id: one.id,
    slug: one.slug,
    seller,
    stockPushedAt: iso(one.stockPushedAt),
    requested: one.stockRequestedAt !== null,
    reconcile: one.reconcile && { startedAt: one.reconcile.startedAt as Iso, read: one.reconcile.read, of: all },
    reconciledAt: iso(one.offersReadAt),
    visibility: one.visibility && { sentAt: one.visibility.sentAt as Iso, ms: one.visibility.ms },
    held: { offers: held, units, of: all },
    stock: one.settings.stock,
  }));
}

type OfferRow = typeof offers.$inferSelect;
type Joined = { offer: OfferRow; slug: string; buffer: number; readAt: Date | null };

/** Offers with what of their integration is needed to show them. */
export function joined(db: Db) {
  return db
    .select({
      offer: offers,
      slug: integrations.slug,
      readAt: integrations.stockReadAt,
      buffer: sql<number>`coalesce((${integrations.settings} -> 'stock' ->> 'buffer')::int, 0)`,
    })
    .from(offers)
    .innerJoin(integrations, eq(integrations.id, offers.integrationId));
}

export function toView({ offer, slug, buffer, readAt }: Joined): OfferView {
  return {
    id: offer.id,
    integrationId: offer.integrationId,
    integration: slug,
    channelOfferId: offer.channelOfferId,
    sku: offer.sku,
    name: offer.name,
    itemId: offer.itemId,
    available: offer.available,
    availableReadAt: iso(readAtOf(offer, readAt)),
    inFlight: offer.inFlight,
    buffer: offer.buffer,
    bufferPercent: offer.bufferPercent,
    cap: offer.cap,
    heldBack: offer.bufferUnits,
    defaultBuffer: buffer,
    wanted: offer.target,
    published: offer.published,
    publishedAt: iso(offer.publishedAt),
    seen: offer.observed,
    seenAt: iso(offer.observedAt),
    refusal: offer.refusal,
    state: stateOf(offer),
  };
}

/** Every present item is read with each pass; an absent one was read before it went. */
export function readAtOf(offer: Pick<OfferRow, "available" | "absentSince" | "availableReadAt">, readAt: Date | null) {
  if (offer.available === null) return null;
  return offer.absentSince ? offer.availableReadAt : readAt;
}

function stateOf(offer: OfferRow): OfferState {
  if (offer.delistedAt) return "gone";
  if (offer.held) return "held";
  if (offer.decision === "rejected") return "kept";
  if (offer.refusal) return "refused";
  if (offer.absentSince) return "absent";
  if (!offer.active) return "inactive";
  if (offer.target === null) return "unknown";
  if (offer.driftSince) return "drift";
  return offer.target === offer.published && !offer.unconfirmed ? "published" : "pending";
}

/** Whose an offer is, as far as `sellerId` may see it. */
export async function ownerOfOffer(
  db: Db,
  sellerId: string | null,
  id: string,
): Promise<{ sellerId: string; integrationId: string } | null> {
  const [row] = await db
    .select({ sellerId: integrations.sellerId, integrationId: integrations.id })
    .from(offers)
    .innerJoin(integrations, eq(integrations.id, offers.integrationId))
    .where(and(eq(offers.id, id), sellerId ? eq(integrations.sellerId, sellerId) : undefined));
  return row ?? null;
}
