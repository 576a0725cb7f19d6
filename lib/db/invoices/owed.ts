import { sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { handOverAt } from "@/lib/db/hand-over-at";
import type { WaitReason } from "@/lib/domain/orders/step";
import { type BuyerVisibility, canSeeBuyers, mask } from "@/lib/domain/privacy/buyer-visibility";

export const owedSorts = ["deadline", "invoice", "order"] as const;
export type OwedSort = (typeof owedSorts)[number];

/** An order whose parcel or invoice is still owed to the channel; `minutesLeft` is negative once the deadline is past. */
export type OwedRow = {
  id: string;
  number: string;
  buyer: string;
  handOverBy: string | null;
  minutesLeft: number | null;
  parcelOwed: boolean;
  invoiceOwed: boolean;
  invoiceWait: WaitReason | null;
};

export type OwedFigures = { finalised: number; withInvoice: number; parcels: number; parcelsElsewhere: number };

/** Of the most urgent at most this many are shown. */
const limit = 200;
const days = 30;

const orderings: Record<OwedSort, ReturnType<typeof sql>> = {
  deadline: sql`"minutesLeft" asc nulls last, number`,
  invoice: sql`"invoiceOwed" desc, "minutesLeft" asc nulls last, number`,
  order: sql`number desc`,
};

/**
 * Orders with a hand-over or an invoice still to come. `zone` is the channel's time zone: its deadlines are local texts
 * without one (emag-api.md §4.3).
 */
export async function readOwed(
  db: Db,
  sellerId: string | null,
  { now, zone, sort, visibility }: { now: Date; zone: string; sort: OwedSort; visibility: BuyerVisibility },
): Promise<OwedRow[]> {
  const mine = sellerId ? sql`and o.seller_id = ${sellerId}` : sql``;
  const open = (kind: string) => sql`coalesce((select s.state not in ('done', 'not-needed') and
    s.wait_reason is distinct from 'switched-off'
    from steps s where s.order_id = o.id and s.kind = ${kind}), false)`;
  const rows = await db.execute<OwedRow & { sellerId: string }>(sql`
    select * from (
      select o.id, o.seller_id as "sellerId", o.channel_order_id as number, o.buyer_name as buyer, o.hand_over_by as "handOverBy",
        floor(extract(epoch from (${handOverAt(zone)}) - ${now.toISOString()}::timestamptz) / 60)::int as "minutesLeft",
        ${open("hand-over-awb")} as "parcelOwed", ${open("attach-invoice")} as "invoiceOwed",
        (select s.wait_reason from steps s where s.order_id = o.id and s.kind = 'attach-invoice' and s.state = 'waiting') as "invoiceWait"
      from orders o where o.status not in ('cancelled', 'returned') ${mine}) owed
    where "parcelOwed" or "invoiceOwed" order by ${orderings[sort]} limit ${limit}`);
  return rows.map(({ sellerId: owner, ...row }) => (canSeeBuyers(visibility, owner) ? row : { ...row, buyer: mask }));
}

/** Of the last 30 days: finalised orders, those with an attached invoice, parcels, and those not ordered from here. */
export async function readOwedFigures(db: Db, sellerId: string | null, now: Date): Promise<OwedFigures> {
  const mine = sellerId ? sql`and o.seller_id = ${sellerId}` : sql``;
  const since = sql`${new Date(now.getTime() - days * 86_400_000).toISOString()}::timestamptz`;
  const [row] = await db.execute<OwedFigures>(sql`
    select count(*) filter (where o.status = 'finalised')::int as finalised,
      count(*) filter (where o.status = 'finalised' and exists (select 1 from invoices i
        where i.order_id = o.id and i.attached_at is not null))::int as "withInvoice",
      count(p.order_id)::int as parcels,
      count(*) filter (where p.origin = 'adopted' or
        (p.order_id is null and o.status = 'finalised' and o.fulfilment = 'seller'))::int as "parcelsElsewhere"
    from orders o left join parcels p on p.order_id = o.id where o.received_at >= ${since} ${mine}`);
  return row ?? { finalised: 0, withInvoice: 0, parcels: 0, parcelsElsewhere: 0 };
}
