import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";

/** One figure of the whole installation: a gauge's name, its labels and its value now. */
export type Metric = { name: MetricName; labels: Record<string, string>; value: number };

/** Every gauge, the sentence a monitor shows for it, and the labels it carries. Never a buyer, never an order. */
export const metrics = {
  megzo_heartbeat_age_seconds: { help: "Seconds since the last finished heartbeat", labels: ["integration"] },
  megzo_steps: { help: "Steps of orders by kind and state", labels: ["integration", "kind", "state"] },
  megzo_steps_oldest_due_seconds: { help: "Age of the oldest step that is due", labels: ["integration"] },
  megzo_orders_without_sales_order: { help: "Orders not yet in the ERP, not cancelled", labels: ["integration"] },
  megzo_order_to_sales_order_seconds: {
    help: "From receiving an order to its Sales Order, last 24 hours",
    labels: ["integration", "quantile"],
  },
  megzo_offers_held: { help: "Offers held by the brake", labels: ["integration"] },
  megzo_offers_drifting: { help: "Offers whose channel value differs from the one sent", labels: ["integration"] },
  megzo_connection_paused: {
    help: "1 while a connection is paused, with the problem's code",
    labels: ["connection", "code"],
  },
  megzo_wake_ups_waiting: { help: "Wake-ups received and not yet answered", labels: ["connection"] },
} as const satisfies Record<string, { help: string; labels: readonly string[] }>;

export type MetricName = keyof typeof metrics;

const integration = sql.raw(`s.slug || '.' || i.slug as integration`);
const connection = sql.raw(`s.slug || '.' || c.slug as connection`);
const integrations = sql.raw(`integrations i join sellers s on s.id = i.seller_id`);

/** What each is read by: `value`, and a column for each answers its labels. */
const queries: Record<MetricName, SQL> = {
  megzo_heartbeat_age_seconds: sql`select ${integration}, extract(epoch from now() - i.heartbeat_finished_at)::float8 as value
      from ${integrations} where i.enabled and i.heartbeat_finished_at is not null`,
  megzo_steps: sql`select ${integration}, t.kind, t.state, count(*)::int as value
      from steps t join orders o on o.id = t.order_id join ${integrations} on i.id = o.integration_id
      where t.state not in ('done', 'not-needed') group by 1, 2, 3`,
  megzo_steps_oldest_due_seconds: sql`select ${integration}, greatest(0, extract(epoch from now() - min(t.due_at)))::float8 as value
      from steps t join orders o on o.id = t.order_id join ${integrations} on i.id = o.integration_id
      where t.state in ('due', 'running', 'in-doubt') and t.due_at <= now() group by 1`,
  megzo_orders_without_sales_order: sql`select ${integration}, count(*)::int as value
      from steps t join orders o on o.id = t.order_id join ${integrations} on i.id = o.integration_id
      where t.kind = 'create-sales-order' and t.state not in ('done', 'not-needed') group by 1`,
  megzo_order_to_sales_order_seconds: sql`select ${integration}, q.quantile::text as quantile,
        percentile_cont(q.quantile) within group (order by extract(epoch from l.linked_at - o.received_at))::float8 as value
      from order_links l join orders o on o.id = l.order_id join ${integrations} on i.id = o.integration_id
      cross join (values (0.5::float8), (0.95::float8)) q(quantile)
      where l.linked_at > now() - interval '24 hours' and l.origin = 'created' group by 1, 2, q.quantile`,
  megzo_offers_held: sql`select ${integration}, count(*) filter (where f.held)::int as value
      from offers f join ${integrations} on i.id = f.integration_id group by 1`,
  megzo_offers_drifting: sql`select ${integration}, count(*) filter (where f.drift_since is not null)::int as value
      from offers f join ${integrations} on i.id = f.integration_id group by 1`,
  megzo_connection_paused: sql`select ${connection}, coalesce(c.pause_problem ->> 'code', '') as code,
        (c.pause_problem is not null)::int as value
      from connections c join sellers s on s.id = c.seller_id`,
  megzo_wake_ups_waiting: sql`select ${connection}, count(h.id)::int as value
      from connections c join sellers s on s.id = c.seller_id left join wake_ups h on h.connection_id = c.id group by 1`,
};

/** All metrics at this moment, read from rows, so that every `serve` process tells the same. */
export async function readMetrics(db: Db): Promise<Metric[]> {
  const all = await Promise.all(Object.entries(queries).map(([name, query]) => read(db, name as MetricName, query)));
  return all.flat();
}

async function read(db: Db, name: MetricName, query: SQL): Promise<Metric[]> {
  const rows = await db.execute<Record<string, string | number>>(query);
  return rows.map(({ value, ...labels }) => ({
    name,
    value: Number(value),
    labels: Object.fromEntries(Object.entries(labels).map(([label, text]) => [label, String(text)])),
  }));
}
