import { sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";

/**
 * Reserves the next call slot of a budget shared by all processes and says how many milliseconds to wait for it.
 * Slots are evenly spaced, so no second holds more than `perSecond` calls and no minute more than `perMinute`.
 */
export async function reserveSlot(
  db: Db,
  key: string,
  limit: { perSecond: number; perMinute: number },
): Promise<number> {
  // Two per cent of slack, so that network jitter does not squeeze one call too many into the other side's second.
  const spacing = Math.max(1 / limit.perSecond, 60 / limit.perMinute) * 1.02;
  const rows = await db.execute<{ wait: number }>(sql`
    insert into budgets (key, next_at) values (${key}, clock_timestamp() + make_interval(secs => ${spacing}))
    on conflict (key) do update
      set next_at = greatest(budgets.next_at, clock_timestamp()) + make_interval(secs => ${spacing})
    returning extract(epoch from next_at - clock_timestamp())::float8 - ${spacing}::float8 as wait`);
  return Math.max(0, Math.ceil((rows[0]?.wait ?? 0) * 1000));
}

/** Pushes a budget's next slot back after the other side said "too many". */
export async function holdBudget(db: Db, key: string, seconds: number): Promise<void> {
  await db.execute(sql`
    insert into budgets (key, next_at) values (${key}, clock_timestamp() + make_interval(secs => ${seconds}))
    on conflict (key) do update
      set next_at = greatest(budgets.next_at, clock_timestamp() + make_interval(secs => ${seconds}))`);
}
