import type { Sql } from "postgres";
import { sampleOrder } from "@/lib/domain/orders/sample-order";

export type Year = { sellerId: string; integrationId: string };
type Place = Year & { channelId: string; erpId: string };

/** A busy seller of its own with the history of `fillOrders`; nothing outside is real. */
export async function fillYear(sql: Sql, slug: string, count: number, open: number): Promise<Year> {
  const [seller] = await sql`insert into sellers (slug, name) values (${slug}, ${slug}) returning id`;
  const sellerId = String(seller?.id);
  const side = (name: string, connector: string) => sql`
    insert into connections (seller_id, slug, connector, settings, credentials, webhook_token)
    values (${sellerId}, ${name}, ${connector}, '{}', '', 'none') returning id`;
  const [[channel], [erp]] = await Promise.all([side("emag", "emag"), side("erp", "acumatica")]);
  const [integration] = await sql`
    insert into integrations (seller_id, slug, channel_id, erp_id, enabled, heartbeat_minutes, settings)
    values (${sellerId}, 'main', ${String(channel?.id)}, ${String(erp?.id)}, true, 5, '{}') returning id`;
  const place = {
    sellerId,
    integrationId: String(integration?.id),
    channelId: String(channel?.id),
    erpId: String(erp?.id),
  };
  await fillOrders(sql, place, count, open);
  return { sellerId, integrationId: place.integrationId };
}

/**
 * The history of one seller, `count` orders spread over the last year: all but the `open` newest are done, and one of a
 * hundred of those needs a person. Rows only, made by the database itself.
 */
export async function fillOrders(sql: Sql, place: Place, count: number, open: number): Promise<void> {
  const { sellerId, integrationId, channelId, erpId } = place;
  const data = JSON.stringify(sampleOrder());
  await sql`
    insert into orders (seller_id, integration_id, connection_id, channel_order_id, fulfilment, status, modified,
      placed_at, hand_over_by, buyer_name, currency, gross, data, raw, received_at, updated_at)
    select ${sellerId}, ${integrationId}, ${channelId}, (400000000 + n)::text, 'seller',
      case when n > ${count} - ${open}::int then 'in-progress' else 'finalised' end,
      to_char(at, 'YYYY-MM-DD HH24:MI:SS'), to_char(at, 'YYYY-MM-DD HH24:MI:SS'),
      to_char(at + interval '1 day', 'YYYY-MM-DD HH24:MI:SS'),
      (array['Ana','Ion','Maria','Ștefan','Elena','Mihai','Ioana','Andrei','Cristina','Vlad'])[1 + n % 10] || ' ' ||
      (array['Popescu','Ionescu','Radu','Dumitru','Stan','Gheorghe','Matei','Șerban','Bălan','Munteanu','Toma'])[1 + n % 11]
        || ' ' || (n / 110)::text,
      'RON', 100 + n % 900, ${data}::jsonb, '{}'::jsonb, at, at
    from (select n, now() - make_interval(secs => (${count} - n) * (365 * 86400.0 / ${count})) as at
          from generate_series(1, ${count}::int) n) made`;
  await sql`
    insert into steps (order_id, kind, state, problem, wait_reason, attempts, due_at, updated_at, done_at)
    select o.id, kind,
      case when o.status = 'finalised' then 'done'
           when kind = 'create-sales-order' and right(o.channel_order_id, 2) = '00' then 'blocked'
           when kind = 'attach-invoice' then 'waiting' else 'done' end,
      case when o.status <> 'finalised' and kind = 'create-sales-order' and right(o.channel_order_id, 2) = '00'
        then '{"code":"item-unknown","kind":"rejected","params":{"item":"X"},"detail":null}'::jsonb end,
      case when o.status <> 'finalised' and kind = 'attach-invoice' then 'invoice' end,
      1, o.received_at, o.received_at, o.received_at + interval '2 minutes'
    from orders o cross join unnest(array['acknowledge','create-sales-order','attach-invoice','hand-over-awb','write-tracking']) kind
    where o.seller_id = ${sellerId}`;
  await sql`
    insert into order_links (order_id, erp_id, order_type, order_number, total, origin, linked_at)
    select id, ${erpId}, 'EM', 'EM' || channel_order_id, gross, 'created', received_at + interval '20 seconds'
    from orders where seller_id = ${sellerId}`;
  await sql`
    insert into parcels (order_id, parcel_id, tracking_number, courier, shipment_number, origin, created_at)
    select id, '7' || channel_order_id, '2EMGLN' || channel_order_id, 'Sameday', 'SH' || channel_order_id, 'created', received_at
    from orders where seller_id = ${sellerId} and status = 'finalised'`;
}

/** What the finished orders of a seller leave besides: a timeline, and a delivered document whose bytes have gone. */
export async function fillPapers(sql: Sql, { sellerId }: Year): Promise<void> {
  const kinds = [
    "received",
    "changed",
    "acknowledged",
    "sales-order-created",
    "invoice-read",
    "parcel-created",
    "invoice-attached",
    "tracking-written",
  ];
  await sql`
    insert into order_events (order_id, at, actor, kind, params, duration_ms)
    select o.id, o.received_at + make_interval(hours => (3 * nth)::int), 'engine', kind, jsonb_build_object('number', o.channel_order_id), 900
    from orders o cross join unnest(${kinds}::text[]) with ordinality as made (kind, nth)
    where o.seller_id = ${sellerId} and o.status = 'finalised'`;
  await sql`
    insert into invoices (order_id, invoice_type, invoice_number, file_name, token, found_at, erp_status, size, sha256, read_at,
      bytes_removed_at, expires_at, publications, published_at, attached_at, fetched_at, confirmed_at, delivered_at)
    select id, 'Invoice', 'INV' || channel_order_id, 'Invoice.pdf', md5(id::text), at, 'Open', 48000, encode(sha256(id::text::bytea), 'hex'), at,
      at + interval '60 days', at + interval '60 days', 1, at, at, at, at, at
    from (select *, received_at + interval '1 day' as at from orders) o where seller_id = ${sellerId} and status = 'finalised'`;
  await sql`
    insert into invoice_downloads (invoice_id, at, method, address, agent, bytes, sha256, complete)
    select i.id, i.attached_at, 'GET', '192.0.2.7', 'eMAG', i.size, i.sha256, true
    from invoices i join orders o on o.id = i.order_id where o.seller_id = ${sellerId}`;
}
