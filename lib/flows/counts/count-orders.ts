import { randomUUID } from "node:crypto";
import { and, eq, ne } from "drizzle-orm";
import { ConnectorError, type ListedSalesOrder, type OrderQuery } from "@/lib/connectors/contract";
import {
  type CountRow,
  insertCount,
  type KnownRow,
  readFirstPlacedAt,
  readKnownOrders,
  readLatestCount,
} from "@/lib/db/counts/counts";
import { connections } from "@/lib/db/schema";
import {
  type CountedOrder,
  type CountedSalesOrder,
  type CountInput,
  compareCounts,
  orderOfSalesOrder,
} from "@/lib/domain/documents/count";
import { externalReference } from "@/lib/domain/documents/sales-order";
import type { Progress } from "@/lib/domain/task";
import type { FlowContext } from "@/lib/flows/engine/context";
import { type OpenIntegration, openIntegration } from "@/lib/flows/engine/open-integration";
import { withSeat } from "@/lib/flows/engine/run";

/** The channel's local days, `YYYY-MM-DD`, both included; by default the last `lookbackDays`. */
export type Period = { from: string; to: string };

const day = 86_400_000;

/**
 * Started by a person. Counts a period's orders on all three sides and stores what is missing or double. Reads only, so
 * twice is safe; waits up to 60 s for the ERP's seat. Stops at the row; cures nothing by itself.
 * @returns null when there is no such integration
 * @throws ConnectorError when a side cannot be read in full, `seats-taken` when the ERP's seat stayed taken
 */
export async function countOrders(
  ctx: FlowContext,
  { integrationId, progress, ...period }: { integrationId: string; progress?: Progress } & Partial<Period>,
): Promise<CountRow | null> {
  const integration = await openIntegration(ctx, integrationId);
  if (!integration) return null;
  const seat = {
    connectionId: integration.erpConnection.id,
    holder: `count/${randomUUID().slice(0, 8)}`,
    waitSeconds: 60,
  };
  const inSession: Session = async (work) => {
    const done = await withSeat(ctx, seat, () => work().finally(() => integration.erp.close()));
    if (done === null) throw new ConnectorError("seats-taken", "limited", { side: "erp" });
    return done;
  };
  return countOpen(ctx, integration, period, inSession, progress).finally(() => integration.close());
}

/** Whether a day has passed since the last count, or since the integration was made. */
export async function isCountDue(ctx: FlowContext, { row }: Pick<OpenIntegration, "row">): Promise<boolean> {
  const last = await readLatestCount(ctx.db, row.id);
  return ctx.now().getTime() - (last?.at ?? row.createdAt).getTime() >= day;
}

/** Does its work while the ERP's seat is held: nobody else creates a Sales Order meanwhile. */
type Session = <T extends object>(work: () => Promise<T>) => Promise<T>;

/** The count itself; without `inSession` for a run that holds the seat. */
export async function countOpen(
  ctx: FlowContext,
  integration: OpenIntegration,
  wanted: Partial<Period> = {},
  inSession: Session = (work) => work(),
  progress: Progress = async () => {},
): Promise<CountRow> {
  const period = periodOf(ctx, integration, wanted);
  const channel = await readChannel(integration, period, progress);
  const input = await inSession(() => readOurSides(ctx, integration, period, channel));
  const { from: fromDay, to: toDay } = period;
  return insertCount(ctx.db, {
    integrationId: integration.row.id,
    at: ctx.now(),
    fromDay,
    toDay,
    ...compareCounts({ ...input, channel }),
  });
}

