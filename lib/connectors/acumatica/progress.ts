import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { equals, filterAnyOf } from "@/lib/connectors/acumatica/odata/filter";
import { archived, readRecord } from "@/lib/connectors/acumatica/odata/record";
import { rows, text } from "@/lib/connectors/acumatica/wire";
import { ConnectorError, type SalesOrderKey, type SalesOrderProgress } from "@/lib/connectors/contract";

export const isCanceled = (status: string): boolean => status === "Canceled";

const shown = { $select: "OrderType,OrderNbr,Status,Shipments", $expand: "Shipments" };
const pageSize = 200;

const progress = z.object({
  OrderType: text,
  OrderNbr: text,
  Status: text,
  Shipments: rows(z.object({ ShipmentNbr: text, Status: text, InvoiceNbr: text, InvoiceType: text })),
});

/** The order's status, shipments and invoices (acumatica-api.md §7.2). Throws `rejected` when there is no such order. */
export async function readProgress(client: Client, key: SalesOrderKey): Promise<SalesOrderProgress> {
  const found = await readRecord(client, progress, ["SalesOrder", key.orderType, key.number], shown);
  return progressOf(found, key);
}

/**
 * The same of many orders, as many in each call as its address holds. A list may be refused where a field cannot be
 * optimised, and may leave collections empty (acumatica-api.md §4.1, §4.3): what it does not show is missing here, and
 * a caller makes sure that it shows shipments at all. A refusal ends the list; any other ConnectorError is thrown.
 */
export async function listProgress(client: Client, keys: SalesOrderKey[]): Promise<SalesOrderProgress[]> {
  const listed: SalesOrderProgress[] = [];
  for (const orderType of new Set(keys.map((key) => key.orderType))) {
    const tests = keys.filter((key) => key.orderType === orderType).map(({ number }) => [equals("OrderNbr", number)]);
    for (const $filter of filterAnyOf(equals("OrderType", orderType), tests)) {
      const url = client.entity("SalesOrder", { $filter, ...shown, $top: pageSize });
      const page = await client.read(z.array(progress), { url, headers: archived }).catch((error: unknown) => {
        if (error instanceof ConnectorError && error.problem.kind === "rejected") return null;
        throw error;
      });
      if (!page) return listed;
      listed.push(...page.map((row) => progressOf(row, { orderType, number: row.OrderNbr })));
    }
  }
  return listed;
}

function progressOf(found: z.output<typeof progress>, key: SalesOrderKey): SalesOrderProgress {
  const shipments = new Map<string, { number: string; status: string }>();
  const invoices = new Map<string, { type: string; number: string }>();
  for (const row of found.Shipments) {
    // Orders without shipments have a row too, with a placeholder instead of a number.
    const isShipment = row.ShipmentNbr !== "" && !row.ShipmentNbr.startsWith("<");
    if (isShipment) shipments.set(row.ShipmentNbr, { number: row.ShipmentNbr, status: row.Status });
    const { InvoiceType: type, InvoiceNbr: number } = row;
    if (number) invoices.set(`${type}/${number}`, { type, number });
  }
  return {
    orderType: found.OrderType || key.orderType,
    number: found.OrderNbr || key.number,
    status: found.Status,
    cancelled: isCanceled(found.Status),
    shipments: [...shipments.values()],
    invoices: [...invoices.values()],
  };
}
