import { and, eq } from "drizzle-orm";
import type { ErpWakeUp } from "@/lib/connectors/contract";
import { channels, erps } from "@/lib/connectors/registry";
import type { Tx } from "@/lib/db/client";
import { addNotification } from "@/lib/db/engine/notifications";
import { pushKey } from "@/lib/db/engine/push-key";
import { addWakeUp } from "@/lib/db/engine/wake-ups";
import { connections, sellers } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import type { ConnectionRow } from "@/lib/flows/engine/open-integration";
import { sameSecret } from "@/lib/secret";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const maxRows = 200;

type Call = {
  connection: string;
  token: string;
  url: URL;
  body: unknown;
  /** The body's text, where its numbers must keep all their digits. */
  source?: string;
  /** The value of `pushHeader`; null when the call has none. */
  key?: string | null;
};

/**
 * Started by a call from eMAG or Acumatica. Stores which order or item to look at, never what is said about it; the
 * truth is re-read through the API. Twice is safe: an unanswered wake-up is stored once, a notification delivered again not
 * at all.
 * @returns false when the connection, its token or the notification's key is wrong; nothing is stored then
 */
export async function receiveWakeUp(ctx: FlowContext, call: Call): Promise<boolean> {
  const row = await findConnection(ctx, call.connection);
  if (!row || !isAllowed(ctx, row, call)) return false;
  const channel = channels[row.connector];
  if (channel) {
    const { orderId } = channel.readWakeUp(call.url, call.body);
    // Without an order it is a probe, or a kind of callback that says nothing: a wake-up all the same.
    const dedupeKey = orderId ? `order:${orderId}` : "wake";
    await addWakeUp(ctx.db, { connectionId: row.id, receivedAt: ctx.now(), dedupeKey, orderId });
    return true;
  }
  const wakeUp = erps[row.connector]?.readWakeUp(call.url, call.source ?? JSON.stringify(call.body));
  if (wakeUp) await ctx.db.transaction((tx) => storeErpWakeUp(tx, row.id, wakeUp, ctx.now()));
  return true;
}

/** All are compared whatever comes of the first, so that the time taken tells nothing. */
function isAllowed(ctx: FlowContext, row: ConnectionRow, { token, key }: Call): boolean {
  const current = sameSecret(token, row.webhookToken);
  const previous = sameSecret(token, row.previousWebhookToken ?? "");
  const overlaps = row.previousTokenUntil ? row.previousTokenUntil > ctx.now() : false;
  const keys = [row.webhookToken, ...(overlaps ? [row.previousWebhookToken ?? ""] : [])].map(pushKey);
  const keyed = keys.map((one) => sameSecret(key ?? "", one)).includes(true);
  if (row.settings.pushHeader === "required" && !keyed) return false;
  return token !== "" && (current || (previous && overlaps));
}

async function storeErpWakeUp(tx: Tx, connectionId: string, wakeUp: ErpWakeUp, receivedAt: Date): Promise<void> {
  const { deliveryId, query, timeStamp, rows } = wakeUp;
  if (deliveryId && query) {
    if (!(await addNotification(tx, { connectionId, deliveryId, query, timeStamp, rows, receivedAt }))) return;
  }
  const common = { connectionId, receivedAt };
  for (const key of wakeUp.orders.slice(0, maxRows)) {
    await addWakeUp(tx, {
      ...common,
      dedupeKey: `so:${key.orderType}/${key.number}`,
      salesOrderType: key.orderType,
      salesOrderNumber: key.number,
    });
  }
  const [item] = wakeUp.items;
  if (item) await addWakeUp(tx, { ...common, dedupeKey: "stock", itemId: item });
  if (!item && wakeUp.orders.length === 0) await addWakeUp(tx, { ...common, dedupeKey: "wake" });
}

/** By id, or by `seller-slug.connection-slug`. */
async function findConnection(ctx: FlowContext, name: string): Promise<ConnectionRow | null> {
  if (uuid.test(name)) {
    const [row] = await ctx.db.select().from(connections).where(eq(connections.id, name));
    return row ?? null;
  }
  const [seller = "", slug = ""] = name.split(".");
  const [row] = await ctx.db
    .select({ connection: connections })
    .from(connections)
    .innerJoin(sellers, eq(sellers.id, connections.sellerId))
    .where(and(eq(sellers.slug, seller), eq(connections.slug, slug)));
  return row?.connection ?? null;
}
