import { z } from "zod";
import { unexpected } from "@/lib/connectors/emag/classify-answer";
import type { Client } from "@/lib/connectors/emag/client";
import { id, integer, list, text } from "@/lib/connectors/emag/lenient-schema";
import { pagesOf, parseRow } from "@/lib/connectors/emag/pages";
import { rowsOf } from "@/lib/connectors/emag/wire";
import type { ChannelReturn, ReturnStatus } from "@/lib/domain/connections/channel-lookups";

/** emag-api.md §8 */
const statuses: Record<number, ReturnStatus> = {
  1: "incomplete",
  2: "new",
  3: "acknowledged",
  4: "refused",
  5: "cancelled",
  6: "received",
  7: "finalised",
};
const openStatuses = [1, 2, 3, 6];

const wireReturn = z
  .object({
    emag_id: id,
    order_id: id,
    request_status: integer,
    products: list(z.object({ product_id: text, product_name: text, quantity: integer })),
  })
  .transform((row) => ({ ...row, id: row.emag_id }));

type WireReturn = z.output<typeof wireReturn>;

/**
 * Returns that are still open, status by status, because no filter asks for what changed since (§8).
 * @throws ConnectorError when a row has a status that was not asked for or is unknown
 */
export async function* listOpenReturns(client: Client): AsyncGenerator<ChannelReturn[]> {
  for (const request_status of openStatuses) {
    for await (const page of pagesOf(client, "rma/read", { request_status }, wireReturn)) {
      const foreign = page.find(({ head }) => head.request_status !== request_status);
      if (foreign)
        throw unexpected(`return ${foreign.head.id} of status ${foreign.head.request_status} was not asked for`);
      yield page.map(({ head }) => returnOf(head));
    }
  }
}

/** One return by eMAG's id, whatever its status; null when it shows none. */
export async function readReturn(client: Client, returnId: string): Promise<ChannelReturn | null> {
  const [raw] = rowsOf(await client.read("rma/read", { emag_id: Number(returnId) }));
  if (raw === undefined) return null;
  const row = parseRow(wireReturn, raw);
  if (row.id !== returnId) throw unexpected(`return ${row.id} was not asked for`);
  return returnOf(row);
}

function returnOf({ id: returnId, order_id, request_status, products }: WireReturn): ChannelReturn {
  const status = statuses[request_status];
  if (!status) throw unexpected(`request_status ${request_status} is not known`);
  const lines = products.map((line) => ({
    offerId: line.product_id,
    name: line.product_name,
    quantity: line.quantity,
  }));
  return { id: returnId, orderId: order_id, status, lines };
}
