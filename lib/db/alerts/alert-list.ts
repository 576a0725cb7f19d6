import { type AlertList, readAlertPreferences, readAlerts } from "@/lib/db/alerts/alerts";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import type { AlertSettings } from "@/lib/domain/alert";

/** The alerts page; `desk` is null while all sellers are looked at. */
export type AlertPage = AlertList & {
  desk: {
    sellerId: string;
    settings: AlertSettings;
    hasSecret: boolean;
    lastSentAt: Iso | null;
    lastFailure: string | null;
  } | null;
};

export async function readAlertList(db: Db, sellerId: string | null, now: Date): Promise<AlertPage> {
  const [list, desks] = await Promise.all([
    readAlerts(db, sellerId, now),
    sellerId ? readAlertPreferences(db, sellerId) : Promise.resolve([]),
  ]);
  const [desk] = desks;
  if (!desk) return { ...list, desk: null };
  const { settings, webhookSecret, lastSentAt, lastFailure } = desk;
  const owner = { sellerId: desk.sellerId, settings, hasSecret: webhookSecret !== null };
  return { ...list, desk: { ...owner, lastSentAt: iso(lastSentAt), lastFailure } };
}