/** The ERP's list first, then our rows, so that each Sales Order on the list has had time to get its link. */
async function readOurSides(
  ctx: FlowContext,
  integration: OpenIntegration,
  period: Period,
  channel: CountedOrder[],
): Promise<Omit<CountInput, "channel">> {
  const channelSlug = integration.channelConnection.slug;
  const otherSlugs = await slugsBeside(ctx, integration);
  const listed = await integration.erp.listSalesOrders({ orderType: integration.settings.orders.orderType, ...period });
  const claimed = listed.flatMap((one) => orderOfSalesOrder(one, channelSlug, otherSlugs)?.order ?? []);
  const known = await readKnownOrders(ctx.db, {
    connectionId: integration.channelConnection.id,
    erpId: integration.erpConnection.id,
    ...period,
    ids: [...channel.map(({ id }) => id), ...claimed],
    numbers: listed.map(labelOf),
    now: ctx.now(),
  });
  const salesOrders = [...listed.map(counted), ...(await findLinked(integration, known, listed))];
  const firstPlacedAt = await readFirstPlacedAt(ctx.db, integration.channelConnection.id);
  return { known, salesOrders, firstPlacedAt, channelSlug, otherSlugs };
}

/** The period asked for; its end defaults to tomorrow, because the channel's clock is ahead of ours. */
export function periodOf(ctx: FlowContext, { settings }: OpenIntegration, wanted: Partial<Period>): Period {
  const local = (days: number) => new Date(ctx.now().getTime() + days * day).toISOString().slice(0, 10);
  return { from: wanted.from ?? local(-settings.orders.lookbackDays), to: wanted.to ?? local(1) };
}

/** The slugs of the seller's other connections, whose references may stand in the same ERP. */
export async function slugsBeside(ctx: FlowContext, { row, channelConnection }: OpenIntegration): Promise<string[]> {
  const others = and(eq(connections.sellerId, row.sellerId), ne(connections.id, channelConnection.id));
  const rows = await ctx.db.select({ slug: connections.slug }).from(connections).where(others);
  return rows.map(({ slug }) => slug);
}

/**
 * By creation, which `pullOrders` never asks for and so may show what it missed, and by modification; both fulfilments.
 */
async function readChannel(
  { channel }: OpenIntegration,
  { from, to }: Period,
  progress: Progress,
): Promise<CountedOrder[]> {
  const [start, end] = [`${from} 00:00:00`, `${to} 23:59:59`];
  const orders = new Map<string, CountedOrder>();
  for (const fulfilment of ["seller", "channel"] as const) {
    const queries: OrderQuery[] = [
      { fulfilment, createdAfter: start, createdBefore: end },
      { fulfilment, modifiedAfter: start },
    ];
    for (const query of queries) {
      for await (const page of channel.listOrders(query)) {
        for (const { order } of page) {
          if (order.placedAt <= end) orders.set(order.id, order);
        }
        await progress(orders.size, null);
      }
    }
  }
  return [...orders.values()];
}

/** The linked Sales Orders that the period's list does not hold: of another day or type, or with an edited reference. */
async function findLinked(
  { erp, channelConnection }: OpenIntegration,
  known: KnownRow[],
  listed: ListedSalesOrder[],
): Promise<CountedSalesOrder[]> {
  const seen = new Set(listed.map(labelOf));
  const absent = known.flatMap(({ id, key }) => (key && !seen.has(labelOf(key)) ? [{ id, key }] : []));
  const found = await erp.findSalesOrders(
    absent.map(({ id, key }) => ({
      orderType: key.orderType,
      customerOrder: id,
      externalRef: externalReference(channelConnection.slug, id),
    })),
  );
  const salesOrders = found.map(counted).filter(({ number }) => !seen.has(number));
  const back = new Set(salesOrders.map(({ number }) => number));
  for (const { id, key } of absent) {
    if (back.has(labelOf(key))) continue;
    const progress = await erp.readProgress(key).catch((error: unknown) => {
      if (error instanceof ConnectorError && error.problem.code === "refused") return null;
      throw error;
    });
    if (progress)
      salesOrders.push({ number: labelOf(key), customerOrder: id, externalRef: "", cancelled: progress.cancelled });
  }
  return salesOrders;
}

const labelOf = ({ orderType, number }: { orderType: string; number: string }) => `${orderType} ${number}`;

function counted(found: Omit<ListedSalesOrder, "date">): CountedSalesOrder {
  const { customerOrder, externalRef, cancelled } = found;
  return { number: labelOf(found), customerOrder, externalRef, cancelled };
}
