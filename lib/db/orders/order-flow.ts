import { sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";

/** Of the orders received in one hour or day: how many there are, and how many have got how far by now. */
export type Bucket = { at: string; received: number; inErp: number; invoiced: number; handedOver: number };

/** Seconds from the order known here to its Sales Order linked; null while there is none. */
export type Latency = { median: number; p95: number; orders: number };

type Span = { buckets: Bucket[]; latency: Latency | null };

/** `at` is the local hour `YYYY-MM-DD HH` of the last 24, or the local day `YYYY-MM-DD` of the last 14, oldest first. */
export type OrderFlow = { day: Span; fortnight: Span };

/** Hours and days of this zone; the other platforms' zones differ from it by at most an hour. */
const zone = "Europe/Bucharest";
const hour = 3_600_000;

/** How many orders came and how far they got; reads only the orders of the span, by their time of arrival. */
export async function readOrderFlow(db: Db, sellerId: string | null, now: Date): Promise<OrderFlow> {
  const hours = stamps(now, 24, hour, 13);
  const days = stamps(now, 14, 24 * hour, 10);
  const [day, fortnight] = await Promise.all([
    readSpan(db, sellerId, new Date(now.getTime() - 25 * hour), "YYYY-MM-DD HH24", hours),
    readSpan(db, sellerId, new Date(now.getTime() - 15 * 24 * hour), "YYYY-MM-DD", days),
  ]);
  return { day, fortnight };
}

/** The last `n` local hours or days, oldest first. */
function stamps(now: Date, n: number, stepMs: number, length: number): string[] {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
  });
  const all = Array.from({ length: n }, (_, back) => format.format(new Date(now.getTime() - (n - 1 - back) * stepMs)));
  return [...new Set(all.map((text) => text.slice(0, length)))];
}

async function readSpan(db: Db, sellerId: string | null, since: Date, shape: string, wanted: string[]): Promise<Span> {
  const first = wanted[0] ?? "";
  const cohort = sql`
    select to_char(o.received_at at time zone ${zone}, ${shape}) as at, l.order_id is not null as in_erp,
      extract(epoch from l.linked_at - o.received_at) as seconds, p.order_id is not null as handed_over,
      exists (select 1 from invoices i where i.order_id = o.id and i.attached_at is not null) as invoiced
    from orders o left join order_links l on l.order_id = o.id left join parcels p on p.order_id = o.id
    where o.received_at >= ${since.toISOString()}::timestamptz ${sellerId ? sql`and o.seller_id = ${sellerId}` : sql``}`;
  const rows = await db.execute<Bucket & { median: number | null; p95: number | null }>(sql`
    select at, count(*)::int as received, count(*) filter (where in_erp)::int as "inErp",
      count(*) filter (where invoiced)::int as invoiced, count(*) filter (where handed_over)::int as "handedOver",
      (percentile_cont(0.5) within group (order by greatest(seconds, 0)) filter (where in_erp))::float8 as median,
      (percentile_cont(0.95) within group (order by greatest(seconds, 0)) filter (where in_erp))::float8 as p95
    from (${cohort}) c where at >= ${first} group by grouping sets ((at), ())`);
  const found = new Map(rows.map((row) => [row.at, row]));
  const whole = rows.find(({ at }) => at === null);
  const latency =
    whole && whole.median !== null && whole.p95 !== null
      ? { median: whole.median, p95: whole.p95, orders: whole.inErp }
      : null;
  return { buckets: wanted.map((at) => bucketOf(at, found.get(at))), latency };
}

function bucketOf(at: string, row: Bucket | undefined): Bucket {
  const { received = 0, inErp = 0, invoiced = 0, handedOver = 0 } = row ?? {};
  return { at, received, inErp, invoiced, handedOver };
}
