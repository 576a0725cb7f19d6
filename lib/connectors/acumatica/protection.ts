import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { equals } from "@/lib/connectors/acumatica/filter";
import { archived } from "@/lib/connectors/acumatica/record";
import { text } from "@/lib/connectors/acumatica/wire";

/** `see-SO201000`: the API does not show it, a person must look at the order type's form. */
export type Protection = "manual-numbering" | "duplicates-allowed" | "see-SO201000";

const sample = 200;
const rows = z.array(z.object({ OrderNbr: text, CustomerOrder: text, CustomerID: text }));

/**
 * What keeps a second Sales Order of one channel order out of the ERP, as far as documents show it. Order types (form
 * SO201000) are no entity of the endpoint, so neither manual numbering nor *Forbid Duplicates* can be read; a document
 * numbered by its customer order shows the one, two with the same customer and customer order the want of the other
 * (acumatica-api.md §5.5, §5.6).
 */
export async function protectionOf(client: Client, orderType: string): Promise<Protection> {
  const url = client.entity("SalesOrder", {
    $filter: equals("OrderType", orderType),
    $select: "OrderType,OrderNbr,CustomerOrder,CustomerID",
    $top: sample,
  });
  const found = (await client.read(rows, { url, headers: archived })) ?? [];
  const referenced = found.filter(({ CustomerOrder }) => CustomerOrder !== "");
  const keys = new Set(referenced.map((row) => `${row.CustomerID}/${row.CustomerOrder}`));
  if (keys.size < referenced.length) return "duplicates-allowed";
  const isNumbered = referenced.length > 0 && referenced.every((row) => row.OrderNbr === row.CustomerOrder);
  return isNumbered ? "manual-numbering" : "see-SO201000";
}
