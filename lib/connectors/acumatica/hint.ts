import { z } from "zod";
import type { ErpHint } from "@/lib/connectors/contract";

const row = z.record(z.string(), z.unknown());
// TimeStamp is beyond 2^53 and has already lost digits in a parsed body: it is not looked at.
const notification = z.object({
  Id: z.string().trim().min(1).optional().catch(undefined),
  Query: z.string().trim().min(1).optional().catch(undefined),
  Inserted: z.array(row).optional().catch(undefined),
  Deleted: z.array(row).optional().catch(undefined),
});

/** The orders and items a push notification speaks of (acumatica-api.md §8.3); nothing for any other body. */
export function readHint(_url: URL, body: unknown): ErpHint {
  const parsed = notification.safeParse(body);
  if (!parsed.success) return { deliveryId: null, orders: [], items: [] };
  const { Id, Query, Inserted = [], Deleted = [] } = parsed.data;
  const orders = new Map<string, ErpHint["orders"][number]>();
  const items = new Set<string>();
  for (const changed of [...Inserted, ...Deleted]) {
    const orderType = code(changed.OrderType);
    const number = code(changed.OrderNbr);
    const item = code(changed.InventoryID);
    if (orderType && number) orders.set(`${orderType}/${number}`, { orderType, number });
    if (item) items.add(item);
  }
  return { deliveryId: Id && Query ? `${Id}:${Query}` : null, orders: [...orders.values()], items: [...items] };
}

function code(value: unknown): string | null {
  return (typeof value === "string" && value.trim()) || null;
}
