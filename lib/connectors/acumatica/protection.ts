import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { equals } from "@/lib/connectors/acumatica/filter";
import { archived } from "@/lib/connectors/acumatica/record";
import { text } from "@/lib/connectors/acumatica/wire";

const sample = 200;
const rows = z.array(z.object({ OrderNbr: text, CustomerOrder: text, CustomerID: text }));

/**
 * What keeps a second Sales Order of one channel order out of the ERP, as far as documents show it. Order types (form
 * SO201000) are no entity of the endpoint, so neither manual numbering nor *Forbid Duplicates* can be read; a document
 * numbered by its customer order shows the one, two with the same customer and customer order the want of the other
 * (acumatica-api.md §5.5, §5.6).
 */
export async function protectionOf(client: Client, orderType: string): Promise<string> {
  const url = client.entity("SalesOrder", {
    $filter: equals("OrderType", orderType),
    $select: "OrderType,OrderNbr,CustomerOrder,CustomerID",
    $top: sample,
  });
  const found = (await client.read(rows, { url, headers: archived })) ?? [];
  const referenced = found.filter(({ CustomerOrder }) => CustomerOrder !== "");
  const keys = new Set(referenced.map((row) => `${row.CustomerID}/${row.CustomerOrder}`));
  if (keys.size < referenced.length)
    return "duplicates are not forbidden: two documents share a customer order; see SO201000";
  if (referenced.length > 0 && referenced.every(({ OrderNbr, CustomerOrder }) => OrderNbr === CustomerOrder))
    return "manual numbering in use: the ERP refuses a second document of one number";
  return "not visible through the API: look at the numbering and Forbid Duplicates of the order type on SO201000";
}
