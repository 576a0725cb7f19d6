import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { audit, sellers } from "@/lib/db/schema";

const day = z.iso.date().optional().catch(undefined);
const word = z.string().trim().min(1).max(200).optional().catch(undefined);
const auditQuery = z.object({
  who: word,
  action: word,
  subject: word,
  from: day,
  to: day,
  before: z.iso.datetime().optional().catch(undefined),
});

export type AuditQuery = z.output<typeof auditQuery>;
export type AuditRow = {
  id: string;
  at: string;
  seller: string | null;
  actor: string;
  action: string;
  subject: string;
  before: unknown;
  after: unknown;
};

/** What is asked for in an address; anything unreadable is as if it were not there. */
export function parseAuditQuery(asked: Record<string, string | undefined>): AuditQuery {
  return auditQuery.parse(asked);
}

/** The newest rows of a seller's record, or (`null`) of everybody's; `to` is a day and counts in full. */
export async function readAuditLog(
  db: Db,
  sellerId: string | null,
  query: AuditQuery,
  limit: number,
): Promise<AuditRow[]> {
  const rows = await db
    .select({ entry: audit, seller: sellers.name })
    .from(audit)
    .leftJoin(sellers, eq(sellers.id, audit.sellerId))
    .where(
      and(
        sellerId ? eq(audit.sellerId, sellerId) : undefined,
        query.who ? eq(audit.actor, query.who) : undefined,
        query.action ? eq(audit.action, query.action) : undefined,
        query.subject ? sql`strpos(lower(${audit.subject}), lower(${query.subject})) > 0` : undefined,
        query.from ? gte(audit.at, sql`${query.from}::date`) : undefined,
        query.to ? lt(audit.at, sql`${query.to}::date + 1`) : undefined,
        query.before ? lt(audit.at, sql`${query.before}::timestamptz + interval '1 millisecond'`) : undefined,
      ),
    )
    .orderBy(desc(audit.at), desc(audit.seq))
    .limit(limit);
  return rows.map(({ entry: { id, at, actor, action, subject, before, after }, seller }) => ({
    id,
    at: at.toISOString(),
    seller,
    actor,
    action,
    subject,
    before,
    after,
  }));
}

/** Who and what stand in a seller's record, for the filter's lists. */
export async function auditChoices(db: Db, sellerId: string | null): Promise<{ who: string[]; actions: string[] }> {
  const own = sellerId ? eq(audit.sellerId, sellerId) : undefined;
  const [who, actions] = await Promise.all([
    db.selectDistinct({ text: audit.actor }).from(audit).where(own).orderBy(audit.actor).limit(200),
    db.selectDistinct({ text: audit.action }).from(audit).where(own).orderBy(audit.action).limit(200),
  ]);
  return { who: who.map(({ text }) => text), actions: actions.map(({ text }) => text) };
}
