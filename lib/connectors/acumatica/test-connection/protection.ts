import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { equals } from "@/lib/connectors/acumatica/odata/filter";
import { archived } from "@/lib/connectors/acumatica/odata/record";
import { text } from "@/lib/connectors/acumatica/wire";
import { ConnectorError } from "@/lib/connectors/contract";

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
  const referenced = await sampleOf(client, orderType);
  const keys = new Set(referenced.map((row) => `${row.CustomerID}/${row.CustomerOrder}`));
  if (keys.size < referenced.length) return "duplicates-allowed";
  const isNumbered = referenced.length > 0 && referenced.every((row) => row.OrderNbr === row.CustomerOrder);
  return isNumbered ? "manual-numbering" : "see-SO201000";
}

/**
 * Whether the documents of a type are numbered as the settings say. Throws `rejected` with a document that shows
 * otherwise; null where there is none yet to tell (acumatica-api.md §5.5).
 */
export async function requireNumbering(client: Client, orderType: string, byChannel: boolean): Promise<string | null> {
  const referenced = await sampleOf(client, orderType);
  const otherwise = byChannel
    ? referenced.find((row) => row.OrderNbr !== row.CustomerOrder)
    : referenced.find((row) => row.OrderNbr === row.CustomerOrder);
  if (!otherwise) return referenced[0]?.OrderNbr ?? null;
  const { OrderNbr, CustomerOrder } = otherwise;
  const message = `${OrderNbr} ${byChannel ? "≠" : "="} ${CustomerOrder} (SO201000)`;
  throw new ConnectorError("field-refused", "rejected", { field: `numbering ${orderType}`, message });
}

async function sampleOf(client: Client, orderType: string): Promise<z.output<typeof rows>> {
  const url = client.entity("SalesOrder", {
    $filter: equals("OrderType", orderType),
    $select: "OrderType,OrderNbr,CustomerOrder,CustomerID",
    $top: sample,
  });
  const found = (await client.read(rows, { url, headers: archived })) ?? [];
  return found.filter(({ CustomerOrder }) => CustomerOrder !== "");
}
