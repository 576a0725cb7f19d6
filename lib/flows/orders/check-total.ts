import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { type LinkRow, readOrderAggregates } from "@/lib/db/orders/orders";
import { addEvents } from "@/lib/db/orders/timeline";
import { orderLinks } from "@/lib/db/schema";
import { externalReference } from "@/lib/domain/documents/sales-order";
import type { Problem } from "@/lib/domain/problem";
import type { FlowContext } from "@/lib/flows/engine/context";
import { type OpenIntegration, openIntegration } from "@/lib/flows/engine/open-integration";
import { withSeat } from "@/lib/flows/engine/run";
import { compareOrder } from "@/lib/flows/orders/compare-order";

/**
 * Started by a person who corrected a Sales Order. Reads its total from the ERP and compares again, which ends a
 * difference of totals by itself. Reads only, so twice is safe; stops at the rows.
 * @returns the ERP's total as decimal text, null when there is none to be found; else why the ERP could not be asked
 */
export async function checkTotal(
  ctx: FlowContext,
  { orderId }: { orderId: string },
): Promise<{ total: string | null; problem: Problem | null }> {
  const aggregate = (await readOrderAggregates(ctx.db, [orderId])).get(orderId);
  const integration = aggregate?.link ? await openIntegration(ctx, aggregate.order.integrationId) : null;
  if (!aggregate?.link || !integration) return { total: null, problem: null };
  try {
    const total = await readTotal(ctx, integration, aggregate.order.channelOrderId, aggregate.link);
    if (total !== null) await writeTotal(ctx, integration, aggregate.link, total);
    return { total, problem: null };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { total: null, problem: error.problem };
  } finally {
    await integration.close();
  }
}

async function readTotal(
  ctx: FlowContext,
  { erp, erpConnection, channelConnection }: OpenIntegration,
  customerOrder: string,
  { orderType, orderNumber }: LinkRow,
): Promise<string | null> {
  const reference = { orderType, customerOrder, externalRef: externalReference(channelConnection.slug, customerOrder) };
  const seat = { connectionId: erpConnection.id, holder: `total/${randomUUID().slice(0, 8)}`, waitSeconds: 20 };
  const found = await withSeat(ctx, seat, () => erp.findSalesOrders([reference]).finally(() => erp.close()));
  if (!found) throw new ConnectorError("seats-taken", "limited", { side: "erp" });
  return found.find(({ number }) => number === orderNumber)?.total ?? null;
}

async function writeTotal(ctx: FlowContext, integration: OpenIntegration, link: LinkRow, total: string): Promise<void> {
  const { orderId, orderNumber: number } = link;
  await ctx.db.transaction(async (tx) => {
    // The line named as different was found with the old total: with a new one it is no longer known.
    const difference = total === link.total ? link.difference : null;
    await tx.update(orderLinks).set({ total, difference }).where(eq(orderLinks.orderId, orderId));
    await compareOrder(tx, orderId, { tolerance: integration.settings.orders.totalTolerance });
    await addEvents(tx, { orderId, at: ctx.now(), actor: ctx.actor, kind: "total-checked", params: { number, total } });
  });
}
