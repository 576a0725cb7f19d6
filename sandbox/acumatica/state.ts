import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Row, row } from "@/sandbox/acumatica/record";
import type { Settings } from "@/sandbox/acumatica/settings";
import { catalogue, serviceItems } from "@/sandbox/catalogue";

export type StoredFile = {
  id: string;
  /** The record it is attached to. */
  owner: string;
  filename: string;
  comment: string | null;
  base64: string;
  size: number;
  sha256: string;
  attachedAt: number;
  versions: number;
  downloads: number;
};

/** Units on hand of one item in one warehouse, and when any of its quantities last changed. */
export type StockCell = { inventoryId: string; warehouseId: string; onHand: string; modified: number };

export type State = {
  salesOrders: Row[];
  shipments: Row[];
  invoices: Row[];
  stockItems: Row[];
  nonStockItems: Row[];
  customers: Row[];
  warehouses: Row[];
  stock: StockCell[];
  files: StoredFile[];
  /** Next number by sequence: `SHIPMENT`, `INVOICE`, `ISSUE` and each order type. */
  next: Record<string, number>;
  clockOffset: number;
};

/** The category an item of this VAT fraction falls in: `0.2100` → `VAT21`. */
const category = (vat: string): string => `VAT${Math.round(Number(vat) * 100)}`;

function stockItemRows(at: number): Row[] {
  return catalogue.map((product) =>
    row(
      {
        InventoryID: product.sku,
        Description: product.name,
        ItemStatus: "Active",
        ItemClass: "MARFA",
        BaseUOM: "BUC",
        SalesUOM: "BUC",
        TaxCategory: category(product.vat),
        DefaultWarehouseID: "MAIN",
        DefaultPrice: product.netPrice,
        DimensionWeight: "1",
        WeightUOM: "KG",
        LastModified: at,
        LastModifiedDateTime: at,
      },
      { many: { CrossReferences: [row({ AlternateID: product.ean, AlternateType: "Barcode", UOM: "BUC" })] } },
    ),
  );
}

/** A fresh tenant: the catalogue, two warehouses, one generic customer, nothing sold. */
export function seed(settings: Settings, at: number): State {
  return {
    salesOrders: [],
    shipments: [],
    invoices: [],
    stockItems: stockItemRows(at),
    nonStockItems: serviceItems.map((item) =>
      row({
        InventoryID: item.id,
        Description: item.name,
        ItemStatus: "Active",
        BaseUnit: "BUC",
        SalesUnit: "BUC",
        TaxCategory: category(item.vat),
        RequireShipment: false,
        LastModified: at,
      }),
    ),
    customers: [
      row(
        {
          CustomerID: "EMAG",
          CustomerName: "Clienți eMAG",
          Status: "Active",
          CurrencyID: settings.currency,
          TaxZone: settings.taxZone,
          LocationName: "MAIN",
          CreditHold: false,
          LastModifiedDateTime: at,
        },
        { one: { Address: row({ AddressLine1: "Str. Sediului 1", City: "București", State: "B", Country: "RO" }) } },
      ),
    ],
    warehouses: ["MAIN", "OUTLET"].map((id) =>
      row({ WarehouseID: id, Description: id, Branch: settings.branch, Active: true, LastModifiedDateTime: at }),
    ),
    stock: catalogue.flatMap((product) =>
      Object.entries(product.stock).map(([warehouseId, onHand]) => ({
        inventoryId: product.sku,
        warehouseId,
        onHand: String(onHand),
        modified: at,
      })),
    ),
    files: [],
    next: { SHIPMENT: 1, INVOICE: 46, ISSUE: 1 },
    clockOffset: 0,
  };
}

export const emptyTenant = (settings: Settings, at: number): State => ({
  ...seed(settings, at),
  stockItems: [],
  nonStockItems: [],
  customers: [],
  warehouses: [],
  stock: [],
});

/** The saved state, or undefined when there is none yet. */
export function load(file: string): State | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as State;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Written beside and renamed, so that a kill never leaves half a file. */
export function save(file: string, state: State): void {
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}
