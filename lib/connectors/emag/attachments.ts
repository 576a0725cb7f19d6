import type { ChannelAttachment, OrderRef } from "@/lib/connectors/contract";
import { unexpected } from "@/lib/connectors/emag/classify-answer";
import type { Client } from "@/lib/connectors/emag/client";
import { typeOf } from "@/lib/connectors/emag/order-from-wire";
import { parseRow } from "@/lib/connectors/emag/pages";
import { rowsOf, wireAttachment } from "@/lib/connectors/emag/wire";

/** emag-api.md §5.2 */
const types: Record<number, ChannelAttachment["type"]> = { 1: "invoice", 10: "parcel" };

/**
 * What eMAG shows as an order's documents (§5.5).
 * @throws ConnectorError when a row is of another order: a filter was ignored
 */
export async function listAttachments(client: Client, { id, fulfilment }: OrderRef): Promise<ChannelAttachment[]> {
  const filters = { order_id: Number(id), order_type: typeOf[fulfilment] };
  const rows = rowsOf(await client.read("order/attachments/read", filters)).map((raw) => parseRow(wireAttachment, raw));
  const foreign = rows.find(({ order_id }) => order_id !== null && order_id !== id);
  if (foreign) throw unexpected(`an attachment of order ${foreign.order_id} was not asked for`);
  return rows.map(({ type, name, url }) => ({ type: types[type ?? 1] ?? "other", name, url }));
}

/**
 * Tells eMAG where to fetch an invoice: it pulls the file itself, later, without any login (§5.1). The same address
 * again is harmless: a known one is fetched once more when `again` says so, and never shown twice (§5.2, §5.7).
 */
export async function attachInvoice(
  client: Client,
  { id, fulfilment }: OrderRef,
  { name, url, again }: { name: string; url: string; again?: boolean },
): Promise<void> {
  const invoice = { order_id: Number(id), order_type: typeOf[fulfilment], name: name.slice(0, 60), url, type: 1 };
  await client.save("order/attachments/save", [{ ...invoice, force_download: again ? 1 : 0 }]);
}

/** The parcel a type 10 attachment belongs to, from its `awb/read_pdf?emag_id=…` link (§5.5). */
export function parcelIdOf({ type, url }: ChannelAttachment): string | null {
  return type === "parcel" ? (/[?&]emag_id=(\d+)/.exec(url)?.[1] ?? null) : null;
}
