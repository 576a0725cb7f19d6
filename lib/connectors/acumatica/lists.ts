import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { archived } from "@/lib/connectors/acumatica/odata/record";
import { rows, text } from "@/lib/connectors/acumatica/wire";
import type { ErpLists } from "@/lib/connectors/contract";

const sample = 200;
const orders = z.array(z.object({ OrderType: text, CustomerID: text }));
const items = z.array(z.object({ WarehouseDetails: rows(z.object({ WarehouseID: text })) }));

/**
 * What a person may choose from, taken from documents and items, most used first: neither order types nor warehouses are
 * an entity every endpoint has (acumatica-api.md §5.5, §6.2). A value nobody has used yet is missing here and may be
 * right all the same.
 */
export async function readLists(client: Client): Promise<ErpLists> {
  const used = await client.read(orders, {
    url: client.entity("SalesOrder", { $select: "OrderType,CustomerID", $top: sample }),
    headers: archived,
  });
  const stocked = await client.read(items, {
    url: client.entity("StockItem", {
      $select: "InventoryID,WarehouseDetails/WarehouseID",
      $expand: "WarehouseDetails",
      $top: sample,
    }),
  });
  return {
    orderTypes: byUse((used ?? []).map(({ OrderType }) => OrderType)),
    customers: byUse((used ?? []).map(({ CustomerID }) => CustomerID)),
    warehouses: byUse(
      (stocked ?? []).flatMap(({ WarehouseDetails }) => WarehouseDetails.map(({ WarehouseID }) => WarehouseID)),
    ),
  };
}

function byUse(values: string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([value]) => value);
}
