import { sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";

export type Limit = { perSecond: number; perMinute: number };

/** A reserved call: when it may go out, as the database's own text, and how many milliseconds away that was. */
export type Slot = { id: number; at: string; waitMs: number };

/** Two per cent of slack, so that network jitter does not squeeze one call too many into the other side's second. */
function spacingOf({ perSecond, perMinute }: Limit): number {
  return Math.max(1 / perSecond, 60 / perMinute) * 1.02;
}

/**
 * Reserves the next call within a rate limit shared by all processes. Slots are evenly spaced, so no second holds more
 * than `perSecond` calls and no minute more than `perMinute`. A person's call takes the place of the first background
 * call that still waits, and those move back by one: `movedBy` gives their new time.
 */
export async function reserveSlot(db: Db, key: string, limit: Limit, byPerson = false): Promise<Slot> {
  const [slot] = byPerson ? await reserveFirst(db, key, limit) : await reserveNext(db, key, limit);
  if (!slot) throw new Error(`no slot in rate limit ${key}`);
  return { id: Number(slot.id), at: slot.at, waitMs: Math.max(0, Math.ceil(slot.wait)) };
}

type Row = { id: string; at: string; wait: number };

const answer = sql`id, at::text as at, (extract(epoch from at - clock_timestamp()) * 1000)::float8 as wait`;

function reserveNext(db: Db, key: string, limit: Limit) {
  const spacing = sql`make_interval(secs => ${spacingOf(limit)})`;
  return db.execute<Row>(sql`
    with slot as (
      insert into rate_limits (key, next_at, per_second, per_minute)
      values (${key}, clock_timestamp() + ${spacing}, ${limit.perSecond}, ${limit.perMinute})
      on conflict (key) do update
        set next_at = greatest(rate_limits.next_at, clock_timestamp()) + ${spacing},
            per_second = excluded.per_second, per_minute = excluded.per_minute
      returning next_at - ${spacing} as at
    ), gone as (
      delete from rate_limit_calls where id in (
        select id from rate_limit_calls where key = ${key} and at < clock_timestamp() - interval '2 minutes'
        order by at limit 50 for update skip locked)
    ), call as (
      insert into rate_limit_calls (key, at, by_person) select ${key}, at, false from slot returning id, at
    )
    select ${answer} from call`);
}

/** Two statements: the second must see what others reserved before this transaction locked the limit's row. */
function reserveFirst(db: Db, key: string, limit: Limit) {
  const spacing = sql`make_interval(secs => ${spacingOf(limit)})`;
  return db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into rate_limits (key, next_at, per_second, per_minute)
      values (${key}, clock_timestamp(), ${limit.perSecond}, ${limit.perMinute})
      on conflict (key) do update set per_second = excluded.per_second, per_minute = excluded.per_minute`);
    return tx.execute<Row>(sql`
      with first as (
        select min(at) as at from rate_limit_calls where key = ${key} and not by_person and at > clock_timestamp()
      ), moved as (
        update rate_limit_calls set at = rate_limit_calls.at + ${spacing} from first
        where rate_limit_calls.key = ${key} and not by_person and rate_limit_calls.at >= first.at
      ), slot as (
        update rate_limits
        set next_at = case when first.at is null then greatest(next_at, clock_timestamp()) else next_at end + ${spacing}
        from first where key = ${key}
        returning coalesce(first.at, next_at - ${spacing}) as at
      ), call as (
        insert into rate_limit_calls (key, at, by_person) select ${key}, at, true from slot returning id, at
      )
      select ${answer} from call`);
  });
}

/** How many milliseconds later a slot has become since it was last looked at; the slot with its new time. */
export async function movedBy(db: Db, slot: Slot): Promise<Slot> {
  const [row] = await db.execute<Row>(sql`
    select id, at::text as at, (extract(epoch from at - ${slot.at}::timestamptz) * 1000)::float8 as wait
    from rate_limit_calls where id = ${slot.id}`);
  return row ? { ...slot, at: row.at, waitMs: Math.max(0, Math.ceil(row.wait)) } : { ...slot, waitMs: 0 };
}

/** No call of this limit goes out for so many seconds: what waits and what comes later moves back. */
export async function pauseRateLimit(db: Db, key: string, seconds: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      insert into rate_limits (key, next_at) values (${key}, clock_timestamp())
      on conflict (key) do update set next_at = greatest(rate_limits.next_at, clock_timestamp())`);
    await tx.execute(sql`
      with delay as (
        select greatest(interval '0', clock_timestamp() + make_interval(secs => ${seconds}) - coalesce(min(c.at), b.next_at)) as by
        from rate_limits b left join rate_limit_calls c on c.key = b.key and c.at > clock_timestamp()
        where b.key = ${key} group by b.next_at
      ), moved as (
        update rate_limit_calls set at = at + delay.by from delay where key = ${key} and at > clock_timestamp()
      )
      update rate_limits set next_at = next_at + delay.by from delay where key = ${key}`);
  });
}

/** What an answer said about the account's limits; null where it said nothing. */
export type LimitNotice = { remaining: number | null; refused: boolean; retryAfterSeconds: number | null };

/**
 * Keeps what the other side said. After a refusal nothing goes out for as long as it asked, else a second; the same when
 * it has nothing left although we made fewer calls than the limit: then somebody else uses the account.
 */
export async function noteLimits(db: Db, key: string, notice: LimitNotice): Promise<void> {
  const [row] = await db.execute<{ others: boolean }>(sql`
    update rate_limits set
      remaining = coalesce(${notice.remaining}, remaining),
      remaining_at = case when ${notice.remaining}::int is null then remaining_at else clock_timestamp() end,
      refused = refused + ${notice.refused ? 1 : 0},
      refused_at = case when ${notice.refused} then clock_timestamp() else refused_at end
    where key = ${key}
    returning (
      select count(*) from rate_limit_calls c
      where c.key = ${key} and c.at <= clock_timestamp() and c.at > clock_timestamp() - interval '1 second'
    ) < per_second - 1 as others`);
  if (notice.refused) await pauseRateLimit(db, key, Math.min(notice.retryAfterSeconds ?? 1, 120));
  else if (notice.remaining === 0 && row?.others) await pauseRateLimit(db, key, 1);
}
