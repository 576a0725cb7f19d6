import { and, eq, inArray, ne, notInArray, or, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { integrations, offers, orderLinks, orders } from "@/lib/db/schema";
import { offerKey } from "@/lib/db/stock/offers";

const line = sql`jsonb_array_elements(${orders.data} -> 'lines') as line`;

/** The item a line takes from the ERP: what its Sales Order will name, see `create-sales-order.ts`. */
const lineKey = sql<string>`upper(trim(coalesce(${offers.itemId}, nullif(line ->> 'sku', ''), ${offers.sku})))`;

/** Sold here and not in the ERP's figures: no Sales Order yet, or one made after the reading of stock began. */
function isInFlight(erpId: string, readStartedAt: Date) {
  return and(
    eq(integrations.erpId, erpId),
    eq(orders.fulfilment, "seller"),
    notInArray(orders.status, ["cancelled", "returned"]),
    sql`(${orderLinks.orderId} is null or ${orderLinks.linkedAt} >= ${readStartedAt.toISOString()}::timestamptz)`,
  );
}

/**
 * Units per item (`itemKey`) sold on any channel of this ERP that its figures do not hold yet. What a channel ships from
 * its own stock does not count.
 */
export async function unitsInFlight(db: Db, erpId: string, readStartedAt: Date): Promise<Map<string, number>> {
  const rows = await db
    .select({ key: lineKey.as("key"), units: sql<number>`sum((line ->> 'quantity')::int)::int` })
    .from(orders)
    .innerJoin(integrations, eq(integrations.id, orders.integrationId))
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .crossJoin(line)
    .leftJoin(
      offers,
      and(eq(offers.integrationId, orders.integrationId), sql`${offers.channelOfferId} = line ->> 'offerId'`),
    )
    .where(isInFlight(erpId, readStartedAt))
    .groupBy(sql`1`);
  return new Map(rows.flatMap(({ key, units }) => (key ? [[key, units] as const] : [])));
}

export type InFlightOrder = { id: string; number: string; channel: string; units: number };

/** The orders behind an item's units in flight, newest first, at most 50. */
export async function ordersInFlight(
  db: Db,
  input: { erpId: string; key: string; readStartedAt: Date },
): Promise<InFlightOrder[]> {
  const rows = await db
    .select({
      id: orders.id,
      number: orders.channelOrderId,
      channel: integrations.slug,
      units: sql<number>`sum((line ->> 'quantity')::int)::int`,
    })
    .from(orders)
    .innerJoin(integrations, eq(integrations.id, orders.integrationId))
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .crossJoin(line)
    .leftJoin(
      offers,
      and(eq(offers.integrationId, orders.integrationId), sql`${offers.channelOfferId} = line ->> 'offerId'`),
    )
    .where(and(isInFlight(input.erpId, input.readStartedAt), sql`${lineKey} = ${input.key}`))
    .groupBy(orders.id, orders.channelOrderId, integrations.slug)
    .orderBy(sql`${orders.receivedAt} desc`)
    .limit(50);
  return rows;
}

/**
 * The other integrations on the same ERP that still show these units as available: their stock must be sent at once.
 * @returns each with its channel's connection
 */
export async function integrationsOvershowing(
  db: Db,
  input: { integrationId: string; erpId: string; inFlight: Map<string, number> },
): Promise<{ id: string; channelId: string }[]> {
  const keys = [...input.inFlight.keys()];
  if (keys.length === 0) return [];
  const units = JSON.stringify(Object.fromEntries(input.inFlight));
  return db
    .selectDistinct({ id: integrations.id, channelId: integrations.channelId })
    .from(integrations)
    .innerJoin(offers, eq(offers.integrationId, integrations.id))
    .where(
      and(
        eq(integrations.erpId, input.erpId),
        ne(integrations.id, input.integrationId),
        eq(integrations.enabled, true),
        sql`(${integrations.settings} -> 'stock' ->> 'enabled')::boolean is not false`,
        inArray(offerKey, keys),
        sql`${offers.available} is not null and ${offers.delistedAt} is null`,
        sql`coalesce(${offers.inFlight}, 0) < (${units}::text::jsonb ->> ${offerKey})::int`,
      ),
    );
}

/** Units sold per channel offer since a moment, whatever became of the orders: what a channel takes off by itself. */
export async function unitsSoldSince(
  db: Db,
  integrationId: string,
  channelOfferIds: string[],
  since: Date,
): Promise<Map<string, number>> {
  if (channelOfferIds.length === 0) return new Map();
  const rows = await db
    .select({ offerId: sql<string>`line ->> 'offerId'`, units: sql<number>`sum((line ->> 'quantity')::int)::int` })
    .from(orders)
    .crossJoin(line)
    .where(
      and(
        eq(orders.integrationId, integrationId),
        or(sql`${orders.receivedAt} >= ${since.toISOString()}::timestamptz`, eq(orders.status, "new")),
        inArray(sql`line ->> 'offerId'`, channelOfferIds),
      ),
    )
    .groupBy(sql`1`);
  return new Map(rows.map(({ offerId, units }) => [offerId, units]));
}
