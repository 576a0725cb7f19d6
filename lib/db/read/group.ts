import { type SQL, sql } from "drizzle-orm";
import { orders } from "@/lib/db/schema";
import type { Problem } from "@/lib/domain/problem";
import type { StepState, WaitReason } from "@/lib/domain/step";

/** Where an order stands for a person who looks at the list; the most urgent of its steps decides. */
export const groups = ["needs-person", "in-doubt", "in-progress", "done"] as const;
export type Group = (typeof groups)[number];

type Standing = { state: StepState; wait: WaitReason | null };

export function groupOf(steps: Standing[], attention: Problem | null): Group {
  if (attention || steps.some(({ state }) => state === "blocked")) return "needs-person";
  if (steps.some(({ state }) => state === "in-doubt")) return "in-doubt";
  return steps.every(({ state, wait }) => state === "done" || wait === "cancelled") ? "done" : "in-progress";
}

const anyStep = (condition: SQL) =>
  sql`exists (select 1 from steps s where s.order_id = ${orders.id} and ${condition})`;
const blocked = anyStep(sql`s.state = 'blocked'`);
const inDoubt = anyStep(sql`s.state = 'in-doubt'`);
const open = anyStep(sql`s.state <> 'done' and s.wait_reason is distinct from 'cancelled'`);
const needsPerson = sql`(${orders.attention} is not null or ${blocked})`;

/** The same rule for the database. */
export const inGroup: Record<Group, SQL> = {
  "needs-person": needsPerson,
  "in-doubt": sql`(${inDoubt} and not ${needsPerson})`,
  "in-progress": sql`(${open} and not ${inDoubt} and not ${needsPerson})`,
  done: sql`(not ${open} and not ${needsPerson})`,
};
