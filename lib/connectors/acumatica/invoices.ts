import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { readRecord } from "@/lib/connectors/acumatica/record";
import { rows, text } from "@/lib/connectors/acumatica/wire";
import type { ErpInvoice, InvoiceKey, SalesOrderKey } from "@/lib/connectors/contract";

/** Anything else is a draft, or no longer valid (acumatica-api.md §7.5). */
const released = new Set(["Open", "Closed"]);

const invoice = z.object({
  Type: text,
  ReferenceNbr: text,
  Status: text,
  Details: rows(z.object({ OrderType: text, OrderNbr: text })),
  files: rows(z.object({ id: z.string(), filename: z.string(), href: z.string() })),
});

/** An invoice, the orders its lines come from, and its files (acumatica-api.md §7.2, §7.7); only ever read. */
export async function readInvoice(client: Client, key: InvoiceKey): Promise<ErpInvoice> {
  const found = await readRecord(client, invoice, ["SalesInvoice", key.type, key.number], {
    $select: "Type,ReferenceNbr,Status,Details,files",
    // Lower case: `Files` comes back empty (§1.1).
    $expand: "Details,files",
  });
  const orders = new Map<string, SalesOrderKey>();
  for (const { OrderType, OrderNbr } of found.Details) {
    if (OrderNbr) orders.set(`${OrderType}/${OrderNbr}`, { orderType: OrderType, number: OrderNbr });
  }
  return {
    type: found.Type || key.type,
    number: found.ReferenceNbr || key.number,
    status: found.Status,
    released: released.has(found.Status),
    orders: [...orders.values()],
    files: found.files.map(({ id, filename, href }) => ({ id, name: nameOf(filename), href })),
  };
}

/** `Invoices (Invoice, INV000046)\INV000046.pdf` → `INV000046.pdf`; the part before varies too much to be matched (§7.7). */
function nameOf(filename: string): string {
  return filename.slice(filename.lastIndexOf("\\") + 1).trim();
}
