import { sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import type { Iso } from "@/lib/db/iso";

/** What only an ERP's connection has: its session, and the notifications that came. */
export type ErpSide = {
  /** Since when a session is open; null when none is. */
  sessionSince: Iso | null;
  /** The newest notification of each query, within the last days. */
  notifications: { query: string; receivedAt: Iso; count: number }[];
};

type SeatRow = { id: string; since: Date | string };
type NotificationRow = { id: string; query: string; at: Date | string; count: number };

const text = (moment: Date | string): Iso => new Date(moment).toISOString();

/** By connection; for those that are no ERP both are empty. */
export async function readErpSides(db: Db, ids: string[]): Promise<Map<string, ErpSide>> {
  const sides = new Map<string, ErpSide>(ids.map((id) => [id, { sessionSince: null, notifications: [] }]));
  if (ids.length === 0) return sides;
  for (const [id, since] of await readSeats(db, ids)) {
    const side = sides.get(id);
    if (side) side.sessionSince = since;
  }
  const rows = await db.execute<NotificationRow>(sql`
    select connection_id as id, query, max(received_at) as at, count(*)::int as count from notifications
    where connection_id in ${ids} group by connection_id, query order by query`);
  for (const { id, query, at, count } of rows)
    sides.get(id)?.notifications.push({ query, receivedAt: text(at), count });
  return sides;
}

/** Since when a session is open, by connection; those without one are not in it. */
export async function readSeats(db: Db, ids: string[]): Promise<Map<string, Iso>> {
  if (ids.length === 0) return new Map();
  const seats = await db.execute<SeatRow>(sql`
    select split_part(name, ':', 2) as id, taken_at as since from leases
    where name in ${ids.map((id) => `seat:${id}`)} and expires_at > clock_timestamp()`);
  return new Map(seats.map(({ id, since }) => [id, text(since)]));
}
