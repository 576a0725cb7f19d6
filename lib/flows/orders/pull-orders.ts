import { eq } from "drizzle-orm";
import { type ChannelOrderRecord, ConnectorError, type OrderQuery } from "@/lib/connectors/contract";
import { knownOrders } from "@/lib/db/orders/orders";
import { integrations } from "@/lib/db/schema";
import { mapConcurrent } from "@/lib/flows/engine/concurrency";
import type { Run } from "@/lib/flows/engine/run";
import { receiveNewOrders, receiveOrder } from "@/lib/flows/orders/receive-order";

const overlapHours = 3;
const receivedAtOnce = 4;

/**
 * Started by every heartbeat. Afterwards everything the channel shows as new or in progress is known here, and every
 * change since the last pull, with hours of overlap. Twice is safe: orders are upserted by id. Stops at the row.
 * @returns how many orders were new or changed
 * @throws the first failure, after the queries that could be read; the checkpoint then stays
 */
export async function pullOrders(run: Run): Promise<number> {
  const { ctx, integration } = run;
  const since =
    integration.row.ordersCheckpoint ?? localText(ctx.now(), -integration.settings.orders.lookbackDays * 24);
  // The checkpoint is the newest stamp seen, in the channel's own clock: it is never compared with ours.
  let newest = since;
  let received = 0;
  let failure: unknown = null;
  for (const query of queries(minusHours(since, overlapHours))) {
    try {
      for await (const page of integration.channel.listOrders(query)) {
        for (const { order } of page) if (order.modified > newest) newest = order.modified;
        received += await receivePage(run, page);
      }
    } catch (error) {
      // One unreadable answer must not hide what the other queries show; a refused account ends the pull.
      failure ??= error;
      if (error instanceof ConnectorError && (error.problem.kind === "auth" || error.problem.kind === "limited")) break;
    }
  }
  run.count("orders", received);
  // The checkpoint moves only when everything was read, so that nothing is skipped for good.
  if (failure) throw failure;
  await ctx.db.update(integrations).set({ ordersCheckpoint: newest }).where(eq(integrations.id, integration.row.id));
  return received;
}

/** @returns how many orders of the page were new or changed; with hours of overlap nearly all of it is known */
async function receivePage(run: Run, page: ChannelOrderRecord[]): Promise<number> {
  const { ctx, integration } = run;
  const held = await knownOrders(
    ctx.db,
    integration.channelConnection.id,
    page.map(({ order }) => order),
  );
  const one = async (record: ChannelOrderRecord) => {
    const change = await receiveOrder(run, record);
    if (change === "inserted" || change === "updated") received += 1;
  };
  let received = 0;
  const unknown = page.filter(({ order }) => !held.has(order.id));
  try {
    received += await receiveNewOrders(run, unknown);
  } catch (error) {
    // One order that cannot be kept must not keep out the others.
    ctx.log.warn(
      { run: run.id, integration: integration.row.id, err: error },
      "a page of new orders is taken in one by one",
    );
    await mapConcurrent(unknown, receivedAtOnce, one);
  }
  const changed = page.filter(({ order }) => held.get(order.id)?.unchanged === false);
  await mapConcurrent(changed, receivedAtOnce, one);
  return received;
}

/** Open orders are read by status, whatever their age; all other changes by their date of modification. */
function queries(modifiedAfter: string): OrderQuery[] {
  return (["seller", "channel"] as const).flatMap((fulfilment) => [
    { fulfilment, status: "new" as const },
    { fulfilment, status: "in-progress" as const },
    { fulfilment, modifiedAfter },
  ]);
}

/** A date-time as the channels write it, with a day of slack for whatever zone it is in. */
function localText(now: Date, hours: number): string {
  return new Date(now.getTime() + (hours - 24) * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

function minusHours(text: string, hours: number): string {
  const moment = new Date(`${text.replace(" ", "T")}Z`);
  return Number.isNaN(moment.getTime())
    ? text
    : new Date(moment.getTime() - hours * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}
