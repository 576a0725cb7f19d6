import { and, asc, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type ErpSide, readErpSides } from "@/lib/db/connections/erp-sides";
import { type RateLimitView, readRateLimits } from "@/lib/db/connections/rate-limit-view";
import { pushHeader, pushKey } from "@/lib/db/engine/push-key";
import { type Iso, iso } from "@/lib/db/iso";
import { type ConnectionTest, connections, sellers } from "@/lib/db/schema";
import type { Problem } from "@/lib/domain/problem";

export type ConnectionView = {
  id: string;
  slug: string;
  seller: { slug: string; name: string };
  connector: string;
  settings: Record<string, unknown>;
  pauseProblem: Problem | null;
  pausedUntil: Iso | null;
  lastTest: ConnectionTest | null;
  /** Holds a secret: null for those who may not configure. */
  webhookUrl: string | null;
  /** Until when the URL before the last rotation is accepted. */
  previousUrlUntil: Iso | null;
  /** What it uses of the account's call limits; empty until it made a call. */
  budgets: RateLimitView[];
  erp: ErpSide;
  /** The header an ERP's notifications carry; holds a secret: null for those who may not configure. */
  pushHeader: { name: string; value: string } | null;
};

export type ConnectionList = { now: Iso; connections: ConnectionView[] };

type Options = { now: Date; appUrl: string; withWebhook: boolean };

/** The connections a reader may see, without their credentials, which are never read here at all. */
export async function readConnections(db: Db, sellerId: string | null, options: Options): Promise<ConnectionList> {
  const rows = await db
    .select({
      id: connections.id,
      slug: connections.slug,
      connector: connections.connector,
      settings: connections.settings,
      pauseProblem: connections.pauseProblem,
      pausedUntil: connections.pausedUntil,
      lastTest: connections.lastTest,
      webhookToken: connections.webhookToken,
      rateLimitKey: connections.rateLimitKey,
      previousTokenUntil: connections.previousTokenUntil,
      seller: { slug: sellers.slug, name: sellers.name },
    })
    .from(connections)
    .innerJoin(sellers, eq(sellers.id, connections.sellerId))
    .where(sellerId ? eq(connections.sellerId, sellerId) : undefined)
    .orderBy(asc(sellers.name), asc(connections.createdAt), asc(connections.slug));
  const budgets = await readRateLimits(
    db,
    rows.map(({ id, rateLimitKey }) => rateLimitKey ?? id),
  );
  const sides = await readErpSides(
    db,
    rows.map(({ id }) => id),
  );
  return {
    now: iso(options.now),
    connections: rows.map(({ webhookToken, rateLimitKey, previousTokenUntil, ...row }) => ({
      ...row,
      budgets: budgets.get(rateLimitKey ?? row.id) ?? [],
      erp: sides.get(row.id) ?? { sessionSince: null, notifications: [] },
      pushHeader: options.withWebhook ? { name: pushHeader, value: pushKey(webhookToken) } : null,
      pausedUntil: iso(row.pausedUntil),
      previousUrlUntil: previousTokenUntil && previousTokenUntil > options.now ? iso(previousTokenUntil) : null,
      webhookUrl: options.withWebhook
        ? `${options.appUrl}/api/webhooks/${row.seller.slug}.${row.slug}/${webhookToken}`
        : null,
    })),
  };
}

/** The seller a connection belongs to, as far as `sellerId` may see it. */
export async function ownerOfConnection(db: Db, sellerId: string | null, id: string): Promise<string | null> {
  const mine = sellerId ? eq(connections.sellerId, sellerId) : undefined;
  const [row] = await db
    .select({ sellerId: connections.sellerId })
    .from(connections)
    .where(and(eq(connections.id, id), mine));
  return row?.sellerId ?? null;
}
