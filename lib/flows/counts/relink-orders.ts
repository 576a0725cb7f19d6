import { randomUUID } from "node:crypto";
import { type ChannelOrderRecord, ConnectorError, type ListedSalesOrder } from "@/lib/connectors/contract";
import { writeAudit } from "@/lib/db/audit";
import type { Tx } from "@/lib/db/client";
import { readKnownOrders } from "@/lib/db/counts/counts";
import { releaseOrderLeases, takeOrderLeases } from "@/lib/db/engine/lease";
import { insertLink } from "@/lib/db/orders/links";
import { upsertOrder } from "@/lib/db/orders/orders";
import { projectSteps } from "@/lib/db/orders/project-steps";
import { addEvents } from "@/lib/db/orders/timeline";
import { steps } from "@/lib/db/schema";
import { orderOfSalesOrder } from "@/lib/domain/documents/count";
import type { Progress } from "@/lib/domain/task";
import { requestSync } from "@/lib/flows/connections/request-sync";
import { type Period, periodOf, slugsBeside } from "@/lib/flows/counts/count-orders";
import type { FlowContext } from "@/lib/flows/engine/context";
import { type OpenIntegration, openIntegration } from "@/lib/flows/engine/open-integration";
import { withSeat } from "@/lib/flows/engine/run";
import { doneRow } from "@/lib/flows/engine/step-outcome";

/**
 * How many Sales Orders carry our reference, and what became of their orders. `doubled`: received without a link, so
 * that `create-sales-order` stops them for a person. `absent`: unknown to the channel. `busy`: another process works on
 * them.
 */
export type RelinkReport = {
  found: number;
  linked: number;
  alreadyLinked: number;
  doubled: number;
  absent: number;
  busy: number;
};

type RelinkInput = { integrationId: string; preview?: boolean; progress?: Progress } & Partial<Period>;

/**
 * Started by a person after our rows were lost. Ties every Sales Order of a period that carries our reference to its
 * order again, finished orders too; creates nothing on either side, so that later steps adopt the parcels and documents
 * they find. Twice is safe: what is linked stays linked. Stops at the rows and asks for a run. A preview only counts.
 * @returns null when there is no such integration
 * @throws ConnectorError when a side cannot be read, `seats-taken` when the ERP's seat stayed taken for 60 s
 */
export async function relinkOrders(
  ctx: FlowContext,
  { integrationId, preview = false, progress = async () => {}, ...wanted }: RelinkInput,
): Promise<RelinkReport | null> {
  const integration = await openIntegration(ctx, integrationId);
  if (!integration) return null;
  try {
    const period = periodOf(ctx, integration, wanted);
    const claims = await claimedSalesOrders(ctx, integration, period);
    const report = await relinkAll(ctx, integration, claims, { preview, progress });
    if (preview) return report;
    const subject = `${integration.row.slug} ${period.from} – ${period.to}`;
    await writeAudit(ctx.db, {
      sellerId: integration.row.sellerId,
      actor: ctx.actor,
      action: "integration.relink",
      subject,
      after: report,
    });
    await requestSync(ctx, { integrationId });
    return report;
  } finally {
    await integration.close();
  }
}

type Claims = Map<string, ListedSalesOrder[]>;

/** The period's Sales Orders that carry our reference for certain, by the channel's order id. */
async function claimedSalesOrders(ctx: FlowContext, integration: OpenIntegration, period: Period): Promise<Claims> {
  const { orderType } = integration.settings.orders;
  const seat = {
    connectionId: integration.erpConnection.id,
    holder: `relink/${randomUUID().slice(0, 8)}`,
    waitSeconds: 60,
  };
  const listed = await withSeat(ctx, seat, () =>
    integration.erp.listSalesOrders({ orderType, ...period }).finally(() => integration.erp.close()),
  );
  if (!listed) throw new ConnectorError("seats-taken", "limited", { side: "erp" });
  const otherSlugs = await slugsBeside(ctx, integration);
  const claims: Claims = new Map();
  for (const salesOrder of listed) {
    const claim = orderOfSalesOrder(salesOrder, integration.channelConnection.slug, otherSlugs);
    if (claim?.certain) claims.set(claim.order, [...(claims.get(claim.order) ?? []), salesOrder]);
  }
  return claims;
}

