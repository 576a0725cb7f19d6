import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import type { StepRow } from "@/lib/db/orders/orders";
import { orderLinks, orders, parcels, steps } from "@/lib/db/schema";
import {
  type OrderFacts,
  ownReasons,
  type Plan,
  planSteps,
  type StepKind,
  type StepSettings,
} from "@/lib/domain/orders/step";

type PlannedStep = Pick<StepRow, "kind" | "state" | "waitReason">;

type Planned = { orderId: string; facts: OrderFacts; erased: boolean; steps: PlannedStep[] };

/** What the table of rules asks of each order, and its steps; one statement, without the orders' own JSON. */
async function readPlanned(db: Db, orderIds: string[]): Promise<Planned[]> {
  const rows = await db
    .select({
      orderId: orders.id,
      fulfilment: orders.fulfilment,
      status: orders.status,
      erased: sql<boolean>`${orders.erasedAt} is not null`,
      complete: sql<boolean>`(${orders.data} ->> 'complete')::boolean`,
      link: orderLinks.orderId,
      parcel: parcels.orderId,
      step: { kind: steps.kind, state: steps.state, waitReason: steps.waitReason },
    })
    .from(orders)
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .leftJoin(parcels, eq(parcels.orderId, orders.id))
    .leftJoin(steps, eq(steps.orderId, orders.id))
    .where(inArray(orders.id, orderIds));
  return [...groupedBy(rows, ({ orderId }) => orderId).values()].flatMap((mine) => {
    const [order] = mine;
    if (!order) return [];
    const known = mine.flatMap(({ step }) => step ?? []);
    const creation = known.find(({ kind }) => kind === "create-sales-order");
    const { orderId, fulfilment, status, complete, erased, link, parcel } = order;
    const salesOrderStarted = creation?.state === "in-doubt" || creation?.state === "running";
    const facts = { fulfilment, status, complete, hasSalesOrder: link !== null, hasParcel: parcel !== null };
    return { orderId, facts: { ...facts, salesOrderStarted }, erased, steps: known };
  });
}

function groupedBy<T, K>(items: T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

type FreshStep = typeof steps.$inferInsert;
type StepChange = { orderId: string; kind: StepKind; from: StepRow["state"]; change: Partial<StepRow> };

/**
 * Brings the step rows of some orders in line with the table of rules; what runs, is in doubt or done is left alone. One
 * statement reads, one adds, and one writes each change that several steps have in common.
 */
export async function planStepsOf(db: Db, orderIds: string[], settings: StepSettings, now: Date): Promise<void> {
  if (orderIds.length === 0) return;
  const fresh: FreshStep[] = [];
  const changed: StepChange[] = [];
  for (const order of await readPlanned(db, orderIds)) {
    const { orderId } = order;
    for (const { kind, plan } of planSteps(order.facts, settings)) {
      // Without its buyer an order can still be cancelled, and nothing else.
      if (order.erased && kind !== "cancel") continue;
      const row = order.steps.find((step) => step.kind === kind);
      if (row) {
        const change = changeOf(row, plan, now);
        if (change) changed.push({ orderId, kind, from: row.state, change });
      } else if (plan !== "not-needed") fresh.push(freshStep(orderId, kind, plan, now));
    }
  }
  for (const alike of groupedBy(changed, ({ from, change }) => JSON.stringify([from, change])).values()) {
    const [one] = alike;
    if (one) await changeSteps(db, alike, one, now);
  }
  if (fresh.length > 0) await db.insert(steps).values(fresh).onConflictDoNothing();
}

function freshStep(orderId: string, kind: StepKind, plan: Exclude<Plan, "not-needed">, now: Date): FreshStep {
  const waitReason = plan === "due" ? null : plan === "look" ? ("shipment" as const) : plan.waiting;
  return { orderId, kind, state: plan === "due" ? "due" : "waiting", waitReason, dueAt: now, updatedAt: now };
}

/** Steps in one state that change alike; one that has left that state meanwhile is left alone. */
async function changeSteps(
  db: Db,
  alike: StepChange[],
  { from, change }: Pick<StepChange, "from" | "change">,
  now: Date,
): Promise<void> {
  const kinds = [...groupedBy(alike, ({ kind }) => kind)].map(([kind, mine]) =>
    and(
      eq(steps.kind, kind),
      inArray(
        steps.orderId,
        mine.map(({ orderId }) => orderId),
      ),
    ),
  );
  await db
    .update(steps)
    .set({ ...change, updatedAt: now })
    .where(and(eq(steps.state, from), or(...kinds)));
}

function changeOf(row: PlannedStep, plan: Plan, now: Date): Partial<StepRow> | null {
  if (["running", "in-doubt", "done"].includes(row.state)) return null;
  if (plan === "not-needed") {
    if (row.kind === "acknowledge") return { state: "done", waitReason: null, problem: null, doneAt: now };
    return row.waitReason === "cancelled" ? null : { state: "waiting", waitReason: "cancelled", problem: null };
  }
  if (plan === "due" || plan === "look") {
    const wasOurs = row.state === "waiting" && row.waitReason !== null && ownReasons.includes(row.waitReason);
    if (!wasOurs) return null;
    return plan === "due" ? { state: "due", waitReason: null, dueAt: now } : { waitReason: "shipment", dueAt: now };
  }
  if (row.state === "blocked" || row.waitReason === plan.waiting) return null;
  return { state: "waiting", waitReason: plan.waiting };
}
