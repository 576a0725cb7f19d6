import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { readAlertPreferences } from "@/lib/db/alerts/alerts";
import type { Db } from "@/lib/db/client";
import { connections, integrations, orders, sellers } from "@/lib/db/schema";
import { type Processing, registerOf } from "@/lib/domain/privacy/register";
import { type Retention, retentionOf } from "@/lib/domain/privacy/retention";
import { env } from "@/lib/env";

/** What the privacy page shows of one seller; `overdue`: orders past the buyers' term that are not erased yet. */
export type PrivacyPage = {
  seller: { slug: string; name: string };
  terms: Retention;
  register: Processing[];
  overdue: number;
};

const dayMs = 86_400_000;

/** A seller's terms and register of processing; null for a seller that does not exist. */
export async function readPrivacy(db: Db, sellerId: string, now: Date): Promise<PrivacyPage | null> {
  const [seller] = await db.select().from(sellers).where(eq(sellers.id, sellerId));
  if (!seller) return null;
  const terms = retentionOf(seller.retention);
  const [desk] = await readAlertPreferences(db, sellerId);
  const rows = await readSides(db, sellerId);
  const webhook = desk?.settings.webhookUrl;
  const mail = env("SMTP_URL");
  const old = lt(orders.receivedAt, new Date(now.getTime() - terms.buyers * dayMs));
  const [overdue] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(orders)
    .where(and(eq(orders.sellerId, sellerId), isNull(orders.erasedAt), old));
  return {
    seller: { slug: seller.slug, name: seller.name },
    terms,
    register: registerOf({
      integrations: rows.map(({ channel, erp, ...row }) => ({ ...row, channel: hostOf(channel), erp: hostOf(erp) })),
      alertHosts: webhook ? [new URL(webhook).hostname] : [],
      mail: mail ? new URL(mail).hostname : null,
      retention: terms,
    }),
    overdue: overdue?.n ?? 0,
  };
}

async function readSides(db: Db, sellerId: string) {
  const [channel, erp] = [alias(connections, "channel"), alias(connections, "erp")];
  return db
    .select({
      enabled: integrations.enabled,
      settings: integrations.settings,
      channel: channel.settings,
      erp: erp.settings,
    })
    .from(integrations)
    .innerJoin(channel, eq(channel.id, integrations.channelId))
    .innerJoin(erp, eq(erp.id, integrations.erpId))
    .where(eq(integrations.sellerId, sellerId));
}

/** The host a connection's settings name; every connector keeps its address as `baseUrl`. */
function hostOf({ baseUrl }: Record<string, unknown>): string {
  return typeof baseUrl === "string" && URL.canParse(baseUrl) ? new URL(baseUrl).hostname : "–";
}
