import { z } from "zod";
import { parseJson } from "@/lib/connectors/acumatica/wire";
import type { ErpWakeUp } from "@/lib/connectors/contract";

const row = z.record(z.string(), z.unknown());
const word = z.string().trim().min(1).optional().catch(undefined);
const notification = z.object({
  Id: word,
  Query: word,
  // Beyond 2^53: `parseJson` leaves its digits as they came (acumatica-api.md §8.3).
  TimeStamp: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional()
    .catch(undefined),
  Inserted: z.array(row).optional().catch(undefined),
  Deleted: z.array(row).optional().catch(undefined),
});

const nothing: ErpWakeUp = { deliveryId: null, query: null, timeStamp: null, rows: 0, orders: [], items: [] };

/**
 * The orders and items a push notification names (acumatica-api.md §8.3); nothing for any other text. A delivery is
 * known by `Id` and `Query`, and by which halves it holds, because Inserted and Deleted may come as two.
 */
export function readWakeUp(_url: URL, source: string): ErpWakeUp {
  const parsed = notification.safeParse(parseJson(source));
  if (!parsed.success) return nothing;
  const { Id, Query, TimeStamp, Inserted = [], Deleted = [] } = parsed.data;
  const orders = new Map<string, ErpWakeUp["orders"][number]>();
  const items = new Set<string>();
  for (const changed of [...Inserted, ...Deleted]) {
    const orderType = code(changed.OrderType);
    const number = code(changed.OrderNbr);
    const item = code(changed.InventoryID);
    if (orderType && number) orders.set(`${orderType}/${number}`, { orderType, number });
    if (item) items.add(item);
  }
  const halves = `${Inserted.length > 0 ? "i" : ""}${Deleted.length > 0 ? "d" : ""}`;
  return {
    deliveryId: Id && Query ? `${Id}:${Query}:${halves}`.slice(0, 300) : null,
    query: Query?.slice(0, 100) ?? null,
    timeStamp: TimeStamp ?? null,
    rows: Inserted.length + Deleted.length,
    orders: [...orders.values()],
    items: [...items],
  };
}

function code(value: unknown): string | null {
  return (typeof value === "string" && value.trim()) || null;
}
