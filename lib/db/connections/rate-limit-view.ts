import { sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import type { Iso } from "@/lib/db/iso";

/** How much of one of its limits an account uses right now. */
export type RateLimitView = {
  bucket: string;
  perSecond: number;
  perMinute: number;
  /** Calls that went out in the last second and in the last minute. */
  lastSecond: number;
  lastMinute: number;
  /** Calls that wait for their turn. */
  waiting: number;
  /** Calls left in the other side's own window, as it said within the last minute. */
  remaining: number | null;
  /** Answers "too many requests" so far, and the last of them. */
  refused: number;
  refusedAt: Iso | null;
};

type Row = Omit<RateLimitView, "refusedAt"> & { account: string; refusedAt: Date | string | null };

/** The rate limits of some accounts, by account. */
export async function readRateLimits(db: Db, accounts: string[]): Promise<Map<string, RateLimitView[]>> {
  const byAccount = new Map<string, RateLimitView[]>();
  if (accounts.length === 0) return byAccount;
  const rows = await db.execute<Row>(sql`
    select split_part(b.key, ':', 1) as account, split_part(b.key, ':', 2) as bucket,
      b.per_second as "perSecond", b.per_minute as "perMinute",
      count(c.id) filter (where c.at between now() - interval '1 second' and now())::int as "lastSecond",
      count(c.id) filter (where c.at <= now())::int as "lastMinute",
      count(c.id) filter (where c.at > now())::int as waiting,
      case when b.remaining_at > now() - interval '1 minute' then b.remaining end as remaining,
      b.refused, b.refused_at as "refusedAt"
    from rate_limits b left join rate_limit_calls c on c.key = b.key and c.at > now() - interval '1 minute'
    where split_part(b.key, ':', 1) in ${accounts} and b.per_second is not null
    group by b.key order by b.key`);
  for (const { account, refusedAt, ...row } of rows) {
    const view = { ...row, refusedAt: refusedAt === null ? null : new Date(refusedAt).toISOString() };
    byAccount.set(account, [...(byAccount.get(account) ?? []), view]);
  }
  return byAccount;
}
