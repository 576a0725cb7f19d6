import { and, asc, eq, ilike, or, sql } from "drizzle-orm";
import type { Queries } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/read/iso";
import { integrations, offers, sellers } from "@/lib/db/schema";

export const offerLimit = 200;

export type OfferState = "unknown" | "absent" | "held" | "drift" | "pending" | "published" | "inactive";

export type OfferView = {
  id: string;
  integration: string;
  channelOfferId: string;
  sku: string;
  name: string;
  available: number | null;
  availableReadAt: Iso | null;
  inFlight: number | null;
  /** The offer's own, else null and `defaultBuffer` holds. */
  buffer: number | null;
  defaultBuffer: number;
  published: number | null;
  publishedAt: Iso | null;
  seen: number | null;
  seenAt: Iso | null;
  state: OfferState;
};

export type OfferList = {
  now: Iso;
  offers: OfferView[];
  /** More match than the `offerLimit` shown. */
  more: boolean;
  integrations: { id: string; slug: string; seller: string; stockPushedAt: Iso | null; requested: boolean }[];
};

export async function readOfferList(
  db: Queries,
  sellerId: string | null,
  search: string,
  now: Date,
): Promise<OfferList> {
  const mine = sellerId ? eq(integrations.sellerId, sellerId) : undefined;
  const like = `%${search.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const matches = search.trim()
    ? or(ilike(offers.sku, like), ilike(offers.name, like), ilike(offers.channelOfferId, like))
    : undefined;
  const [rows, sides] = await Promise.all([
    db
      .select({
        offer: offers,
        slug: integrations.slug,
        readAt: integrations.stockReadAt,
        buffer: sql<number>`coalesce((${integrations.settings} -> 'stock' ->> 'buffer')::int, 0)`,
      })
      .from(offers)
      .innerJoin(integrations, eq(integrations.id, offers.integrationId))
      .where(and(mine, matches))
      .orderBy(asc(offers.sku), asc(offers.id))
      .limit(offerLimit + 1),
    db
      .select({ integration: integrations, seller: sellers.name })
      .from(integrations)
      .innerJoin(sellers, eq(sellers.id, integrations.sellerId))
      .where(mine)
      .orderBy(asc(sellers.name), asc(integrations.slug)),
  ]);
  return {
    now: iso(now),
    offers: rows.slice(0, offerLimit).map((row) => toView(row)),
    more: rows.length > offerLimit,
    integrations: sides.map(({ integration, seller }) => ({
      id: integration.id,
      slug: integration.slug,
      seller,
      stockPushedAt: iso(integration.stockPushedAt),
      requested: integration.stockRequestedAt !== null,
    })),
  };
}

type OfferRow = typeof offers.$inferSelect;

type Joined = { offer: OfferRow; slug: string; buffer: number; readAt: Date | null };

function toView({ offer, slug, buffer, readAt }: Joined): OfferView {
  return {
    id: offer.id,
    integration: slug,
    channelOfferId: offer.channelOfferId,
    sku: offer.sku,
    name: offer.name,
    available: offer.available,
    availableReadAt: iso(readAtOf(offer, readAt)),
    inFlight: offer.inFlight,
    buffer: offer.buffer,
    defaultBuffer: buffer,
    published: offer.sent,
    publishedAt: iso(offer.sentAt),
    seen: offer.seen,
    seenAt: iso(offer.seenAt),
    state: stateOf(offer),
  };
}

/** Every present item is read with each pass; an absent one was read before it went. */
export function readAtOf(offer: Pick<OfferRow, "available" | "absentSince" | "availableReadAt">, readAt: Date | null) {
  if (offer.available === null) return null;
  return offer.absentSince ? offer.availableReadAt : readAt;
}

export function stateOf(offer: OfferRow): OfferState {
  if (!offer.active) return "inactive";
  if (offer.held) return "held";
  if (offer.absentSince) return "absent";
  if (offer.wanted === null) return "unknown";
  if (offer.driftSince) return "drift";
  return offer.wanted === offer.sent ? "published" : "pending";
}

/** The seller an offer belongs to, as far as `sellerId` may see it. */
export async function ownerOfOffer(db: Queries, sellerId: string | null, id: string): Promise<string | null> {
  const [row] = await db
    .select({ sellerId: integrations.sellerId })
    .from(offers)
    .innerJoin(integrations, eq(integrations.id, offers.integrationId))
    .where(and(eq(offers.id, id), sellerId ? eq(integrations.sellerId, sellerId) : undefined));
  return row?.sellerId ?? null;
}
