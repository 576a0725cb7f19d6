import { and, asc, desc, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { alertPreferences, alerts, sellers, users } from "@/lib/db/schema";
import { type AlertKind, type AlertSettings, alertSettings } from "@/lib/domain/alert";

export type AlertRow = typeof alerts.$inferSelect;
export type AlertPreferences = {
  sellerId: string;
  seller: string;
  settings: AlertSettings;
  webhookSecret: string | null;
  lastSentAt: Date | null;
  lastFailure: string | null;
};

/** How one seller, or every seller, is notified; a seller without a row has the defaults. */
export async function readAlertPreferences(db: Db, sellerId: string | null): Promise<AlertPreferences[]> {
  const rows = await db
    .select({ id: sellers.id, name: sellers.name, desk: alertPreferences })
    .from(sellers)
    .leftJoin(alertPreferences, eq(alertPreferences.sellerId, sellers.id))
    .where(sellerId ? eq(sellers.id, sellerId) : undefined);
  return rows.map(({ id, name, desk }) => ({
    sellerId: id,
    seller: name,
    settings: alertSettings.parse(desk?.settings ?? {}),
    webhookSecret: desk?.webhookSecret ?? null,
    lastSentAt: desk?.lastSentAt ?? null,
    lastFailure: desk?.lastFailure ?? null,
  }));
}

/** Addresses of a seller's administrators who can still sign in. */
export async function administratorsOf(db: Db, sellerId: string): Promise<string[]> {
  const mine = and(eq(users.sellerId, sellerId), eq(users.role, "admin"), isNull(users.disabledAt));
  const rows = await db.select({ email: users.email }).from(users).where(mine).orderBy(asc(users.email));
  return rows.map(({ email }) => email);
}

/** Alerts whose opening or end was not sent; one that was over before its opening was sent needs no notification. */
export async function unsentAlerts(db: Db, sellerId: string): Promise<{ opened: AlertRow[]; ended: AlertRow[] }> {
  const opened = and(isNull(alerts.openingSentAt), isNull(alerts.closedAt));
  const ended = and(isNotNull(alerts.openingSentAt), isNotNull(alerts.closedAt), isNull(alerts.endSentAt));
  const rows = await db
    .select()
    .from(alerts)
    .where(and(eq(alerts.sellerId, sellerId), or(opened, ended)))
    .orderBy(asc(alerts.openedAt));
  return { opened: rows.filter((row) => !row.closedAt), ended: rows.filter((row) => row.closedAt) };
}

type AlertView = {
  id: string;
  seller: string;
  kind: AlertKind;
  params: Record<string, string>;
  openedAt: Iso;
  closedAt: Iso | null;
};
export type AlertList = { now: Iso; open: AlertView[]; over: AlertView[] };

/** What is wrong now, oldest first, and what ended by itself in the last seven days, newest first. */
export async function readAlerts(db: Db, sellerId: string | null, now: Date): Promise<AlertList> {
  const mine = sellerId ? eq(alerts.sellerId, sellerId) : undefined;
  const since = new Date(now.getTime() - 7 * 86_400_000);
  const read = (condition: ReturnType<typeof and>) =>
    db
      .select({ alert: alerts, seller: sellers.name })
      .from(alerts)
      .innerJoin(sellers, eq(sellers.id, alerts.sellerId))
      .where(and(mine, condition));
  const [open, over] = await Promise.all([
    read(isNull(alerts.closedAt)).orderBy(asc(alerts.openedAt)).limit(200),
    read(gt(alerts.closedAt, since)).orderBy(desc(alerts.closedAt)).limit(50),
  ]);
  const view = ({ alert: { id, kind, params, openedAt, closedAt }, seller }: (typeof open)[number]): AlertView => ({
    id,
    seller,
    kind,
    params,
    openedAt: iso(openedAt),
    closedAt: iso(closedAt),
  });
  return { now: iso(now), open: open.map(view), over: over.map(view) };
}
