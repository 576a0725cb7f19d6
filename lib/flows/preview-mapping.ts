import { randomUUID } from "node:crypto";
import { and, desc, eq, type SQL } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { newestVersion } from "@/lib/db/mappings";
import { linkedItems } from "@/lib/db/offers";
import { orderLinks, orders } from "@/lib/db/schema";
import {
  compareDocuments,
  compareWithStored,
  differsBeyond,
  type FieldDifference,
  mappedTotal,
} from "@/lib/domain/mapping/compare";
import type { Prepared } from "@/lib/domain/mapping/evaluate";
import type { Preview, PreviewRow } from "@/lib/domain/mapping/preview";
import type { Mapping } from "@/lib/domain/mapping/rule";
import { problem } from "@/lib/domain/problem";
import type { SalesOrderDocument, SalesOrderInput } from "@/lib/domain/sales-order";
import { buildByMapping, prepareForErp } from "@/lib/flows/build-sales-order";
import type { FlowContext } from "@/lib/flows/context";
import type { OpenIntegration } from "@/lib/flows/open-integration";
import { withSeat } from "@/lib/flows/run";

type Asked = { mapping: Mapping; last: number; orderId?: string };
type Found = { order: typeof orders.$inferSelect; link: typeof orderLinks.$inferSelect | null };

const shownDifferences = 60;

/**
 * Started by a person and by publishing. Runs a mapping over the last orders, or one, with the very function that builds
 * the Sales Order, beside the published version; writes nothing.
 * A single order is also held against what the ERP keeps now. Problems first, then differences.
 */
export async function previewMapping(ctx: FlowContext, open: OpenIntegration, asked: Asked): Promise<Preview> {
  const started = performance.now();
  const [found, published, items] = await Promise.all([
    readOrders(ctx, open, asked),
    newestVersion(ctx.db, { integrationId: open.row.id, kind: "sales-order" }, ctx.now()),
    linkedItems(ctx.db, open.row.id),
  ]);
  const draft = prepareForErp(open, asked.mapping, "draft");
  const current = prepareForErp(open, published.content, String(published.version));
  const rows: PreviewRow[] = [];
  for (const one of found) {
    const { row, made } = await previewOrder(open, one, { draft, current, items });
    const held = asked.orderId && one.link && made ? await againstErp(ctx, open, one.link, made) : null;
    rows.push({ ...row, erp: held });
  }
  const rank = (row: PreviewRow) => (row.blocking ? 0 : row.problem ? 1 : row.differences.length > 0 ? 2 : 3);
  return {
    version: published.version,
    orders: rows.length,
    blocking: rows.filter(({ blocking }) => blocking).length,
    differing: rows.filter(({ differences }) => differences.length > 0).length,
    fields: changedFields(rows),
    rows: rows
      .sort((a, b) => rank(a) - rank(b))
      .map((row) => ({ ...row, differences: row.differences.slice(0, shownDifferences) })),
    milliseconds: Math.round(performance.now() - started),
  };
}

async function readOrders(ctx: FlowContext, open: OpenIntegration, { last, orderId }: Asked): Promise<Found[]> {
  const mine: SQL | undefined = and(
    eq(orders.integrationId, open.row.id),
    orderId ? eq(orders.id, orderId) : undefined,
  );
  return ctx.db
    .select({ order: orders, link: orderLinks })
    .from(orders)
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .where(mine)
    .orderBy(desc(orders.receivedAt), desc(orders.id))
    .limit(Math.min(last, 200));
}

type With = { draft: Prepared; current: Prepared; items: Map<string, string> };

async function previewOrder(
  open: OpenIntegration,
  { order, link }: Found,
  { draft, current, items }: With,
): Promise<{ row: Omit<PreviewRow, "erp">; made: SalesOrderDocument | null }> {
  const input: SalesOrderInput = {
    order: order.data,
    raw: order.raw,
    settings: open.settings.orders,
    channelSlug: open.channelConnection.slug,
    itemOf: (line) => items.get(line.offerId) ?? (line.sku || null),
  };
  const [made, before] = [await buildByMapping(draft, input), await buildByMapping(current, input)];
  const total = "code" in made ? null : mappedTotal(made, input);
  const wrongTotal = (document: typeof made): boolean =>
    !("code" in document) &&
    differsBeyond(mappedTotal(document, input), order.gross, open.settings.orders.totalTolerance);
  const trouble =
    "code" in made
      ? made
      : total !== null && wrongTotal(made)
        ? problem("mapping-total", "rejected", { expected: order.gross, actual: total })
        : null;
  const hadBefore =
    "code" in before ? before.code === trouble?.code : trouble?.code === "mapping-total" && wrongTotal(before);
  const row = {
    orderId: order.id,
    number: order.channelOrderId,
    problem: trouble,
    blocking: trouble !== null && !hadBefore,
    differences: "code" in made || "code" in before ? [] : compareDocuments(before, made),
    totals: { draft: total, buyer: order.gross, erp: link?.total ?? null },
    salesOrder: link && `${link.orderType} ${link.orderNumber}`,
    builtBy: order.mappingVersion,
  };
  return { row, made: "code" in made ? null : made };
}

/** What the ERP's own lines and total say otherwise than the draft, read now; null where it cannot be asked. */
async function againstErp(
  ctx: FlowContext,
  open: OpenIntegration,
  link: typeof orderLinks.$inferSelect,
  made: SalesOrderDocument,
): Promise<FieldDifference[] | null> {
  const seat = {
    connectionId: open.erpConnection.id,
    holder: `preview/${randomUUID().slice(0, 8)}`,
    patienceSeconds: 10,
  };
  const key = { orderType: link.orderType, number: link.orderNumber };
  const stored = await withSeat(ctx, seat, () => open.erp.readSalesOrder(key).finally(() => open.erp.close())).catch(
    (error: unknown) => {
      if (error instanceof ConnectorError) return null;
      throw error;
    },
  );
  return stored && compareWithStored(made, stored);
}

function changedFields(rows: PreviewRow[]): Preview["fields"] {
  const counts = new Map<string, number>();
  for (const { differences } of rows) {
    const fields = new Set(differences.map(({ field }) => field.replace(/^lines\.\d+\./, "lines.")));
    for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return [...counts].map(([field, orders]) => ({ field, orders })).sort((a, b) => b.orders - a.orders);
}
