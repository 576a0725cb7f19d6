import { and, eq, inArray } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import type { Db } from "@/lib/db/client";
import { integrationSettings } from "@/lib/db/connections/integration-settings";
import { projectSteps } from "@/lib/db/orders/project-steps";
import { addEvents } from "@/lib/db/orders/timeline";
import { orders, steps } from "@/lib/db/schema";
import { settledStates } from "@/lib/domain/orders/step";
import type { FlowContext } from "@/lib/flows/engine/context";
import { retryStep } from "@/lib/flows/orders/retry-step";

export const orderActions = ["retry", "set-aside", "resume"] as const;
export type OrderAction = (typeof orderActions)[number];
/** Why an order is left as it is. */
type LeftOut = "nothing-open" | "set-aside" | "already-aside" | "not-aside";
/** What happens, or would happen, to each order asked for; orders of somebody else are not in it. */
export type ActReport = {
  does: { id: string; number: string }[];
  leaves: { id: string; number: string; why: LeftOut }[];
};

type Asked = {
  sellerId: string | null;
  ids: string[];
  action: OrderAction;
  /** Why an order is set aside, in the person's words. */
  note?: string;
  preview: boolean;
};

/**
 * A person decides over many orders: try again, set aside (no step is worked until it is resumed; what is in doubt stays
 * so), or resume. With `preview` nothing is written. Twice is safe: an order that is where it should be is left alone.
 */
export async function bulkActions(ctx: FlowContext, asked: Asked): Promise<ActReport> {
  const { action, preview } = asked;
  const rows = await readChosen(ctx.db, asked);
  const report: ActReport = { does: [], leaves: [] };
  for (const { id, number, sellerId, aside, open } of rows) {
    const why = whyNot(action, aside, open);
    if (why) report.leaves.push({ id, number, why });
    else {
      report.does.push({ id, number });
      if (preview) continue;
      if (action === "retry") await retryStep(ctx, { orderId: id });
      else await move(ctx, { id, number, sellerId, aside: action === "set-aside", note: asked.note?.trim() || null });
    }
  }
  return report;
}

async function readChosen(db: Db, { ids, sellerId }: Asked) {
  if (ids.length === 0) return [];
  const mine = sellerId ? eq(orders.sellerId, sellerId) : undefined;
  const rows = await db
    .select({ id: orders.id, number: orders.channelOrderId, sellerId: orders.sellerId, aside: orders.onHoldAt })
    .from(orders)
    .where(and(inArray(orders.id, ids), mine));
  const states = await db
    .select({ orderId: steps.orderId, state: steps.state })
    .from(steps)
    .where(inArray(steps.orderId, ids));
  const openIds = new Set(states.filter(({ state }) => !settledStates.includes(state)).map(({ orderId }) => orderId));
  return rows.map((row) => ({ ...row, aside: row.aside !== null, open: openIds.has(row.id) }));
}

function whyNot(action: OrderAction, aside: boolean, open: boolean): LeftOut | null {
  if (action === "resume") return aside ? null : "not-aside";
  if (aside) return action === "retry" ? "set-aside" : "already-aside";
  return open ? null : "nothing-open";
}

type Move = { id: string; number: string; sellerId: string; aside: boolean; note: string | null };

async function move(ctx: FlowContext, { id, number, sellerId, aside, note }: Move): Promise<void> {
  const now = ctx.now();
  await ctx.db.transaction(async (tx) => {
    const change = aside
      ? { onHoldAt: now, onHoldBy: ctx.actor, onHoldNote: note }
      : { onHoldAt: null, onHoldBy: null, onHoldNote: null };
    const [order] = await tx.update(orders).set(change).where(eq(orders.id, id)).returning();
    if (!order) return;
    // What is resumed is due at once; a step in doubt keeps its waiting time.
    await projectSteps(tx, [id], await integrationSettings(tx, order.integrationId), now);
    const kind = aside ? "set-aside" : "resumed";
    await addEvents(tx, { orderId: id, at: now, actor: ctx.actor, kind, params: note ? { note } : {} });
    // A note may name a buyer, and the record cannot be erased: it stands on the order alone.
    const after = { note: note ? "written" : null };
    await writeAudit(tx, { sellerId, actor: ctx.actor, action: `order.${kind}`, subject: number, after });
  });
}
