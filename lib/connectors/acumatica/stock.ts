import { z } from "zod";
import type { Client } from "@/lib/connectors/acumatica/client";
import { path, query } from "@/lib/connectors/acumatica/odata/filter";
import { missing } from "@/lib/connectors/acumatica/odata/record";
import { siteOf } from "@/lib/connectors/acumatica/settings";
import { hasAddition } from "@/lib/connectors/acumatica/versions";
import { raw, text, wrap } from "@/lib/connectors/acumatica/wire";
import { ConnectorError, type StockRow } from "@/lib/connectors/contract";
import { parseQuantity } from "@/lib/domain/stock/stock";

type Wanted = { warehouses: string[]; quantity: "available" | "availableForShipping" };

const maxBytes = 64 * 1024 * 1024;

const storageDetail = z.object({ InventoryID: text, WarehouseID: text, QtyAvailable: raw, QtyHardAvailable: raw });

const availableQuantity = z.object({ InventoryID: text, QtyAvailable: raw });

const page = z.object({
  value: z.array(z.record(z.string(), z.unknown())),
  "@odata.nextLink": z.string().optional(),
});

/**
 * The ERP's stock feed in base units (acumatica-api.md §6.3, §6.5); a missing item has no row, an unreadable quantity
 * is null.
 * @throws ConnectorError `rejected` when the endpoint's version has no such inquiry, or it lacks a column
 */
export async function readStock(client: Client, wanted: Wanted): Promise<StockRow[]> {
  const { settings } = client;
  if (settings.stockSource === "storage-details" && !hasAddition(settings, "StorageDetailsInquiry"))
    throw notInVersion();
  if (settings.stockSource === "quantity-available" && !hasAddition(settings, "InventoryQuantityAvailable"))
    throw notInVersion();
  switch (settings.stockSource) {
    case "storage-details":
      return (await Promise.all(wanted.warehouses.map((id) => readWarehouse(client, id, wanted.quantity)))).flat();
    case "quantity-available":
      return readTotals(client, wanted);
    case "odata":
      return readInquiry(client, wanted);
  }
}

const notInVersion = () =>
  new ConnectorError(
    "settings-missing",
    "rejected",
    { field: "stockSource" },
    "this endpoint version does not have it",
  );

/** StorageDetailsInquiry, one warehouse at a time (acumatica-api.md §6.3); QtyHardAvailable is what can be shipped. */
async function readWarehouse(client: Client, warehouseId: string, quantity: Wanted["quantity"]): Promise<StockRow[]> {
  const field = quantity === "available" ? "QtyAvailable" : "QtyHardAvailable";
  const here = storageDetail.transform((row): StockRow | null =>
    row.InventoryID && (!row.WarehouseID || same(row.WarehouseID, warehouseId))
      ? { itemId: row.InventoryID, warehouseId, quantity: parseQuantity(row[field]) }
      : null,
  );
  const rows = await client.readRows(here, "StorageDetails", {
    url: client.entity("StorageDetailsInquiry", { $expand: "StorageDetails" }),
    body: wrap({ WarehouseID: warehouseId }),
    maxBytes,
  });
  if (!rows) throw missing("StorageDetailsInquiry");
  return rows.filter((row) => row !== null);
}

/** InventoryQuantityAvailable knows no warehouses: its sums stand under the first one named (acumatica-api.md §6.3). */
async function readTotals(client: Client, wanted: Wanted): Promise<StockRow[]> {
  const [warehouseId] = wanted.warehouses;
  if (warehouseId === undefined) return [];
  if (wanted.quantity !== "available") {
    throw new ConnectorError(
      "settings-missing",
      "rejected",
      { field: "stockSource" },
      "it has no quantity for shipping",
    );
  }
  const rows = await client.readRows(availableQuantity, "Results", {
    url: client.entity("InventoryQuantityAvailable", { $expand: "Results" }),
    body: {},
    maxBytes,
  });
  if (!rows) throw missing("InventoryQuantityAvailable");
  return rows
    .filter((row) => row.InventoryID)
    .map((row) => ({ itemId: row.InventoryID, warehouseId, quantity: parseQuantity(row.QtyAvailable) }));
}

/** Property names follow the inquiry's captions: the reference's own, and those of the recommended columns (§6.5). */
const columns = {
  item: ["InventoryID", "InventoryCD"],
  warehouse: ["Warehouse", "WarehouseID", "SiteCD"],
  available: ["QtyAvailable", "QtyAvail"],
  availableForShipping: ["QtyHardAvailable", "QtyHardAvail", "QtyAvailableForShipping"],
};

/** A generic inquiry through OData: numbers as text, padded codes, further pages by link (acumatica-api.md §6.5). */
async function readInquiry(client: Client, wanted: Wanted): Promise<StockRow[]> {
  const { tenant = "", stockInquiry = "" } = client.settings;
  const found: StockRow[] = [];
  let url: string | null =
    `${siteOf(client.settings)}/t/${path(tenant)}/api/odata/gi/${path(stockInquiry)}${query({ $format: "json" })}`;
  while (url) {
    const answer: z.output<typeof page> | null = await readPage(client, url, stockInquiry);
    if (!answer) throw missing(stockInquiry);
    for (const row of answer.value) {
      const itemId = pick(row, columns.item);
      const warehouse = pick(row, columns.warehouse);
      if (typeof itemId !== "string" || typeof warehouse !== "string") throw columnsMissing(stockInquiry);
      const warehouseId = wanted.warehouses.find((id) => same(id, warehouse));
      if (!warehouseId) continue;
      found.push({ itemId: itemId.trim(), warehouseId, quantity: parseQuantity(pick(row, columns[wanted.quantity])) });
    }
    const next: string | undefined = answer["@odata.nextLink"];
    url = next === undefined ? null : client.link(next);
  }
  return found;
}

async function readPage(client: Client, url: string, inquiry: string): Promise<z.output<typeof page> | null> {
  try {
    return await client.read(page, { url, maxBytes });
  } catch (error) {
    // Some builds take only a token here, never the cookie (§6.5): the account itself is in order.
    const onlyHere = error instanceof ConnectorError && error.problem.params.status === "401";
    throw onlyHere ? new ConnectorError("rights-missing", "rejected", { form: inquiry }, error.problem.detail) : error;
  }
}

function columnsMissing(inquiry: string): ConnectorError {
  const message = `${inquiry} needs a column ${columns.item[0]} and a column ${columns.warehouse[0]}`;
  return new ConnectorError("refused", "rejected", { message });
}

function pick(row: Record<string, unknown>, names: string[]): unknown {
  const name = names.find((candidate) => candidate in row);
  return name === undefined ? undefined : row[name];
}

const same = (a: string, b: string): boolean => a.trim().toUpperCase() === b.trim().toUpperCase();
