import { and, eq, inArray, lt, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { offers, stockDrifts } from "@/lib/db/schema";
import { unitsSoldSince } from "@/lib/db/stock/in-flight";
import { type DriftCause, explainDrift } from "@/lib/domain/stock/drift";

type SeenOffer = {
  id: string;
  sku: string;
  name: string;
  active: boolean;
  stock: number;
  eans: string[];
  category: string | null;
};

/** For so long after a push, the value before it may still be on show. */
const settlingSeconds = 30;
/** Sales of the last minutes before the last agreement may reach the channel's figure after it. */
const slackMs = 15 * 60_000;

/**
 * Stores what the channel shows of its offers and where that is not what was sent. What it shows counts as last
 * published from here on, so that an edit made there, or a lost push, differs from what is wanted and is
 * corrected by the next push.
 * @returns how many differ
 */
export async function storeOffers(db: Db, integrationId: string, seen: SeenOffer[], now: Date): Promise<number> {
  if (seen.length === 0) return 0;
  const drifts = await findDrifts(db, integrationId, seen, now);
  await upsertOffers(db, integrationId, seen, now);
  if (drifts.length > 0) await db.insert(stockDrifts).values(drifts);
  return drifts.length;
}

async function findDrifts(db: Db, integrationId: string, seen: SeenOffer[], now: Date) {
  const stocks = new Map(seen.map(({ id, stock }) => [id, stock]));
  const rows = await db
    .select({
      id: offers.id,
      channelOfferId: offers.channelOfferId,
      published: offers.published,
      publishedAt: offers.publishedAt,
      publishedBefore: offers.publishedBefore,
      unconfirmed: offers.unconfirmed,
      confirmedAt: offers.confirmedAt,
    })
    .from(offers)
    .where(and(eq(offers.integrationId, integrationId), inArray(offers.channelOfferId, [...stocks.keys()])));
  const found = rows.flatMap((row) => {
    const stock = stocks.get(row.channelOfferId);
    if (stock === undefined || row.published === null || row.unconfirmed || stock === row.published) return [];
    const settling = row.publishedAt !== null && now.getTime() - row.publishedAt.getTime() < settlingSeconds * 1000;
    if (settling && stock === row.publishedBefore) return [];
    const since = latest(row.publishedAt, row.confirmedAt);
    return [{ ...row, published: row.published, stock, since }];
  });
  if (found.length === 0) return [];
  const oldest = Math.min(...found.map(({ since }) => (since ?? now).getTime())) - slackMs;
  const ids = found.map(({ channelOfferId }) => channelOfferId);
  const sold = await unitsSoldSince(db, integrationId, ids, new Date(oldest));
  return found.map(({ id, channelOfferId, published, publishedBefore, stock, since }) => ({
    offerId: id,
    expected: published,
    observed: stock,
    since,
    foundAt: now,
    cause: explainDrift({
      expected: published,
      seen: stock,
      publishedBefore,
      sold: sold.get(channelOfferId) ?? 0,
    }) as DriftCause,
  }));
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a > b ? a : b;
}

async function upsertOffers(db: Db, integrationId: string, seen: SeenOffer[], now: Date): Promise<void> {
  const rows = seen.map(({ id, stock, ...rest }) => ({
    integrationId,
    channelOfferId: id,
    ...rest,
    observed: stock,
    observedAt: now,
    published: stock,
  }));
  const settling = sql`(${offers.publishedAt} > ${now.toISOString()}::timestamptz - make_interval(secs => ${settlingSeconds})
    and excluded.observed = ${offers.publishedBefore})`;
  const differs = sql`(${offers.published} is distinct from excluded.observed and ${offers.published} is not null and not ${offers.unconfirmed} and ${settling} is not true)`;
  await db
    .insert(offers)
    .values(rows)
    .onConflictDoUpdate({
      target: [offers.integrationId, offers.channelOfferId],
      set: {
        sku: sql`excluded.sku`,
        name: sql`excluded.name`,
        active: sql`excluded.active`,
        eans: sql`excluded.eans`,
        category: sql`excluded.category`,
        observed: sql`excluded.observed`,
        observedAt: sql`excluded.observed_at`,
        delistedAt: null,
        confirmedAt: sql`case when ${offers.published} = excluded.observed then excluded.observed_at else ${offers.confirmedAt} end`,
        driftSince: sql`case when ${differs} then coalesce(${offers.driftSince}, excluded.observed_at) else ${offers.driftSince} end`,
        published: sql`case when ${settling} then ${offers.published} else excluded.observed end`,
      },
    });
}

/** Offers that a whole reading did not show are no longer there: nothing is sent for them until they are. */
export async function markDelisted(db: Db, integrationId: string, startedAt: Date, now: Date): Promise<void> {
  await db
    .update(offers)
    .set({ delistedAt: now, active: false, held: false, heldSince: null, decision: null })
    .where(
      and(eq(offers.integrationId, integrationId), sql`${offers.delistedAt} is null`, lt(offers.observedAt, startedAt)),
    );
}

/** Closes the ledger's entries whose offer holds again what it should. */
export async function settleDrifts(db: Db, integrationId: string, now: Date): Promise<void> {
  await db.execute(sql`
    with settled as (
      update stock_drifts d set corrected_at = ${now.toISOString()}::timestamptz, corrected_to = o.published
      from offers o
      where o.id = d.offer_id and o.integration_id = ${integrationId} and d.corrected_at is null
        and o.published = o.target and not o.unconfirmed
      returning o.id)
    update offers set drift_since = null where id in (select id from settled)`);
}
