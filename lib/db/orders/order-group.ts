import { type SQL, sql } from "drizzle-orm";
import { orders } from "@/lib/db/schema";
import { type StepState, settledStates } from "@/lib/domain/orders/step";
import type { Problem } from "@/lib/domain/problem";

/** Where an order stands for a person who looks at the list; the most urgent of its steps decides. */
export const groups = ["needs-person", "in-doubt", "in-progress", "set-aside", "done"] as const;
export type OrderGroup = (typeof groups)[number];

type Standing = { state: StepState };

export function groupOf(steps: Standing[], attention: Problem | null, setAside: boolean): OrderGroup {
  if (setAside) return "set-aside";
  if (attention || steps.some(({ state }) => state === "blocked")) return "needs-person";
  if (steps.some(({ state }) => state === "in-doubt")) return "in-doubt";
  return steps.every(({ state }) => settledStates.includes(state)) ? "done" : "in-progress";
}

/** Sets that a partial index answers, so that their cost is the number of open orders, not of all. */
const needsPerson = sql`select order_id from steps where state = 'blocked' union select id from orders where needs_attention is not null`;
const inDoubt = sql`select order_id from steps where state = 'in-doubt'`;
const open = sql`select order_id from steps where state not in ('done', 'not-needed')`;
const anyOpen = sql`exists (select 1 from steps s where s.order_id = ${orders.id} and s.state not in ('done', 'not-needed'))`;

const aside = sql`select id from orders where on_hold_at is not null`;

/** The same rule for the database. */
export const inGroup: Record<OrderGroup, SQL> = {
  "needs-person": sql`${orders.id} in ((${needsPerson}) except ${aside})`,
  "in-doubt": sql`${orders.id} in (${inDoubt} except (${needsPerson}) except ${aside})`,
  "in-progress": sql`${orders.id} in (${open} except ${inDoubt} except (${needsPerson}) except ${aside})`,
  "set-aside": sql`${orders.id} in (${aside})`,
  done: sql`(${orders.needsAttention} is null and ${orders.onHoldAt} is null and not ${anyOpen})`,
};