async function relinkAll(
  ctx: FlowContext,
  integration: OpenIntegration,
  claims: Claims,
  { preview, progress }: { preview: boolean; progress: Progress },
): Promise<RelinkReport> {
  const report = { found: 0, linked: 0, alreadyLinked: 0, doubled: 0, absent: 0, busy: 0 };
  const ids = [...claims.keys()];
  const [connectionId, erpId] = [integration.channelConnection.id, integration.erpConnection.id];
  // No day lies in this empty period: only the orders named are read.
  const none = { from: "9", to: "0" };
  const known = await readKnownOrders(ctx.db, { connectionId, erpId, ...none, ids, numbers: [], now: ctx.now() });
  const linked = new Set(known.flatMap(({ id, link }) => (link === null ? [] : [id])));
  let looked = 0;
  for (const [orderId, documents] of claims) {
    await progress(looked++, claims.size);
    report.found += documents.length;
    if (linked.has(orderId)) {
      report.alreadyLinked += 1;
      continue;
    }
    if (preview) {
      report[documents.length > 1 ? "doubled" : "linked"] += 1;
      continue;
    }
    const current = await integration.channel.readOrder(orderId);
    if (!current) report.absent += 1;
    else report[await relinkOrder(ctx, integration, current, documents)] += 1;
  }
  return report;
}

/** One order in one transaction: no other process sees its row without its link and creates a Sales Order for it. */
async function relinkOrder(
  ctx: FlowContext,
  integration: OpenIntegration,
  { order, raw }: ChannelOrderRecord,
  documents: ListedSalesOrder[],
): Promise<"linked" | "doubled" | "busy"> {
  const owner = {
    sellerId: integration.row.sellerId,
    integrationId: integration.row.id,
    connectionId: integration.channelConnection.id,
  };
  const now = ctx.now();
  const [only, ...others] = documents;
  return ctx.db.transaction(async (tx) => {
    const { row, change } = await upsertOrder(tx, { ...owner, order, raw, now });
    const [lease] = await takeOrderLeases(tx, [row.id], `relink/${randomUUID().slice(0, 8)}`, 60);
    if (!lease) return "busy";
    const event = { orderId: row.id, at: now, actor: ctx.actor };
    if (change === "inserted") await addEvents(tx, { ...event, kind: "received", params: { status: order.status } });
    const doubled = !only || others.length > 0;
    if (!doubled && (await link(tx, integration, row.id, only, now))) {
      await addEvents(tx, {
        ...event,
        kind: "sales-order-adopted",
        params: { number: only.number, type: only.orderType },
      });
    }
    await projectSteps(tx, [row.id], integration.settings, now);
    await releaseOrderLeases(tx, [lease]);
    return doubled ? "doubled" : "linked";
  });
}

/** The link, and the step that would otherwise bring it about as done; false when the order had one. */
async function link(
  tx: Tx,
  integration: OpenIntegration,
  orderId: string,
  { orderType, number: orderNumber, total }: ListedSalesOrder,
  now: Date,
): Promise<boolean> {
  const erpId = integration.erpConnection.id;
  if (!(await insertLink(tx, { orderId, erpId, orderType, orderNumber, total, origin: "adopted", linkedAt: now })))
    return false;
  const done = doneRow(now);
  await tx
    .insert(steps)
    .values({ orderId, kind: "create-sales-order", dueAt: now, ...done })
    .onConflictDoUpdate({ target: [steps.orderId, steps.kind], set: done });
  return true;
}
