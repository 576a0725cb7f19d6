import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import type { StepRow } from "@/lib/db/orders/orders";
import { orderLinks, orders, parcels, steps } from "@/lib/db/schema";
import { type Answer, decide, type OrderFacts, outcomeOf, type StepSettings } from "@/lib/domain/orders/decide";
import { ownReasons, type StepKind, stepKinds, type WaitReason } from "@/lib/domain/orders/step";

type HeldStep = Pick<StepRow, "kind" | "state" | "waitReason"> & { refused: boolean };

type Held = { orderId: string; facts: OrderFacts; steps: HeldStep[] };

const refused = sql<boolean>`coalesce(${steps.problem} ->> 'kind' = 'rejected', false)`;

/** What `decide` needs of each order, and its steps; one statement, without the orders' own JSON. */
async function readHeld(db: Db, orderIds: string[]): Promise<Held[]> {
  const rows = await db
    .select({
      orderId: orders.id,
      fulfilment: orders.fulfilment,
      status: orders.status,
      erased: sql<boolean>`${orders.erasedAt} is not null`,
      setAside: sql<boolean>`${orders.onHoldAt} is not null`,
      complete: sql<boolean>`(${orders.data} ->> 'complete')::boolean`,
      link: orderLinks.orderId,
      parcel: parcels.orderId,
      step: { kind: steps.kind, state: steps.state, waitReason: steps.waitReason, refused },
    })
    .from(orders)
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .leftJoin(parcels, eq(parcels.orderId, orders.id))
    .leftJoin(steps, eq(steps.orderId, orders.id))
    .where(inArray(orders.id, orderIds));
  return [...groupedBy(rows, ({ orderId }) => orderId).values()].flatMap((mine) => {
    const [order] = mine;
    if (!order) return [];
    const { orderId, link, parcel, step: _, ...facts } = order;
    const known = { hasSalesOrder: link !== null, hasParcel: parcel !== null };
    return { orderId, facts: { ...facts, ...known }, steps: mine.flatMap(({ step }) => (step?.kind ? step : [])) };
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
 * Writes down what `decide` answers for some orders, so that lists and the search for work need not ask it; outcomes are
 * left alone. Losing these rows' answers loses nothing. One statement reads, one adds, and one writes each change that
 * several steps have in common.
 */
export async function projectSteps(db: Db, orderIds: string[], settings: StepSettings, now: Date): Promise<void> {
  if (orderIds.length === 0) return;
  const fresh: FreshStep[] = [];
  const changed: StepChange[] = [];
  for (const { orderId, facts, steps: held } of await readHeld(db, orderIds)) {
    const outcomes = Object.fromEntries(held.map((step) => [step.kind, outcomeOf(step.state, step.refused)]));
    const answers = decide(facts, outcomes, settings);
    for (const kind of stepKinds) {
      const row = held.find((step) => step.kind === kind);
      const change = row ? changeOf(row, answers[kind], now) : rowOf(answers[kind], now);
      if (row && change) changed.push({ orderId, kind, from: row.state, change });
      if (!row && change) fresh.push({ state: "waiting", dueAt: now, ...change, orderId, kind, updatedAt: now });
    }
  }
  for (const alike of groupedBy(changed, ({ from, change }) => JSON.stringify([from, change])).values()) {
    const [one] = alike;
    if (one) await changeSteps(db, alike, one, now);
  }
  if (fresh.length > 0) await db.insert(steps).values(fresh).onConflictDoNothing();
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

/** The row of an answer that nothing came before; null where an outcome speaks for itself. */
function rowOf(answer: Answer, now: Date): Partial<StepRow> | null {
  switch (answer.kind) {
    case "now":
      return { state: "due", waitReason: null, dueAt: now };
    case "look":
      return { state: "waiting", waitReason: "shipment", dueAt: now };
    case "wait":
      return { state: "waiting", waitReason: answer.reason };
    case "not-needed":
      return { state: "not-needed", waitReason: answer.reason };
    case "stop":
      return { state: "blocked", waitReason: null };
    default:
      return null;
  }
}

const isOwn = (reason: StepRow["waitReason"]) => ownReasons.includes(reason as WaitReason);

/** What changes in a row; what is due or looked at already keeps its time, so that a back-off is not cut short. */
function changeOf(row: HeldStep, answer: Answer, now: Date): Partial<StepRow> | null {
  const goesOn = row.state === "due" || (row.state === "waiting" && !isOwn(row.waitReason));
  if (goesOn && (answer.kind === "now" || answer.kind === "look")) return null;
  const change = rowOf(answer, now);
  if (change?.state === row.state && (change.waitReason ?? null) === row.waitReason) return null;
  // What was to be tried again has no failure of its own once it waits for something else.
  return row.state === "due" && change ? { ...change, problem: null } : change;
}
