import { and, asc, eq } from "drizzle-orm";
import type { Queries } from "@/lib/db/client";
import { integrations, sellers } from "@/lib/db/schema";
import type { IntegrationSettings } from "@/lib/domain/settings";

export type IntegrationView = {
  id: string;
  slug: string;
  seller: { slug: string; name: string };
  enabled: boolean;
  heartbeatMinutes: number;
  settings: IntegrationSettings;
};

export async function readIntegrations(db: Queries, sellerId: string | null): Promise<IntegrationView[]> {
  return db
    .select({
      id: integrations.id,
      slug: integrations.slug,
      seller: { slug: sellers.slug, name: sellers.name },
      enabled: integrations.enabled,
      heartbeatMinutes: integrations.heartbeatMinutes,
      settings: integrations.settings,
    })
    .from(integrations)
    .innerJoin(sellers, eq(sellers.id, integrations.sellerId))
    .where(sellerId ? eq(integrations.sellerId, sellerId) : undefined)
    .orderBy(asc(sellers.name), asc(integrations.slug));
}

/** The seller an integration belongs to, as far as `sellerId` may see it. */
export async function ownerOfIntegration(db: Queries, sellerId: string | null, id: string): Promise<string | null> {
  const mine = sellerId ? eq(integrations.sellerId, sellerId) : undefined;
  const [row] = await db
    .select({ sellerId: integrations.sellerId })
    .from(integrations)
    .where(and(eq(integrations.id, id), mine));
  return row?.sellerId ?? null;
}
