import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { causeOf, causeParams } from "@/lib/domain/orders/cause";
import type { StepKind, StepState } from "@/lib/domain/orders/step";
import type { Problem, ProblemCode, ProblemKind } from "@/lib/domain/problem";

/**
 * Everything that stops for the same reason. `params` name the cause and go back into `retryCause`; `problem` is one of
 * its failures, whose params fill the sentences.
 */
export type Failure = {
  sellerId: string;
  seller: string;
  code: ProblemCode;
  kind: ProblemKind;
  params: Record<string, string>;
  problem: Problem;
  /** Orders concerned, and of their steps: stopped for a person, in doubt, due again by themselves. */
  orders: number;
  blocked: number;
  inDoubt: number;
  retrying: number;
  /** Steps that *retry all of this cause* would try again. */
  retriable: number;
  since: Iso;
  /** The channel's local date-time by which the first of the orders must be handed over. */
  nextDeadline: string | null;
  /** At most five, oldest first. */
  examples: { id: string; number: string }[];
  /** Set for a paused connection: these orders are held by it and go on by themselves. */
  pause: { connectionId: string; slug: string; until: Iso | null } | null;
};

/** The failures of one seller, or of all, by cause: what needs a person first, then what is most urgent. */
export async function readFailures(db: Db, sellerId: string | null): Promise<Failure[]> {
  const [causes, pauses] = [await readCauses(db, sellerId), await readPauses(db, sellerId)];
  const last = "9999";
  return [...pauses, ...causes].sort(
    (a, b) =>
      Number(b.blocked > 0 || b.pause !== null) - Number(a.blocked > 0 || a.pause !== null) ||
      (a.nextDeadline ?? last).localeCompare(b.nextDeadline ?? last) ||
      b.orders - a.orders,
  );
}

/** The params that name a cause as JSON, in the database, so that ten thousand orders of one cause are one row. */
const identity = sql.join(
  [
    sql`case f.problem ->> 'code'`,
    ...Object.entries(causeParams)
      .filter(([, names]) => names.length > 0)
      .map(([code, names]) => sql`when ${code} then jsonb_strip_nulls(jsonb_build_object(${paramsOf(names)}))`),
    sql`else '{}'::jsonb end`,
  ],
  sql` `,
);

function paramsOf(names: readonly string[]): SQL {
  return sql.join(
    names.map((name) => sql`${name}::text, f.problem -> 'params' ->> ${name}::text`),
    sql`, `,
  );
}

/** A refused or full account is one cause, shown with its connection, as long as that connection is paused. */
const isPause = sql`(s.problem ->> 'kind' in ('auth', 'limited') and exists (
  select 1 from integrations i join connections c
    on c.id = case s.problem -> 'params' ->> 'side' when 'channel' then i.channel_id else i.erp_id end
  where i.id = o.integration_id and c.pause_problem is not null))`;

/** Steps with a problem, and orders a person should look at although no step is stopped by it. */
const failing = (sellerId: string | null) => sql`(
  select o.id, o.seller_id, o.channel_order_id, o.hand_over_by, s.kind as step, s.state, s.problem, coalesce((
    select min(e.at) from order_events e where e.order_id = s.order_id and e.params ->> 'step' = s.kind
      and e.problem ->> 'code' = s.problem ->> 'code'), s.updated_at) as since
  from steps s join orders o on o.id = s.order_id and o.on_hold_at is null
  where s.problem is not null and s.state in ('blocked', 'in-doubt', 'due') and not ${isPause}
    ${sellerId ? sql`and o.seller_id = ${sellerId}` : sql``}
  union all
  select o.id, o.seller_id, o.channel_order_id, o.hand_over_by, null, 'blocked', o.needs_attention, o.updated_at
  from orders o where o.needs_attention is not null and o.on_hold_at is null ${sellerId ? sql`and o.seller_id = ${sellerId}` : sql``})`;

type CauseRow = Omit<Failure, "since" | "pause" | "kind"> & { since: Date | string };

const examplesOf = (order: SQL) =>
  sql`(array_agg(jsonb_build_object('id', f.id, 'number', f.channel_order_id) order by ${order}))[1:5]`;

async function readCauses(db: Db, sellerId: string | null): Promise<Failure[]> {
  const rows = await db.execute<CauseRow>(sql`
    select n.id as "sellerId", n.name as seller, f.problem ->> 'code' as code, f.identity as params,
      (array_agg(f.problem order by f.since))[1] as problem, count(distinct f.id)::int as orders,
      count(*) filter (where f.state = 'blocked')::int as blocked,
      count(*) filter (where f.state = 'in-doubt')::int as "inDoubt",
      count(*) filter (where f.state = 'due')::int as retrying,
      count(*) filter (where f.step is not null and f.state in ('blocked', 'due'))::int as retriable,
      min(f.since) as since, min(f.hand_over_by) as "nextDeadline",
      to_jsonb(${examplesOf(sql`f.since`)}) as examples
    from (select f.*, ${identity} as identity from ${failing(sellerId)} f) f join sellers n on n.id = f.seller_id
    group by n.id, n.name, f.problem ->> 'code', f.identity`);
  return rows.map((row) => ({
    ...row,
    kind: row.problem.kind,
    since: iso(new Date(row.since)),
    examples: distinct(row.examples),
    pause: null,
  }));
}

