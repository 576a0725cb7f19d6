import type { SalesOrderKey } from "@/lib/connectors/contract";
import { shippedSalesOrder, waitingForErp } from "@/lib/db/orders/waiting";
import { isNothingNew } from "@/lib/domain/parcels/progress";
import type { Run } from "@/lib/flows/engine/run";

const controlDays = 7;

/**
 * Started by a heartbeat before the steps that wait for the ERP are looked at. Reads the progress of all their Sales
 * Orders in a few calls, and marks those without anything new as `unchanged`: a thousand orders waiting to be shipped
 * cost as many calls as thirty. Twice is safe: it only reads. Stops at the run's memory; what a list did not show is
 * asked one by one.
 * @throws ConnectorError
 */
export async function pollWaiting(run: Run): Promise<void> {
  const { ctx, integration } = run;
  const waiting = await waitingForErp(ctx.db, integration.row.id, ctx.now());
  const keys = new Map(waiting.map(({ salesOrder }) => [nameOf(salesOrder), salesOrder]));
  if (keys.size < 2) return;
  // Lists that leave shipments out look like lists of orders without any: one that has some must show them.
  const since = new Date(ctx.now().getTime() - controlDays * 86_400_000);
  const controlOrder = await shippedSalesOrder(ctx.db, integration.row.id, since);
  if (!controlOrder) return;
  const listed = await integration.erp.listProgress([controlOrder, ...keys.values()]);
  const progress = new Map(listed.map((one) => [nameOf(one), one]));
  if (!progress.get(nameOf(controlOrder))?.shipments.length) return;
  for (const one of listed) run.noteProgress(one);
  for (const { orderId, kind, reason, salesOrder } of waiting) {
    const now = progress.get(nameOf(salesOrder));
    if (now && isNothingNew(kind, reason, now)) run.unchanged.get(kind)?.add(orderId);
  }
}

const nameOf = ({ orderType, number }: SalesOrderKey) => `${orderType}/${number}`;
