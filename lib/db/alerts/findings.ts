import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { handOverAt } from "@/lib/db/hand-over-at";
import type { AlertKind, Finding } from "@/lib/domain/alert";

export type SellerFinding = Finding & { sellerId: string };

/** An hour counts as usually busy when the same hours of the last four weeks had so many orders on average. */
const usualOrders = 4;
const silentHours = 3;
/** How many runs in a row must have failed before a connection counts as down. */
const failedRuns = 3;

/** How many values of one fact, such as the item's number, an alert still names. */
const namedValues = 3;

const needsPerson = sql`
  with cause as (
    select o.id as order_id, o.integration_id, s.problem ->> 'code' as code, s.problem -> 'params' as params
      from steps s join orders o on o.id = s.order_id where s.state = 'blocked' and o.on_hold_at is null
    union all
    select o.id, o.integration_id, o.needs_attention ->> 'code', o.needs_attention -> 'params'
      from orders o where o.needs_attention is not null and o.on_hold_at is null
  ), fact as (
    select integration_id, code, key, string_agg(distinct value, ', ' order by value) as names
    from cause cross join jsonb_each_text(cause.params)
    group by integration_id, code, key having count(distinct value) <= ${namedValues}
  )
  select i.seller_id, i.slug || '/' || cause.code as subject,
    coalesce((select jsonb_object_agg(key, names) from fact
      where fact.integration_id = cause.integration_id and fact.code = cause.code), '{}')
    || jsonb_build_object('integration', i.slug, 'code', cause.code, 'orders', count(distinct cause.order_id)::text) as params
  from cause join integrations i on i.id = cause.integration_id
  where cause.code is not null group by i.seller_id, i.slug, cause.integration_id, cause.code`;

const refused = sql`
  select c.seller_id, 'connection/' || c.slug as subject,
    jsonb_build_object('connection', c.slug, 'code', c.pause_problem ->> 'code') as params
  from connections c where c.pause_problem ->> 'kind' = 'auth'`;

const failing = sql`
  select i.seller_id, 'integration/' || i.slug as subject,
    jsonb_build_object('connection', i.slug, 'code', max(last.code)) as params
  from integrations i
  cross join lateral (
    select r.problem ->> 'code' as code from runs r
    where r.integration_id = i.id and r.trigger = 'heartbeat' and r.finished_at is not null
    order by r.started_at desc limit ${failedRuns}
  ) last
  where i.enabled group by i.seller_id, i.slug having count(last.code) = ${failedRuns}`;

const brake = sql`
  select i.seller_id, i.slug as subject,
    jsonb_build_object('integration', i.slug, 'offers', count(*)::text) as params
  from offers f join integrations i on i.id = f.integration_id where f.held group by i.seller_id, i.slug`;

const late = (now: Date) => sql`
  select i.seller_id, i.slug as subject,
    jsonb_build_object('integration', i.slug, 'minutes',
      floor(extract(epoch from ${now.toISOString()}::timestamptz - coalesce(i.heartbeat_finished_at, i.created_at)) / 60)::text) as params
  from integrations i
  where i.enabled and coalesce(i.heartbeat_finished_at, i.created_at)
    < ${now.toISOString()}::timestamptz - make_interval(mins => 3 * i.heartbeat_minutes + 5)`;

const near = (now: Date, zone: string) => sql`
  select o.seller_id, i.slug as subject,
    jsonb_build_object('integration', i.slug, 'orders', count(*)::text, 'first', min(o.hand_over_by)) as params
  from orders o join integrations i on i.id = o.integration_id
  join steps s on s.order_id = o.id and s.kind = 'hand-over-awb'
  left join alert_preferences d on d.seller_id = o.seller_id
  where s.state not in ('done', 'not-needed') and s.wait_reason is distinct from 'switched-off'
    and o.status in ('new', 'in-progress', 'prepared')
    and ${handOverAt(zone)} < ${now.toISOString()}::timestamptz
      + make_interval(hours => coalesce((d.settings ->> 'deadlineHours')::int, 4))
  group by o.seller_id, i.slug`;

const silent = (now: Date) => sql`
  select i.seller_id, i.slug as subject,
    jsonb_build_object('integration', i.slug, 'hours', ${String(silentHours)}::text,
      'usual', round(past.n / 4.0, 0)::text) as params
  from integrations i
  cross join lateral (
    select count(*) filter (where o.received_at > ${now.toISOString()}::timestamptz - make_interval(hours => ${silentHours})) as n
    from orders o where o.seller_id = i.seller_id and o.integration_id = i.id
      and o.received_at > ${now.toISOString()}::timestamptz - make_interval(hours => ${silentHours})
  ) lately
  cross join lateral (
    select count(*) as n from generate_series(1, 4) week
    join orders o on o.seller_id = i.seller_id and o.integration_id = i.id
      and o.received_at <= ${now.toISOString()}::timestamptz - make_interval(days => 7 * week)
      and o.received_at > ${now.toISOString()}::timestamptz - make_interval(days => 7 * week, hours => ${silentHours})
  ) past
  where i.enabled and lately.n = 0 and past.n >= ${usualOrders * 4}`;

type Row = { seller_id: string; subject: string; params: Record<string, string> };

/**
 * Everything that is wrong at this moment, of all sellers; reads rows only. `zone` is the channel's time zone. The
 * parameters are `jsonb`, like those an alert keeps: only then does the same come back in the same order.
 */
export async function readFindings(db: Db, now: Date, zone: string): Promise<SellerFinding[]> {
  const read = async (kind: AlertKind, query: SQL): Promise<SellerFinding[]> =>
    (await db.execute<Row>(query)).map(({ seller_id: sellerId, subject, params }) => ({
      sellerId,
      kind,
      subject,
      params,
    }));
  const found = await Promise.all([
    read("needs-person", needsPerson),
    read("connection-down", refused),
    read("connection-down", failing),
    read("brake-held", brake),
    read("heartbeat-late", late(now)),
    read("deadline-near", near(now, zone)),
    read("silence", silent(now)),
  ]);
  return found.flat();
}
