import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { equals } from "@/lib/connectors/acumatica/odata/filter";
import { archived } from "@/lib/connectors/acumatica/odata/record";
import { text } from "@/lib/connectors/acumatica/wire";
import { ConnectorError } from "@/lib/connectors/contract";

const rows = z.array(z.object({ OrderNbr: text }));

/**
 * A Sales Order that carries a tax zone, as proof that the ERP knows it; `unseen-tax-zone` where none does. Zones are no
 * entity of the endpoint, so a misspelt one shows here as one nobody has used, and by name at the first order it refuses
 * (acumatica-api.md §5.2, §5.7). The filter on a linked entity may be refused by a build: that proves nothing either.
 */
export async function findTaxZone(client: Client, zone: string): Promise<string> {
  const url = client.entity("SalesOrder", {
    $filter: equals("FinancialSettings/CustomerTaxZone", zone),
    $select: "OrderType,OrderNbr",
    $top: 1,
  });
  try {
    const found = await client.read(rows, { url, headers: archived });
    return found?.[0]?.OrderNbr || "unseen-tax-zone";
  } catch (error) {
    if (error instanceof ConnectorError && error.problem.code === "refused") return "unseen-tax-zone";
    throw error;
  }
}
