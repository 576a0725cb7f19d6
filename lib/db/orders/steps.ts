import { and, asc, count, eq, exists, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { heldBy, type OrderLease } from "@/lib/db/engine/lease";
import type { StepRow } from "@/lib/db/orders/orders";
import { integrations, orders, steps } from "@/lib/db/schema";
import { ownReasons, type StepKind } from "@/lib/domain/orders/step";

/**
 * Writes a step under its order's lease: the database refuses it once the lease has lapsed or changed hands.
 * @returns false when it was refused
 */
export async function writeStep(
  db: Db,
  lease: OrderLease,
  kind: StepKind,
  change: Partial<Omit<StepRow, "orderId" | "kind">>,
): Promise<boolean> {
  const rows = await db
    .update(steps)
    .set(change)
    .where(
      and(
        eq(steps.orderId, lease.orderId),
        eq(steps.kind, kind),
        exists(db.select({ one: sql`1` }).from(orders).where(heldBy(lease))),
      ),
    )
    .returning({ kind: steps.kind });
  return rows.length === 1;
}

export type WorkItem = { orderId: string; kind: StepKind };

/** Waits that only a look at the ERP (or the channel) can end. */
const lookNeeded = sql`(${steps.waitReason} is null or ${steps.waitReason} not in ${ownReasons})`;

/** One parameter for any number of ids. */
const noneOf = (orderIds: string[]) =>
  sql`${steps.orderId} not in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(orderIds)}::text::jsonb))`;

/**
 * Steps of one kind, of orders nobody holds, that a run should work now, longest untouched first; `polls` adds those
 * waiting for the ERP.
 */
export async function dueSteps(
  db: Db,
  input: {
    integrationId: string;
    kind: StepKind;
    now: Date;
    polls: false | { except: Iterable<string> };
    limit: number;
  },
): Promise<WorkItem[]> {
  const due = and(inArray(steps.state, ["due", "in-doubt"]), lte(steps.dueAt, input.now));
  // Of an order that nobody holds: it was cut off by a crash, and its intent says what may have happened.
  const abandoned = eq(steps.state, "running");
  const polled = input.polls
    ? and(eq(steps.state, "waiting"), lookNeeded, lte(steps.dueAt, input.now), noneOf([...input.polls.except]))
    : sql`false`;
  return db
    .select({ orderId: steps.orderId, kind: steps.kind })
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .where(
      and(
        eq(orders.integrationId, input.integrationId),
        isNull(orders.onHoldAt),
        or(isNull(orders.leaseHolder), lt(orders.leaseExpiresAt, sql`clock_timestamp()`)),
        eq(steps.kind, input.kind),
        or(due, abandoned, polled),
      ),
    )
    .orderBy(asc(steps.updatedAt))
    .limit(input.limit);
}

/** Units of work due at `now` and not finished, by integration; what a cron call reports as `remaining`. */
export async function countDue(db: Db, now: Date): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .innerJoin(integrations, eq(integrations.id, orders.integrationId))
    .where(
      and(
        eq(integrations.enabled, true),
        isNull(orders.onHoldAt),
        inArray(steps.state, ["due", "in-doubt"]),
        lte(steps.dueAt, now),
      ),
    );
  return row?.n ?? 0;
}

/** Makes steps that wait for the ERP due: a wake-up named their Sales Order. */
export async function wakeSteps(db: Db, orderIds: string[], now: Date): Promise<void> {
  if (orderIds.length === 0) return;
  await db
    .update(steps)
    .set({ state: "due", dueAt: now, updatedAt: now })
    .where(and(inArray(steps.orderId, orderIds), eq(steps.state, "waiting"), lookNeeded));
}

/**
 * Integrations with a step to work now whose side is not paused. Asked once a second by every worker: one look into an
 * index for each integration, however many steps are due.
 */
export async function integrationsWithWork(db: Db, now: Date): Promise<string[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await db.execute<{ id: string }>(sql`
    select i.id from integrations i
      join connections channel on channel.id = i.channel_id
      join connections erp on erp.id = i.erp_id
    where i.enabled and (
      select true from steps s join orders o on o.id = s.order_id
      where s.integration_id = i.id and s.state in ('due', 'in-doubt', 'running')
        and (s.due_at <= ${at} or s.state = 'running')
        and o.on_hold_at is null and (o.lease_holder is null or o.lease_expires_at <= clock_timestamp())
        and coalesce(case when s.kind = 'acknowledge' then channel.paused_until else erp.paused_until end, ${at}) <= ${at}
      order by s.due_at limit 1)`);
  return rows.map(({ id }) => id);
}

/** The next orders, by id, of which a step is not settled for good: what a change of settings may bear on. */
export async function ordersToProject(db: Db, integrationId: string, after: string, limit: number): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select distinct order_id as id from steps where integration_id = ${integrationId}
      and (state in ('due', 'waiting', 'blocked') or wait_reason in ('off', 'own-courier')) ${after ? sql`and order_id > ${after}` : sql``}
    order by 1 limit ${limit}`);
  return rows.map(({ id }) => id);
}
