import { eq, isNull, sql } from "drizzle-orm";
import { readFindings, type SellerFinding } from "@/lib/db/alerts/findings";
import { alerts } from "@/lib/db/schema";
import { compareAlerts } from "@/lib/domain/alert";
import type { FlowContext } from "@/lib/flows/engine/context";

/** eMAG states deadlines in its platform's local time; presumably, emag-api.md §4.2. */
export const channelZone = "Europe/Bucharest";
const keptDays = 90;

/**
 * Started by the clock. Compares what is wrong now with the open alerts: opens what is new, closes what is over. Reads
 * only our rows; twice is safe, since one alert of a kind and subject can be open. Stops at the rows; `send-alerts`
 * notifies.
 */
export async function raiseAlerts(ctx: FlowContext): Promise<{ opened: number; closed: number }> {
  const now = ctx.now();
  const found = await readFindings(ctx.db, now, channelZone);
  return ctx.db.transaction(async (tx) => {
    const open = await tx.select().from(alerts).where(isNull(alerts.closedAt)).for("update");
    let opened = 0;
    let closed = 0;
    for (const sellerId of new Set([...found, ...open].map((one) => one.sellerId))) {
      const ofSeller = <T extends { sellerId: string }>(rows: T[]) => rows.filter((row) => row.sellerId === sellerId);
      const changes = compareAlerts<typeof alerts.$inferSelect>(ofSeller(open), ofSeller<SellerFinding>(found));
      if (changes.opened.length > 0) {
        const rows = changes.opened.map((finding) => ({ ...finding, sellerId, openedAt: now }));
        opened += (await tx.insert(alerts).values(rows).onConflictDoNothing().returning({ id: alerts.id })).length;
      }
      for (const { alert, finding } of changes.going) {
        if (JSON.stringify(alert.params) === JSON.stringify(finding.params)) continue;
        await tx.update(alerts).set({ params: finding.params }).where(eq(alerts.id, alert.id));
      }
      for (const { id } of changes.over) await tx.update(alerts).set({ closedAt: now }).where(eq(alerts.id, id));
      closed += changes.over.length;
    }
    const old = sql`${alerts.closedAt} < ${now.toISOString()}::timestamptz - make_interval(days => ${keptDays})`;
    await tx.delete(alerts).where(old);
    return { opened, closed };
  });
}