/** A step belongs to the side it calls: an acknowledgement to the channel, Sales Orders to the ERP, the rest to both. */
const heldSteps = sql`(f.state in ('due', 'in-doubt') and case when c.id = i.channel_id
  then f.kind not in ('create-sales-order', 'cancel') else f.kind <> 'acknowledge' end)`;

type PauseRow = {
  sellerId: string;
  seller: string;
  problem: Problem;
  orders: number;
  since: Date | string;
  nextDeadline: string | null;
  examples: Failure["examples"];
  connectionId: string;
  slug: string;
  until: Date | string | null;
};

async function readPauses(db: Db, sellerId: string | null): Promise<Failure[]> {
  const rows = await db.execute<PauseRow>(sql`
    select n.id as "sellerId", n.name as seller, c.pause_problem as problem, c.id as "connectionId", c.slug,
      c.paused_until as until, count(distinct o.id)::int as orders,
      coalesce(min(f.updated_at), c.paused_until, c.updated_at) as since, min(o.hand_over_by) as "nextDeadline",
      coalesce(to_jsonb((array_agg(jsonb_build_object('id', o.id, 'number', o.channel_order_id) order by o.received_at)
        filter (where o.id is not null))[1:5]), '[]'::jsonb) as examples
    from connections c join sellers n on n.id = c.seller_id
      left join integrations i on c.id in (i.channel_id, i.erp_id) and i.enabled
      left join (steps f join orders o on o.id = f.order_id) on o.integration_id = i.id and ${heldSteps}
    where c.pause_problem is not null ${sellerId ? sql`and c.seller_id = ${sellerId}` : sql``}
    group by n.id, n.name, c.id`);
  return rows.map(({ connectionId, slug, until, problem, ...row }) => ({
    ...row,
    code: problem.code,
    kind: problem.kind,
    params: causeOf(problem).params,
    problem,
    blocked: 0,
    inDoubt: 0,
    retrying: 0,
    retriable: 0,
    since: iso(new Date(row.since)),
    examples: distinct(row.examples),
    pause: { connectionId, slug, until: until === null ? null : iso(new Date(until)) },
  }));
}

/** An order with two failing steps of one cause is one example. */
const distinct = (examples: Failure["examples"]) => [...new Map(examples.map((one) => [one.id, one])).values()];

export type Cause = { sellerId: string; code: ProblemCode; params: Record<string, string> };

const ofCause = ({ code, params }: Cause) =>
  sql`f.problem ->> 'code' = ${code} and ${identity} = ${JSON.stringify(params)}::jsonb`;

/** The blocked and due steps of one cause, oldest first; those in doubt keep their waiting time and are left out. */
export async function stepsOfCause(
  db: Db,
  { limit, ...cause }: Cause & { limit: number },
): Promise<{ orderId: string; kind: StepKind }[]> {
  return db.execute<{ orderId: string; kind: StepKind }>(sql`
    select f.id as "orderId", f.step as kind from ${failing(cause.sellerId)} f
    where f.step is not null and f.state in ('blocked', 'due') and ${ofCause(cause)}
    order by f.since limit ${limit}`);
}

export type FailingOrder = {
  id: string;
  number: string;
  step: StepKind | null;
  state: StepState;
  since: Iso;
  handOverBy: string | null;
};

/** The orders of one cause, the one that must be handed over first at the top. */
export async function ordersOfCause(db: Db, { limit, ...cause }: Cause & { limit: number }): Promise<FailingOrder[]> {
  const rows = await db.execute<Omit<FailingOrder, "since"> & { since: Date | string }>(sql`
    select * from (select distinct on (f.id) f.id, f.channel_order_id as number, f.step, f.state, f.since,
        f.hand_over_by as "handOverBy" from ${failing(cause.sellerId)} f where ${ofCause(cause)} order by f.id, f.since) o
    order by o."handOverBy" nulls last, o.since limit ${limit}`);
  return rows.map((row) => ({ ...row, since: iso(new Date(row.since)) }));
}

/** The integration of one of the cause's orders; null when nothing fails of it any more. */
export async function integrationOfCause(db: Db, cause: Cause): Promise<string | null> {
  const [first] = await db.execute<{ id: string }>(sql`
    select o.integration_id as id from ${failing(cause.sellerId)} f join orders o on o.id = f.id
    where ${ofCause(cause)} limit 1`);
  return first?.id ?? null;
}
