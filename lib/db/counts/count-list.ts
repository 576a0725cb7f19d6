import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { readIntegrationList } from "@/lib/db/connections/integration-list";
import { type CountRow, readLatestCount } from "@/lib/db/counts/counts";
import { type Iso, iso } from "@/lib/db/iso";
import { integrations, orders, tasks } from "@/lib/db/schema";
import { type CountFigures, type Difference, type DifferenceKind, differenceKinds } from "@/lib/domain/documents/count";
import type { Problem } from "@/lib/domain/problem";
import type { TaskKind } from "@/lib/domain/task";

/** `id` is the order's own page, where it is known here. */
export type DifferenceView = Difference & { id: string | null };

export type CountView = {
  at: Iso;
  fromDay: string;
  toDay: string;
  figures: CountFigures;
  total: number;
  /** Only kinds that occur; `rows` are the first of them. */
  kinds: { kind: DifferenceKind; n: number; rows: DifferenceView[] }[];
};

export type TaskView = {
  kind: TaskKind;
  actor: string;
  startedAt: Iso;
  finishedAt: Iso | null;
  /** Unfinished and silent for minutes: it died with its process. */
  dead: boolean;
  done: number;
  total: number | null;
  result: Record<string, number> | null;
  problem: Problem | null;
};

export type CountList = {
  now: Iso;
  integrations: {
    id: string;
    slug: string;
    seller: string;
    lookbackDays: number;
    count: CountView | null;
    errand: TaskView | null;
  }[];
};

const shownRows = 100;
const silentMs = 90_000;

/** The last count and the last task of every integration the reader may see. */
export async function readCountList(db: Db, sellerId: string | null, now: Date): Promise<CountList> {
  const rows = await readIntegrationList(db, sellerId);
  return {
    now: iso(now),
    integrations: await Promise.all(
      rows.map(async ({ id, slug, seller, settings }) => {
        const [count, errand] = await Promise.all([readLatestCount(db, id), readTask(db, id, now)]);
        const { lookbackDays } = settings.orders;
        return { id, slug, seller: seller.name, lookbackDays, count: count && (await viewOf(db, count)), errand };
      }),
    ),
  };
}

async function viewOf(
  db: Db,
  { at, fromDay, toDay, figures, differences, integrationId }: CountRow,
): Promise<CountView> {
  const kinds = differenceKinds.flatMap((kind) => {
    const rows = differences.filter((one) => one.kind === kind);
    return rows.length > 0 ? [{ kind, n: rows.length, rows: rows.slice(0, shownRows) }] : [];
  });
  const ids = await idsOf(db, integrationId, [...new Set(kinds.flatMap(({ rows }) => rows.map(({ order }) => order)))]);
  return {
    at: iso(at),
    fromDay,
    toDay,
    figures,
    total: differences.length,
    kinds: kinds.map((one) => ({ ...one, rows: one.rows.map((row) => ({ ...row, id: ids.get(row.order) ?? null })) })),
  };
}

async function idsOf(db: Db, integrationId: string, numbers: string[]): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map();
  const channel = sql`(select ${integrations.channelId} from ${integrations} where ${integrations.id} = ${integrationId})`;
  const rows = await db
    .select({ id: orders.id, number: orders.channelOrderId })
    .from(orders)
    .where(and(sql`${orders.connectionId} = ${channel}`, inArray(orders.channelOrderId, numbers)));
  return new Map(rows.map(({ id, number }) => [number, id]));
}

async function readTask(db: Db, integrationId: string, now: Date): Promise<TaskView | null> {
  const [row] = await db
    .select()
    .from(tasks)
    .where(eq(tasks.integrationId, integrationId))
    .orderBy(desc(tasks.startedAt))
    .limit(1);
  if (!row) return null;
  const { kind, actor, done, total, result, problem } = row;
  const dead = row.finishedAt === null && now.getTime() - row.seenAt.getTime() > silentMs;
  return {
    kind,
    actor,
    done,
    total,
    result,
    problem,
    dead,
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
  };
}
