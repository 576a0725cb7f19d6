import { and, desc, eq, isNotNull } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { integrations, offers } from "@/lib/db/schema";
import type { Run } from "@/lib/flows/engine/run";

/**
 * Measures how long a push takes until the channel shows it: one offer of the last push is read back, now and with the
 * next runs until it shows. A failure to look says nothing and is left at that.
 */
export async function watchVisibility(run: Run): Promise<void> {
  const { ctx, open } = run;
  if (run.outOfTime() || !run.mayUse("channel")) return;
  const [newest] = await ctx.db
    .select({ id: offers.id, channelOfferId: offers.channelOfferId, sent: offers.sent, sentAt: offers.sentAt })
    .from(offers)
    .where(and(eq(offers.integrationId, open.row.id), isNotNull(offers.sentAt)))
    .orderBy(desc(offers.sentAt))
    .limit(1);
  if (!newest?.sentAt || newest.sent === null) return;
  const [row] = await ctx.db
    .select({ last: integrations.visibility })
    .from(integrations)
    .where(eq(integrations.id, open.row.id));
  if (row?.last?.sentAt === newest.sentAt.toISOString() && row.last.ms !== null) return;
  const shown = await open.channel.readOffer(newest.channelOfferId).catch((error: unknown) => {
    if (error instanceof ConnectorError) return null;
    throw error;
  });
  if (!shown) return;
  const now = ctx.now();
  const visible = shown.stock === newest.sent;
  const ms = visible ? now.getTime() - newest.sentAt.getTime() : null;
  const visibility = { offerId: newest.id, quantity: newest.sent, sentAt: newest.sentAt.toISOString(), ms };
  await ctx.db.update(integrations).set({ visibility }).where(eq(integrations.id, open.row.id));
  const confirmed = visible ? { confirmedAt: now } : {};
  await ctx.db
    .update(offers)
    .set({ seen: shown.stock, seenAt: now, ...confirmed })
    .where(eq(offers.id, newest.id));
}
