import { and, eq, gte, isNull, notInArray, or, sql } from "drizzle-orm";
import type { Queries } from "@/lib/db/client";
import { offers, orderLinks, orders } from "@/lib/db/schema";

export type OfferRow = typeof offers.$inferSelect;

type SeenOffer = { id: string; sku: string; name: string; active: boolean; stock: number };

/**
 * Takes in what the channel shows of its offers. What it shows counts as last published from here on, so that an edit
 * made there, or a lost push, differs from what is wanted and is corrected by the next push.
 */
export async function upsertOffers(db: Queries, integrationId: string, seen: SeenOffer[], now: Date): Promise<void> {
  if (seen.length === 0) return;
  const rows = seen.map(({ id, sku, name, active, stock }) => ({
    integrationId,
    channelOfferId: id,
    sku,
    name,
    active,
    seen: stock,
    seenAt: now,
    sent: stock,
  }));
  await db
    .insert(offers)
    .values(rows)
    .onConflictDoUpdate({
      target: [offers.integrationId, offers.channelOfferId],
      set: {
        sku: sql`excluded.sku`,
        name: sql`excluded.name`,
        active: sql`excluded.active`,
        seen: sql`excluded.seen`,
        seenAt: sql`excluded.seen_at`,
        driftSince: sql`case when ${offers.sent} is distinct from excluded.seen then coalesce(${offers.driftSince}, excluded.seen_at) end`,
        sent: sql`excluded.seen`,
      },
    });
}

export async function readOffers(db: Queries, integrationId: string): Promise<OfferRow[]> {
  return db.select().from(offers).where(eq(offers.integrationId, integrationId));
}

/**
 * Units per SKU sold on the channel that the ERP's figures do not hold yet: orders without a Sales Order, and those
 * whose Sales Order was made after the reading of stock began. What the channel ships from its own stock does not count.
 */
export async function unitsInFlight(
  db: Queries,
  integrationId: string,
  readStartedAt: Date,
): Promise<Map<string, number>> {
  const line = sql`jsonb_array_elements(${orders.data} -> 'lines') as line`;
  const rows = await db
    .select({ offerId: sql<string>`line ->> 'offerId'`, units: sql<number>`sum((line ->> 'quantity')::int)::int` })
    .from(orders)
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .crossJoin(line)
    .where(
      and(
        eq(orders.integrationId, integrationId),
        eq(orders.fulfilment, "seller"),
        notInArray(orders.status, ["cancelled", "returned"]),
        or(isNull(orderLinks.orderId), gte(orderLinks.linkedAt, readStartedAt)),
      ),
    )
    .groupBy(sql`1`);
  return new Map(rows.map(({ offerId, units }) => [offerId, units]));
}

type Figures = Partial<
  Pick<OfferRow, "available" | "availableReadAt" | "inFlight" | "wanted" | "absentSince" | "held">
>;

/** Writes the figures of many offers with one statement. */
export async function writeFigures(db: Queries, figures: (Figures & { id: string })[]): Promise<void> {
  if (figures.length === 0) return;
  const rows = sql.join(
    figures.map(
      (one) =>
        sql`(${one.id}::uuid, ${one.available ?? null}::int, ${one.availableReadAt?.toISOString() ?? null}::timestamptz, ${one.inFlight ?? 0}::int, ${one.wanted ?? null}::int, ${one.absentSince?.toISOString() ?? null}::timestamptz, ${one.held ?? false}::boolean)`,
    ),
    sql`, `,
  );
  await db.execute(sql`
    update offers set available = f.available, available_read_at = f.read_at, in_flight = f.in_flight, wanted = f.wanted,
      absent_since = f.absent_since, held = f.held
    from (values ${rows}) as f (id, available, read_at, in_flight, wanted, absent_since, held) where offers.id = f.id`);
}

/** Records what the channel accepted. */
export async function markSent(db: Queries, sent: { id: string; quantity: number }[], now: Date): Promise<void> {
  const rows = sql.join(
    sent.map(({ id, quantity }) => sql`(${id}::uuid, ${quantity}::int)`),
    sql`, `,
  );
  await db.execute(sql`
    update offers set sent = s.quantity, sent_at = ${now.toISOString()}::timestamptz, drift_since = null
    from (values ${rows}) as s (id, quantity) where offers.id = s.id`);
}
