import { addHint, type HintRow, takeHints } from "@/lib/db/engine/wake-ups";
import { ordersOfSalesOrder } from "@/lib/db/orders/links";
import { wakeSteps } from "@/lib/db/orders/steps";
import type { Run } from "@/lib/flows/engine/run";
import { pullOrders } from "@/lib/flows/orders/pull-orders";
import { receiveOrder } from "@/lib/flows/orders/receive-order";

const floodSize = 40;
const listenEveryMs = 10_000;

/**
 * Started at a run's beginning. Hints are answered through the API: the channel's orders are read, the ERP's are looked
 * at now instead of later. Twice is safe: a hint says only where to look. Stops at the orders' rows.
 */
export async function answerHints(run: Run, hints: HintRow[]): Promise<void> {
  const { ctx, open } = run;
  for (const hint of hints) {
    if (!hint.salesOrderType || !hint.salesOrderNumber) continue;
    const key = { orderType: hint.salesOrderType, number: hint.salesOrderNumber };
    await wakeSteps(ctx.db, await ordersOfSalesOrder(ctx.db, open.erpConnection.id, key), ctx.now());
  }
  // A heartbeat reads all open orders anyway.
  if (run.trigger === "wake") await readCalledOut(run, hints);
}

/** Between two steps of a run, now and then: an order called out meanwhile is known at once, whatever the backlog. */
export function listenTo(run: Run, part: (does: () => Promise<void>) => Promise<void>): () => Promise<void> {
  const { ctx, open } = run;
  let heardAt = ctx.now().getTime();
  return async () => {
    if (ctx.now().getTime() - heardAt < listenEveryMs) return;
    heardAt = ctx.now().getTime();
    // The ERP's hints wait for the next run, which looks at what they name.
    await part(async () => readCalledOut(run, await takeHints(ctx.db, [open.channelConnection.id])));
  };
}

async function readCalledOut(run: Run, hints: HintRow[]): Promise<void> {
  const called = hints.filter(({ orderId }) => orderId !== null);
  // A flood of calls costs no more than a heartbeat's read, which sees every open or changed order.
  if (called.length > floodSize) {
    await pullOrders(run);
    return;
  }
  for (const [place, { orderId }] of called.entries()) {
    if (run.outOfTime()) {
      // Already taken: put back for the next run.
      for (const left of called.slice(place)) await addHint(run.ctx.db, left);
      return;
    }
    const record = orderId ? await run.open.channel.readOrder(orderId) : null;
    if (!record) continue;
    const news = await receiveOrder(run, record);
    run.count("orders", news === "first" || news === "newer" ? 1 : 0);
  }
}
