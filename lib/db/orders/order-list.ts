import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import type { OrderGroup } from "@/lib/db/orders/order-group";
import { groupOf, inGroup } from "@/lib/db/orders/order-group";
import { matchesOrderSearch, readBearers } from "@/lib/db/orders/order-search";
import { orderLinks, orders, parcels, sellers } from "@/lib/db/schema";
import type { Fulfilment, OrderStatus } from "@/lib/domain/orders/order";
import {
  type FirstEditionStep,
  inFirstEdition,
  type NotNeededReason,
  type StepKind,
  type StepState,
  type WaitReason,
} from "@/lib/domain/orders/step";
import { type BuyerVisibility, canSeeBuyers, mask } from "@/lib/domain/privacy/buyer-visibility";
import type { Problem } from "@/lib/domain/problem";

export const pageSize = 50;

export type StepMark = {
  kind: StepKind;
  state: FirstEditionStep["state"];
  wait: FirstEditionStep["wait"];
  problem: Problem | null;
  attempts: number;
};

export type OrderListRow = {
  id: string;
  number: string;
  seller: string;
  fulfilment: Fulfilment;
  status: OrderStatus;
  /** The channel's local date-time text. */
  placedAt: string;
  /** The channel's local date-time text; null where it states none. */
  handOverBy: string | null;
  receivedAt: Iso;
  buyer: string;
  gross: string;
  currency: string;
  salesOrder: { type: string; number: string } | null;
  invoiceNumber: string | null;
  trackingNumber: string | null;
  steps: StepMark[];
  attention: Problem | null;
  lock: { holder: string; expiresAt: Iso } | null;
  group: OrderGroup;
};

export type OrderList = {
  now: Iso;
  rows: OrderListRow[];
  /** Id to ask the next page with; null on the last one. */
  next: string | null;
  counts: Record<Exclude<OrderGroup, "done">, number>;
};

export type OrderQuery = { group: OrderGroup | null; search: string; after: string | null };

/** What the list shows: the stored order itself, which is large, stays where it is. */
const listed = {
  id: orders.id,
  sellerId: orders.sellerId,
  channelOrderId: orders.channelOrderId,
  fulfilment: orders.fulfilment,
  status: orders.status,
  placedAt: orders.placedAt,
  handOverBy: orders.handOverBy,
  receivedAt: orders.receivedAt,
  buyerName: orders.buyerName,
  gross: orders.gross,
  currency: orders.currency,
  needsAttention: orders.needsAttention,
  onHoldAt: orders.onHoldAt,
  leaseHolder: orders.leaseHolder,
  leaseExpiresAt: orders.leaseExpiresAt,
};

type HeldMark = Omit<StepMark, "state" | "wait"> & { state: StepState; wait: WaitReason | NotNeededReason | null };

const stepMarks = sql<HeldMark[]>`(
  select coalesce(json_agg(json_build_object('kind', s.kind, 'state', s.state, 'wait', s.wait_reason,
    'problem', s.problem, 'attempts', s.attempts)), '[]'::json)
  from steps s where s.order_id = ${orders.id})`;

const newestFirst = [desc(orders.receivedAt), desc(orders.id)];

