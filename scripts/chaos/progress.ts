import type { FlowContext } from "@/lib/flows/engine/context";

export type Progress = {
  received: number;
  /** Orders with nothing left to do but what a person must. */
  closed: number;
  blocked: number;
  inDoubt: number;
  /** Cancelled before we ever saw them: they are none of ours. */
  unseen: number;
};

export const nothing: Progress = { received: 0, closed: 0, blocked: 0, inDoubt: 0, unseen: 0 };

/** How far our own rows are; `cancelled` are the orders cancelled on eMAG, as `seller/order`. */
export async function readProgress({ sql }: FlowContext, cancelled: string[]): Promise<Progress> {
  const [row] = await sql<Progress[]>`
    with one as (
      select o.id,
        bool_or(s.state in ('due', 'running', 'in-doubt') or (s.state = 'waiting' and s.wait_reason <> 'cancelled')) as open,
        bool_or(s.state = 'blocked') as blocked,
        bool_or(s.state = 'in-doubt') as doubt
      from orders o left join steps s on s.order_id = o.id group by o.id)
    select count(*)::int as received,
      (count(*) filter (where not coalesce(open, false)))::int as closed,
      (count(*) filter (where blocked))::int as blocked,
      (count(*) filter (where doubt))::int as "inDoubt",
      (select count(*)::int from unnest(${cancelled}::text[]) as c(id)
        where not exists (select 1 from orders join sellers on sellers.id = orders.seller_id
          where sellers.slug || '/' || channel_order_id = c.id)) as unseen
    from one`;
  return row ?? nothing;
}
