import { and, desc, eq, lt, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { counts, orderLinks, orders, steps } from "@/lib/db/schema";
import type { CountFigures, Difference, KnownOrder } from "@/lib/domain/documents/count";

export type CountRow = typeof counts.$inferSelect;

const historyDays = 90;

/** Stores one count and deletes those older than 90 days. @throws Error when the database wrote no row */
export async function insertCount(
  db: Db,
  count: {
    integrationId: string;
    at: Date;
    fromDay: string;
    toDay: string;
    figures: CountFigures;
    differences: Difference[];
  },
): Promise<CountRow> {
  const [row] = await db.insert(counts).values(count).returning();
  if (!row) throw new Error("a count was not stored");
  const old = new Date(count.at.getTime() - historyDays * 86_400_000);
  await db.delete(counts).where(and(eq(counts.integrationId, count.integrationId), lt(counts.at, old)));
  return row;
}

/** The newest count of an integration; null before the first. */
export async function readLatestCount(db: Db, integrationId: string): Promise<CountRow | null> {
  const mine = eq(counts.integrationId, integrationId);
  const [row] = await db.select().from(counts).where(mine).orderBy(desc(counts.at)).limit(1);
  return row ?? null;
}

/** A known order as the count compares it, with the whole key of its link. */
export type KnownRow = KnownOrder & { key: { orderType: string; number: string } | null };

/** A step that changed within this time is still on its way. */
const freshMinutes = 60;

/**
 * Orders of a channel placed within two days of its local time (`YYYY-MM-DD`, both included), and any other among
 * `ids` or linked to one of `numbers`.
 */
export async function readKnownOrders(
  db: Db,
  input: { connectionId: string; erpId: string; from: string; to: string; ids: string[]; numbers: string[]; now: Date },
): Promise<KnownRow[]> {
  const among = (values: string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
  const freshSince = new Date(input.now.getTime() - freshMinutes * 60_000);
  const rows = await db
    .select({ order: orders, link: orderLinks, step: steps })
    .from(orders)
    .leftJoin(orderLinks, and(eq(orderLinks.orderId, orders.id), eq(orderLinks.erpId, input.erpId)))
    .leftJoin(steps, and(eq(steps.orderId, orders.id), eq(steps.kind, "create-sales-order")))
    .where(
      and(
        eq(orders.connectionId, input.connectionId),
        sql`(left(${orders.placedAt}, 10) between ${input.from} and ${input.to}
          or ${orders.channelOrderId} in ${among(input.ids)}
          or ${orderLinks.orderType} || ' ' || ${orderLinks.orderNumber} in ${among(input.numbers)})`,
      ),
    );
  return rows.map(({ order, link, step }) => ({
    id: order.channelOrderId,
    status: order.status,
    key: link && { orderType: link.orderType, number: link.orderNumber },
    link: link && `${link.orderType} ${link.orderNumber}`,
    step: step && {
      state: step.state,
      waitReason: step.waitReason,
      problem: step.problem,
      fresh: step.updatedAt >= freshSince,
    },
  }));
}

/** When the oldest order known of a channel was placed, in its local time; null before the first. */
export async function readFirstPlacedAt(db: Db, connectionId: string): Promise<string | null> {
  const [row] = await db
    .select({ first: sql<string | null>`min(${orders.placedAt})` })
    .from(orders)
    .where(eq(orders.connectionId, connectionId));
  return row?.first ?? null;
}
