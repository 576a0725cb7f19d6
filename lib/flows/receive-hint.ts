import { and, eq } from "drizzle-orm";
import { channels, erps } from "@/lib/connectors/registry";
import { addHint } from "@/lib/db/hints";
import { connections, sellers } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/context";
import { sameSecret } from "@/lib/secret";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const maxRows = 200;

/**
 * Started by a call from eMAG or Acumatica. Stores which order or item to look at, never what is said about it; the
 * truth is re-read through the API. Twice is safe: an unanswered hint is stored once.
 * @returns false when the connection or its token is wrong; nothing is stored then
 */
export async function receiveHint(
  ctx: FlowContext,
  input: { connection: string; token: string; url: URL; body: unknown },
): Promise<boolean> {
  const row = await findConnection(ctx, input.connection);
  // Both are compared whatever comes of the first, so that the time taken tells nothing.
  const current = sameSecret(input.token, row?.webhookToken ?? "");
  const previous = sameSecret(input.token, row?.previousWebhookToken ?? "");
  const overlaps = row?.previousTokenUntil ? row.previousTokenUntil > ctx.now() : false;
  if (!row || input.token === "" || !(current || (previous && overlaps))) return false;
  const common = { connectionId: row.id, receivedAt: ctx.now() };
  const channel = channels[row.connector];
  if (channel) {
    const { orderId } = channel.readHint(input.url, input.body);
    // Without an order it is a probe, or a kind of callback that says nothing: a wake-up all the same.
    await addHint(ctx.db, { ...common, dedupeKey: orderId ? `order:${orderId}` : "wake", orderId });
    return true;
  }
  const hint = erps[row.connector]?.readHint(input.url, input.body);
  if (!hint) return true;
  for (const key of hint.orders.slice(0, maxRows)) {
    await addHint(ctx.db, {
      ...common,
      dedupeKey: `so:${key.orderType}/${key.number}`,
      salesOrderType: key.orderType,
      salesOrderNumber: key.number,
    });
  }
  const [item] = hint.items;
  if (item) await addHint(ctx.db, { ...common, dedupeKey: "stock", itemId: item });
  if (!item && hint.orders.length === 0) await addHint(ctx.db, { ...common, dedupeKey: "wake" });
  return true;
}

/** By id, or by `seller-slug.connection-slug`. */
async function findConnection(ctx: FlowContext, name: string) {
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
