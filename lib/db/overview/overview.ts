import { and, asc, count, eq, notInArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { readSeats } from "@/lib/db/connections/erp-sides";
import { type RateLimitView, readRateLimits } from "@/lib/db/connections/rate-limit-view";
import { readFailureList } from "@/lib/db/failures/failure-list";
import { type Iso, iso } from "@/lib/db/iso";
import { inGroup } from "@/lib/db/orders/order-group";
import { countOpen, type OrderList } from "@/lib/db/orders/order-list";
import { connections, integrations, offers, orders, sellers, steps } from "@/lib/db/schema";
import { type StepKind, type StepState, settledStates } from "@/lib/domain/orders/step";
import type { BuyerVisibility } from "@/lib/domain/privacy/buyer-visibility";
import type { Problem } from "@/lib/domain/problem";

export type ConnectionState = {
  slug: string;
  connector: string;
  pauseProblem: Problem | null;
  tested: boolean | null;
  /** What it uses of its account's call limits; empty until it made a call. */
  budgets: RateLimitView[];
  /** The ERP session held now, and how many the licence allows where the settings say; null for a channel. */
  seats: { used: number; users: number | null } | null;
};

export type Overview = {
  now: Iso;
  counts: OrderList["counts"] & { doneToday: number };
  /** What needs a person, by cause, oldest deadline first. `pausedSlug`: a connection is paused, not single orders. */
  causes: {
    key: string;
    orders: number;
    problem: Problem;
    nextDeadline: string | null;
    seller: string;
    pausedSlug: string | null;
    assignee: string | null;
  }[];
  flow: { kind: StepKind; state: StepState; n: number }[];
  stock: { offers: number; pending: number; held: number };
  integrations: {
    id: string;
    slug: string;
    seller: string;
    enabled: boolean;
    startedAt: Iso | null;
    finishedAt: Iso | null;
    running: boolean;
    nextAt: Iso | null;
    connections: ConnectionState[];
  }[];
};

type Connection = typeof connections.$inferSelect;

const shownCauses = 6;

/** The answers of the first page: what needs a person, where the orders are, whether everything runs. */
export async function readOverview(
  db: Db,
  { sellerId, visibility }: { sellerId: string | null; visibility: BuyerVisibility },
  now: Date,
): Promise<Overview> {
  const [open, doneToday, causes, flow, stock, sides] = await Promise.all([
    countOpen(db, sellerId),
    countDone(db, sellerId, now),
    readCauses(db, sellerId, visibility, now),
    readFlow(db, sellerId),
    readStock(db, sellerId),
    readIntegrationStates(db, sellerId, now),
  ]);
  return { now: iso(now), counts: { ...open, doneToday }, causes, flow, stock, integrations: sides };
}

const ofSeller = (sellerId: string | null): SQL | undefined => (sellerId ? eq(orders.sellerId, sellerId) : undefined);

async function countDone(db: Db, sellerId: string | null, now: Date): Promise<number> {
  const since = new Date(now.getTime() - 24 * 60 * 60 * 1000);
  const recent = sql`exists (select 1 from steps d where d.order_id = ${orders.id} and d.done_at >= ${since.toISOString()})`;
  const [row] = await db
    .select({ n: count() })
    .from(orders)
    .where(and(ofSeller(sellerId), inGroup.done, recent));
  return row?.n ?? 0;
}

/** What needs a person, the cause whose first order must be handed over soonest at the top. */
async function readCauses(
  db: Db,
  sellerId: string | null,
  visibility: BuyerVisibility,
  now: Date,
): Promise<Overview["causes"]> {
  const { failures } = await readFailureList(db, { sellerId, assignableOf: sellerId, visibility }, now);
  return failures
    .filter(({ blocked, pause, kind }) => blocked > 0 || (pause !== null && kind === "auth"))
    .slice(0, shownCauses)
    .map(({ key, orders: n, problem, nextDeadline, seller, pause, note }) => ({
      key,
      orders: n,
      problem,
      nextDeadline,
      seller,
      pausedSlug: pause?.slug ?? null,
      assignee: note?.assignee?.name ?? null,
    }));
}

async function readFlow(db: Db, sellerId: string | null): Promise<Overview["flow"]> {
  return db
    .select({ kind: steps.kind, state: steps.state, n: count() })
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .where(and(ofSeller(sellerId), notInArray(steps.state, [...settledStates])))
    .groupBy(steps.kind, steps.state);
}

async function readStock(db: Db, sellerId: string | null): Promise<Overview["stock"]> {
  const [row] = await db
    .select({
      offers: count(),
      pending: sql<number>`(count(*) filter (where ${offers.target} is not null and ${offers.target} is distinct from ${offers.published} and not ${offers.held} and ${offers.decision} is distinct from 'rejected'))::int`,
      held: sql<number>`(count(*) filter (where ${offers.held}))::int`,
    })
    .from(offers)
    .innerJoin(integrations, eq(integrations.id, offers.integrationId))
    .where(sellerId ? eq(integrations.sellerId, sellerId) : undefined);
  return row ?? { offers: 0, pending: 0, held: 0 };
}

async function readIntegrationStates(db: Db, sellerId: string | null, now: Date): Promise<Overview["integrations"]> {
  const rows = await db
    .select({ integration: integrations, seller: sellers.name, connection: connections })
    .from(integrations)
    .innerJoin(sellers, eq(sellers.id, integrations.sellerId))
    .innerJoin(connections, sql`${connections.id} in (${integrations.channelId}, ${integrations.erpId})`)
    .where(sellerId ? eq(integrations.sellerId, sellerId) : undefined)
    .orderBy(asc(sellers.name), asc(integrations.slug), asc(connections.createdAt));
  const accountOf = ({ id, rateLimitKey }: Connection) => rateLimitKey ?? id;
  const [budgets, seats] = await Promise.all([
    readRateLimits(db, [...new Set(rows.map(({ connection }) => accountOf(connection)))]),
    readSeats(db, [...new Set(rows.map(({ integration }) => integration.erpId))]),
  ]);
  const states = new Map<string, Overview["integrations"][number]>();
  for (const { integration, seller, connection } of rows) {
    const state = states.get(integration.id) ?? heartbeatOf(integration, seller, now);
    const { id, slug, connector, pauseProblem, lastTest, settings } = connection;
    const used = seats.has(id) ? 1 : 0;
    state.connections.push({
      slug,
      connector,
      pauseProblem,
      tested: lastTest?.ok ?? null,
      budgets: budgets.get(accountOf(connection)) ?? [],
      seats: id === integration.erpId ? { used, users: Number(settings.apiUsers) || null } : null,
    });
    states.set(integration.id, state);
  }
  return [...states.values()];
}

function heartbeatOf(
  row: typeof integrations.$inferSelect,
  seller: string,
  now: Date,
): Overview["integrations"][number] {
  const { heartbeatStartedAt: started, heartbeatFinishedAt: finished } = row;
  const running =
    started !== null && (finished === null || started > finished) && now.getTime() - started.getTime() < 15 * 60_000;
  const nextAt = started ? new Date(started.getTime() + row.heartbeatMinutes * 60_000) : null;
  return {
    id: row.id,
    slug: row.slug,
    seller,
    enabled: row.enabled,
    startedAt: iso(started),
    finishedAt: iso(finished),
    running,
    nextAt: row.enabled ? iso(nextAt) : null,
    connections: [],
  };
}
