import { randomUUID } from "node:crypto";
import { and, desc, eq, type SQL } from "drizzle-orm";
import { ConnectorError } from "@/lib/connectors/contract";
import { newestVersion } from "@/lib/db/mappings/mappings";
import { orderLinks, orders } from "@/lib/db/schema";
import { linkedItems } from "@/lib/db/stock/offers";
import {
  compareDocuments,
  compareWithStored,
  differsBeyond,
  type FieldDifference,
  mappedTotal,
  type StoredDocument,
} from "@/lib/domain/documents/compare";
import type { MappingPreview, PreviewRow } from "@/lib/domain/documents/mapping-preview";
import { isProblem, type Prepared } from "@/lib/domain/mappings/evaluate";
import type { Mapping, MappingKind } from "@/lib/domain/mappings/rule";
import type { Decimal } from "@/lib/domain/money";
import { answeredOrder } from "@/lib/domain/parcels/parcel";
import { type Problem, problem } from "@/lib/domain/problem";
import type { FlowContext } from "@/lib/flows/engine/context";
import type { OpenIntegration } from "@/lib/flows/engine/open-integration";
import { withSeat } from "@/lib/flows/engine/run";
import { buildParcel } from "@/lib/flows/mappings/build-parcel";
import { buildSalesOrder, salesOrderInput } from "@/lib/flows/mappings/build-sales-order";
import { prepareMapping } from "@/lib/flows/mappings/prepare-mapping";

type Asked = { kind?: MappingKind; mapping: Mapping; last: number; orderId?: string };
type Order = typeof orders.$inferSelect;
type Found = { order: Order; link: typeof orderLinks.$inferSelect | null };

/** What one order becomes; `problem` is what is wrong with a document that could be built. */
type Built = {
  document: object;
  total: Decimal | null;
  problem: Problem | null;
  /** Against what the ERP holds, where it holds such a document. */
  against: ((stored: StoredDocument) => FieldDifference[]) | null;
};
type Build = (prepared: Prepared, order: Order) => Promise<Built | Problem>;

const shownDifferences = 60;

/**
 * Started by a person and by publishing. Runs a mapping over the last orders, or one, with the very function that builds
 * the Sales Order or the parcel, beside the published version; writes nothing.
 * A single Sales Order is also held against what the ERP keeps now. Problems first, then differences.
 */
export async function previewMapping(
  ctx: FlowContext,
  integration: OpenIntegration,
  asked: Asked,
): Promise<MappingPreview> {
  const started = performance.now();
  const kind = asked.kind ?? "sales-order";
  const [found, published, build] = await Promise.all([
    readOrders(ctx, integration, kind, asked),
    newestVersion(ctx.db, { integrationId: integration.row.id, kind }, ctx.now()),
    kind === "shipment" ? parcels : salesOrders(ctx, integration),
  ]);
  const draft = prepareMapping(kind, integration, asked.mapping, "draft");
  const current = prepareMapping(kind, integration, published.content, String(published.version));
  const rows: PreviewRow[] = [];
  for (const one of found) {
    const [made, before] = [await build(draft, one.order), await build(current, one.order)];
    const against = asked.orderId && one.link && !isProblem(made) ? made.against : null;
    const erp = against && one.link ? await againstErp(ctx, integration, one.link, against) : null;
    rows.push({ ...rowOf(one, made, before), erp });
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

async function readOrders(
  ctx: FlowContext,
  integration: OpenIntegration,
  kind: MappingKind,
  { last, orderId }: Asked,
): Promise<Found[]> {
  const mine: SQL | undefined = and(
    eq(orders.integrationId, integration.row.id),
    orderId ? eq(orders.id, orderId) : undefined,
    kind === "shipment" ? eq(orders.fulfilment, "seller") : undefined,
  );
  return ctx.db
    .select({ order: orders, link: orderLinks })
    .from(orders)
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .where(mine)
    .orderBy(desc(orders.receivedAt), desc(orders.id))
    .limit(orderId ? 1 : last);
}

async function salesOrders(ctx: FlowContext, integration: OpenIntegration): Promise<Build> {
  const items = await linkedItems(ctx.db, integration.row.id);
  return async (prepared, order) => {
    const input = salesOrderInput(integration, order, items);
    const document = await buildSalesOrder(prepared, input);
    if ("code" in document) return document;
    const total = mappedTotal(document, input);
    const isWrong = differsBeyond(total, order.gross, integration.settings.orders.totalTolerance);
    return {
      document,
      total,
      problem: isWrong ? problem("mapping-total", "rejected", { expected: order.gross, actual: total }) : null,
      against: (stored) => compareWithStored(document, stored),
    };
  };
}

/** How many packages the ERP will make is not known before it ships: one stands for them. */
const parcels: Build = async (prepared, order) => {
  const document = await buildParcel(prepared, {
    order: answeredOrder(order.data, order.parcelAnswers ?? {}),
    raw: order.raw,
    shipment: { number: "", packages: 1, weight: null },
  });
  return "code" in document ? document : { document, total: null, problem: null, against: null };
};

function rowOf({ order, link }: Found, made: Built | Problem, before: Built | Problem): Omit<PreviewRow, "erp"> {
  const problem = isProblem(made) ? made : made.problem;
  const former = isProblem(before) ? before : before.problem;
  const total = isProblem(made) ? null : made.total;
  return {
    orderId: order.id,
    number: order.channelOrderId,
    problem,
    blocking: problem !== null && former?.code !== problem.code,
    differences: isProblem(made) || isProblem(before) ? [] : compareDocuments(before.document, made.document),
    totals: { draft: total, buyer: order.gross, erp: link?.total ?? null },
    salesOrder: link && `${link.orderType} ${link.orderNumber}`,
    builtBy: order.mappingVersion,
  };
}

/** What the ERP's own lines and total say otherwise than the draft, read now; null where it cannot be asked. */
async function againstErp(
  ctx: FlowContext,
  integration: OpenIntegration,
  link: typeof orderLinks.$inferSelect,
  compare: (stored: StoredDocument) => FieldDifference[],
): Promise<FieldDifference[] | null> {
  const seat = {
    connectionId: integration.erpConnection.id,
    holder: `preview/${randomUUID().slice(0, 8)}`,
    waitSeconds: 10,
  };
  const key = { orderType: link.orderType, number: link.orderNumber };
  const stored = await withSeat(ctx, seat, () =>
    integration.erp.readSalesOrder(key).finally(() => integration.erp.close()),
  ).catch((error: unknown) => {
    if (error instanceof ConnectorError) return null;
    throw error;
  });
  return stored && compare(stored);
}

function changedFields(rows: PreviewRow[]): MappingPreview["fields"] {
  const counts = new Map<string, number>();
  for (const { differences } of rows) {
    const fields = new Set(differences.map(({ field }) => field.replace(/^lines\.\d+\./, "lines.")));
    for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return [...counts].map(([field, orders]) => ({ field, orders })).sort((a, b) => b.orders - a.orders);
}
