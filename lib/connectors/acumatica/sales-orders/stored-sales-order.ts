import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { readRecord } from "@/lib/connectors/acumatica/odata/record";
import { decimal, rows, text, wrap } from "@/lib/connectors/acumatica/wire";
import { ConnectorError, type SalesOrderKey, type StoredSalesOrder } from "@/lib/connectors/contract";

const stored = z
  .object({
    Status: text,
    OrderTotal: decimal,
    Details: rows(z.object({ InventoryID: text, ExternalRef: text, OrderQty: decimal, Amount: decimal })),
  })
  .transform(
    (row): StoredSalesOrder => ({
      status: row.Status,
      total: row.OrderTotal,
      lines: row.Details.map((line) => ({
        itemId: line.InventoryID,
        externalRef: line.ExternalRef,
        quantity: line.OrderQty ?? "0",
        amount: line.Amount ?? "0",
      })),
    }),
  );

/** A Sales Order with its lines as they are now (acumatica-api.md §5.3). Throws `rejected` when there is none. */
export function readStoredSalesOrder(client: Client, key: SalesOrderKey): Promise<StoredSalesOrder> {
  const parameters = { $select: "OrderType,OrderNbr,Status,OrderTotal,Details", $expand: "Details" };
  return readRecord(client, stored, ["SalesOrder", key.orderType, key.number], parameters);
}

const status = z.object({ Status: text, Hold: z.object({ value: z.unknown() }).partial().nullish() });

/**
 * Sets `Hold` and says the status then (acumatica-api.md §5.1, §5.4). `If-Match` keeps a mistaken number from making a new
 * order. Throws `rejected` when the document may no longer be changed, or kept its old value (§4.5).
 */
export async function holdSalesOrder(client: Client, key: SalesOrderKey): Promise<string> {
  const after = await client.write(status, {
    url: client.entity("SalesOrder", { $select: "OrderType,OrderNbr,Status,Hold" }),
    headers: { "If-Match": "*" },
    body: wrap({ OrderType: key.orderType, OrderNbr: key.number, Hold: true }),
  });
  if (after.Status === "On Hold" || after.Hold?.value === true) return after.Status;
  throw new ConnectorError("value-discarded", "rejected", { field: "Hold", number: key.number, status: after.Status });
}
