import { randomUUID } from "node:crypto";
import { type ChannelOrderRecord, ConnectorError } from "@/lib/connectors/contract";
import { writeAudit } from "@/lib/db/audit";
import { newestVersion } from "@/lib/db/mappings/mappings";
import { linkedItems } from "@/lib/db/stock/offers";
import type { DryRun, DryRunRow } from "@/lib/domain/connections/onboarding";
import { differsBeyond, mappedTotal } from "@/lib/domain/documents/compare";
import { grossTotal } from "@/lib/domain/orders/order";
import { type Problem, problem } from "@/lib/domain/problem";
import type { FlowContext } from "@/lib/flows/engine/context";
import type { OpenIntegration } from "@/lib/flows/engine/open-integration";
import { withSeat } from "@/lib/flows/engine/run";
import { buildSalesOrder, salesOrderInput } from "@/lib/flows/mappings/build-sales-order";
import { prepareMapping } from "@/lib/flows/mappings/prepare-mapping";

const pages = 5;

/**
 * Started by a person before an integration is switched on. Builds Sales Orders of the channel's last orders with the
 * very function that builds them later, and asks the ERP for their items. Neither side is written to, no order is kept;
 * our record says that it was done. Twice is safe.
 */
export async function dryRun(
  ctx: FlowContext,
  integration: OpenIntegration,
  { last }: { last: number },
): Promise<DryRun> {
  const orders = await lastOrders(ctx, integration, last);
  if (!Array.isArray(orders)) return { rows: [], failing: 0, problem: orders };
  const rows = await built(ctx, integration, orders);
  const asked = await askForItems(ctx, integration, [
    ...new Set(rows.flatMap((row) => row.lines.map(({ itemId }) => itemId))),
  ]);
  for (const row of rows)
    row.problem ??= row.lines.map(({ itemId }) => asked.unknown.get(itemId)).find(Boolean) ?? null;
  const failing = rows.filter((row) => row.problem !== null).length;
  if (asked.problem === null) {
    const { sellerId, slug } = integration.row;
    const after = { orders: rows.length, failing };
    await writeAudit(ctx.db, { sellerId, actor: ctx.actor, action: "integration.dry-run", subject: slug, after });
  }
  return { rows, failing, problem: asked.problem };
}

/** The newest orders the seller ships: open ones, and those that changed within the look-back. */
async function lastOrders(
  ctx: FlowContext,
  { channel, settings }: OpenIntegration,
  last: number,
): Promise<ChannelOrderRecord[] | Problem> {
  // A day of slack: the channel's times are local and its zone is not ours.
  const since = ctx.now().getTime() - (settings.orders.lookbackDays + 1) * 86_400_000;
  const modifiedAfter = new Date(since).toISOString().slice(0, 19).replace("T", " ");
  const found = new Map<string, ChannelOrderRecord>();
  try {
    for (const query of [{ status: "new" }, { status: "in-progress" }, { modifiedAfter }] as const) {
      let read = 0;
      for await (const page of channel.listOrders({ fulfilment: "seller", ...query })) {
        for (const one of page) found.set(one.order.id, one);
        read += 1;
        if (read === pages) break;
      }
    }
  } catch (error) {
    if (error instanceof ConnectorError) return error.problem;
    throw error;
  }
  return [...found.values()]
    .filter(({ order: { complete, status } }) => complete && status !== "cancelled" && status !== "returned")
    .sort((a, b) => (a.order.placedAt < b.order.placedAt ? 1 : -1))
    .slice(0, last);
}

async function built(
  ctx: FlowContext,
  integration: OpenIntegration,
  orders: ChannelOrderRecord[],
): Promise<DryRunRow[]> {
  const version = await newestVersion(ctx.db, { integrationId: integration.row.id, kind: "sales-order" }, ctx.now());
  const prepared = prepareMapping("sales-order", integration, version.content, String(version.version));
  const items = await linkedItems(ctx.db, integration.row.id);
  const rows: DryRunRow[] = [];
  for (const { order, raw } of orders) {
    const input = salesOrderInput(integration, { data: order, raw }, items);
    const gross = grossTotal(order);
    const head = { number: order.id, placedAt: order.placedAt, currency: order.currency, gross };
    const document = await buildSalesOrder(prepared, input);
    if ("code" in document) {
      rows.push({ ...head, total: null, lines: [], problem: document });
      continue;
    }
    const total = mappedTotal(document, input);
    const wrong = differsBeyond(total, gross, integration.settings.orders.totalTolerance);
    rows.push({
      ...head,
      total,
      lines: document.lines.map(({ itemId, quantity, unitPrice }) => ({ itemId, quantity, unitPrice })),
      problem: wrong ? problem("mapping-total", "rejected", { expected: gross, actual: total }) : null,
    });
  }
  return rows;
}

type Asked = { unknown: Map<string, Problem>; problem: Problem | null };

/** Which of the items the ERP does not have, or why it could not be asked. */
async function askForItems(ctx: FlowContext, { erp, erpConnection }: OpenIntegration, items: string[]): Promise<Asked> {
  const seat = { connectionId: erpConnection.id, holder: `dry-run/${randomUUID().slice(0, 8)}`, waitSeconds: 20 };
  const wanted = { orderTypes: [], customers: [], warehouses: [], items };
  const unknown = new Map<string, Problem>();
  try {
    const findings = await withSeat(ctx, seat, () => erp.test(wanted).finally(() => erp.close()));
    if (!findings) return { unknown, problem: problem("seats-taken", "limited", { side: "erp" }) };
    for (const { subject, problem: cause } of findings) {
      const item = items.find((id) => subject === `item ${id}`);
      if (cause && !item) return { unknown, problem: cause };
      if (cause && item) unknown.set(item, cause);
    }
    return { unknown, problem: null };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { unknown, problem: error.problem };
  }
}