/** One page of orders, newest first; a page starts behind the order whose id is `after`. */
export async function readOrders(
  db: Db,
  sellerId: string | null,
  query: OrderQuery,
  { now, visibility }: { now: Date; visibility: BuyerVisibility },
): Promise<OrderList> {
  const mine = sellerId ? eq(orders.sellerId, sellerId) : undefined;
  const behind = query.after
    ? sql`(${orders.receivedAt}, ${orders.id}) < (select o.received_at, o.id from orders o where o.id = ${query.after})`
    : undefined;
  const searched = matchesOrderSearch(query.search, visibility, await readBearers(db, sellerId, query.search));
  // Chosen first and alone: what is joined to an order is then read for one page, not for all that match.
  const chosen = db
    .select({ id: orders.id })
    .from(orders)
    .where(and(mine, behind, query.group ? inGroup[query.group] : undefined, searched))
    .orderBy(...newestFirst)
    .limit(pageSize + 1);
  const [rows, counts] = await Promise.all([
    db
      .select({
        order: listed,
        seller: sellers.name,
        link: orderLinks,
        trackingNumber: parcels.trackingNumber,
        steps: stepMarks,
        invoiceNumber: sql<
          string | null
        >`(select max(i.invoice_number) from invoices i where i.order_id = ${orders.id})`,
      })
      .from(orders)
      .innerJoin(sellers, eq(sellers.id, orders.sellerId))
      .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
      .leftJoin(parcels, eq(parcels.orderId, orders.id))
      .where(inArray(orders.id, chosen))
      .orderBy(...newestFirst),
    countOpen(db, sellerId),
  ]);
  const page = rows.slice(0, pageSize);
  return {
    now: iso(now),
    rows: page.map((row) => toRow(row, now, visibility)),
    next: rows.length > pageSize ? (page.at(-1)?.order.id ?? null) : null,
    counts,
  };
}

type Found = {
  order: Pick<typeof orders.$inferSelect, keyof typeof listed>;
  seller: string;
  link: typeof orderLinks.$inferSelect | null;
  trackingNumber: string | null;
  steps: HeldMark[];
  invoiceNumber: string | null;
};

function toRow(
  { order, seller, link, trackingNumber, steps, invoiceNumber }: Found,
  now: Date,
  visibility: BuyerVisibility,
): OrderListRow {
  const { leaseHolder, leaseExpiresAt } = order;
  const held = leaseHolder !== null && leaseExpiresAt !== null && leaseExpiresAt > now;
  return {
    id: order.id,
    number: order.channelOrderId,
    seller,
    fulfilment: order.fulfilment,
    status: order.status,
    placedAt: order.placedAt,
    handOverBy: order.handOverBy,
    receivedAt: iso(order.receivedAt),
    buyer: order.buyerName && !canSeeBuyers(visibility, order.sellerId) ? mask : order.buyerName,
    gross: order.gross,
    currency: order.currency,
    salesOrder: link && { type: link.orderType, number: link.orderNumber },
    invoiceNumber,
    trackingNumber,
    steps: steps.map((mark) => ({ ...mark, ...inFirstEdition(mark.state, mark.wait) })),
    attention: order.needsAttention,
    lock: held ? { holder: leaseHolder, expiresAt: iso(leaseExpiresAt) } : null,
    group: groupOf(steps, order.needsAttention, order.onHoldAt !== null),
  };
}

/** Orders that are not done, by group; reads only open steps, so its cost does not grow with history. */
export async function countOpen(db: Db, sellerId: string | null): Promise<OrderList["counts"]> {
  const ofSeller = sellerId ? sql`join orders o on o.id = standing.id and o.seller_id = ${sellerId}` : sql``;
  const rows = await db.execute<{ group: Exclude<OrderGroup, "done">; n: number }>(sql`
    with open as (
      select order_id as id, bool_or(state = 'blocked') as blocked, bool_or(state = 'in-doubt') as doubt
      from steps where state not in ('done', 'not-needed') group by order_id
      union all select id, true, false from orders where needs_attention is not null
    ), standing as (
      select open.id, bool_or(blocked) as blocked, bool_or(doubt) as doubt, bool_or(aside.id is not null) as aside
      from open left join (select id from orders where on_hold_at is not null) aside on aside.id = open.id
      group by open.id
    )
    select case when aside then 'set-aside' when blocked then 'needs-person' when doubt then 'in-doubt' else 'in-progress' end as "group",
      count(*)::int as n
    from standing ${ofSeller} group by 1`);
  const count = (group: OrderGroup) => rows.find((row) => row.group === group)?.n ?? 0;
  return {
    "needs-person": count("needs-person"),
    "in-doubt": count("in-doubt"),
    "in-progress": count("in-progress"),
    "set-aside": count("set-aside"),
  };
}
