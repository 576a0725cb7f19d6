import { and, desc, eq, isNotNull } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { integrations, offers } from "@/lib/db/schema";
import type { Run } from "@/lib/flows/engine/run";

/**
 * Measures how long a push takes until the channel shows it: one offer of the last push is read back, now and with the
 * next runs until it shows. A failed read is ignored: the next run reads again.
 */
export async function measureLag(run: Run): Promise<void> {
  const { ctx, integration } = run;
  if (run.outOfTime() || !run.isSideAvailable("channel")) return;
  const [newest] = await ctx.db
    .select({
      id: offers.id,
      channelOfferId: offers.channelOfferId,
      published: offers.published,
      publishedAt: offers.publishedAt,
    })
    .from(offers)
    .where(and(eq(offers.integrationId, integration.row.id), isNotNull(offers.publishedAt)))
    .orderBy(desc(offers.publishedAt))
    .limit(1);
  if (!newest?.publishedAt || newest.published === null) return;
  const [row] = await ctx.db
    .select({ last: integrations.visibility })
    .from(integrations)
    .where(eq(integrations.id, integration.row.id));
  if (row?.last?.sentAt === newest.publishedAt.toISOString() && row.last.ms !== null) return;
  const shown = await integration.channel.readOffer(newest.channelOfferId).catch((error: unknown) => {
    if (error instanceof ConnectorError) return null;
    throw error;
  });
  if (!shown) return;
  const now = ctx.now();
  const visible = shown.stock === newest.published;
  const ms = visible ? now.getTime() - newest.publishedAt.getTime() : null;
  const visibility = { offerId: newest.id, quantity: newest.published, sentAt: newest.publishedAt.toISOString(), ms };
  await ctx.db.update(integrations).set({ visibility }).where(eq(integrations.id, integration.row.id));
  const confirmed = visible ? { confirmedAt: now } : {};
  await ctx.db
    .update(offers)
    .set({ observed: shown.stock, observedAt: now, ...confirmed })
    .where(eq(offers.id, newest.id));
}
