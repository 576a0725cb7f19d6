import { and, asc, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { keptLookup } from "@/lib/db/connections/lookups";
import { integrations, sellers } from "@/lib/db/schema";
import type { IntegrationSettings } from "@/lib/domain/settings";

export type IntegrationView = {
  id: string;
  slug: string;
  seller: { slug: string; name: string };
  enabled: boolean;
  heartbeatMinutes: number;
  settings: IntegrationSettings;
  /** Of the settings; a form gives it back, so that nobody overwrites what they have not seen. */
  revision: number;
  /** What the channel's own lists offer for a setting, by its path; empty until they were read. */
  suggestions: Record<string, Suggestion[]>;
};

export type Suggestion = { value: string; label: string };

export async function readIntegrationList(db: Db, sellerId: string | null): Promise<IntegrationView[]> {
  const rows = await db
    .select({
      id: integrations.id,
      channelId: integrations.channelId,
      slug: integrations.slug,
      seller: { slug: sellers.slug, name: sellers.name },
      enabled: integrations.enabled,
      heartbeatMinutes: integrations.heartbeatMinutes,
      settings: integrations.settings,
      revision: integrations.settingsRevision,
    })
    .from(integrations)
    .innerJoin(sellers, eq(sellers.id, integrations.sellerId))
    .where(sellerId ? eq(integrations.sellerId, sellerId) : undefined)
    .orderBy(asc(sellers.name), asc(integrations.slug));
  return Promise.all(
    rows.map(async ({ channelId, ...row }) => ({ ...row, suggestions: await suggestionsOf(db, channelId) })),
  );
}

async function suggestionsOf(db: Db, connectionId: string): Promise<Record<string, Suggestion[]>> {
  const [accounts, addresses] = await Promise.all([
    keptLookup(db, { connectionId, kind: "courier-accounts", key: "" }),
    keptLookup(db, { connectionId, kind: "addresses", key: "" }),
  ]);
  return {
    "awb.courierAccountId": (accounts?.rows ?? [])
      .filter(({ active, forOrders }) => active && forOrders !== false)
      .map(({ id, name, courier }) => ({ value: id, label: [name, courier].filter(Boolean).join(", ") })),
    "awb.sender.addressId": (addresses?.rows ?? []).map(({ id, street, city }) => ({
      value: id,
      label: [street, city].filter(Boolean).join(", "),
    })),
  };
}

/** The seller an integration belongs to, as far as `sellerId` may see it. */
export async function ownerOfIntegration(db: Db, sellerId: string | null, id: string): Promise<string | null> {
  const mine = sellerId ? eq(integrations.sellerId, sellerId) : undefined;
  const [row] = await db
    .select({ sellerId: integrations.sellerId })
    .from(integrations)
    .where(and(eq(integrations.id, id), mine));
  return row?.sellerId ?? null;
}
