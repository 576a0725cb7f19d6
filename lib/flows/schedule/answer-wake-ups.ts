import { addWakeUp, takeWakeUps, type WakeUpRow } from "@/lib/db/engine/wake-ups";
import { ordersOfSalesOrder } from "@/lib/db/orders/links";
import { wakeSteps } from "@/lib/db/orders/steps";
import type { Run } from "@/lib/flows/engine/run";
import { pullOrders } from "@/lib/flows/orders/pull-orders";
import { receiveOrder } from "@/lib/flows/orders/receive-order";

const floodSize = 40;
const pollEveryMs = 10_000;

/**
 * Started at a run's beginning. Wake-ups are answered through the API: the channel's orders are read, the ERP's are looked
 * at now instead of later. Twice is safe: a wake-up says only where to look. Stops at the orders' rows.
 */
export async function answerWakeUps(run: Run, wakeUps: WakeUpRow[]): Promise<void> {
  const { ctx, integration } = run;
  for (const wakeUp of wakeUps) {
    if (!wakeUp.salesOrderType || !wakeUp.salesOrderNumber) continue;
    const key = { orderType: wakeUp.salesOrderType, number: wakeUp.salesOrderNumber };
    await wakeSteps(ctx.db, await ordersOfSalesOrder(ctx.db, integration.erpConnection.id, key), ctx.now());
  }
  // A heartbeat reads all open orders anyway.
  if (run.trigger === "wake-up") await readSignalledOrders(run, wakeUps);
}

/**
 * Between two steps of a run, at most every 10 s: an order the channel called for meanwhile does not wait for the
 * backlog.
 */
export function pollWakeUps(run: Run, phase: (work: () => Promise<void>) => Promise<void>): () => Promise<void> {
  const { ctx, integration } = run;
  let polledAt = ctx.now().getTime();
  return async () => {
    if (ctx.now().getTime() - polledAt < pollEveryMs) return;
    polledAt = ctx.now().getTime();
    // The ERP's wake-ups wait for the next run, which looks at what they name.
    await phase(async () => readSignalledOrders(run, await takeWakeUps(ctx.db, [integration.channelConnection.id])));
  };
}

async function readSignalledOrders(run: Run, wakeUps: WakeUpRow[]): Promise<void> {
  const signalled = wakeUps.filter(({ orderId }) => orderId !== null);
  // More than 40 wake-ups cost one pull instead of a read each; it sees every open or changed order.
  if (signalled.length > floodSize) {
    await pullOrders(run);
    return;
  }
  for (const [place, { orderId }] of signalled.entries()) {
    if (run.outOfTime()) {
      // Already taken: put back for the next run.
      for (const left of signalled.slice(place)) await addWakeUp(run.ctx.db, left);
      return;
    }
    const record = orderId ? await run.integration.channel.readOrder(orderId) : null;
    if (!record) continue;
    const change = await receiveOrder(run, record);
    run.count("orders", change === "inserted" || change === "updated" ? 1 : 0);
  }
}
