import type { Harness } from "../harness";

/** The twins' own books, as far as tests look at them. */
export type EmagBooks = {
  orders: { id: number; type: 2 | 3; status: number; products: { part_number: string; quantity: number }[] }[];
  attachments: {
    order_id: number;
    url: string;
    name: string;
    type: number;
    saves: number;
    fetches: { status: number | null; sha256: string | null; isPdf: boolean }[];
  }[];
  awbs: { emag_id: number; order_id: number | null; awb_number: string }[];
  offers: { id: number; part_number: string; general_stock: number }[];
  requests: Record<string, { count: number; byStatus: Record<string, number> }>;
};

export type ErpBooks = {
  salesOrders: {
    OrderType: string;
    OrderNbr: string;
    CustomerOrder: string;
    ExternalRef: string;
    Status: string;
    OrderTotal: string;
    Details: { InventoryID: string; OrderQty: number | string }[];
  }[];
  shipments: { ShipmentNbr: string; Packages: { TrackingNbr: string | null }[] }[];
  stock: { inventoryId: string; warehouseId: string; available: string }[];
  files: { sha256: string; size: number; document: string }[];
  sessions: { logins: number; logouts: number; open: number };
  requests: Record<string, number>;
};

export const emagLedger = (harness: Harness) => harness.twins.emag.control<EmagBooks>("GET", "/_sandbox/state");
export const erpLedger = (harness: Harness) => harness.twins.acumatica.control<ErpBooks>("GET", "/_sandbox/state");

/** Places an order at the eMAG twin and says its id. */
export async function placeOrder(
  harness: Harness,
  order: object = { lines: [{ sku: "MUG-03", quantity: 1 }] },
): Promise<string> {
  const placed = await harness.twins.emag.control<{ id: number | string }>("POST", "/_sandbox/orders", {
    isComplete: true,
    ...order,
  });
  return String(placed.id);
}

/** The Sales Orders the ERP holds for one eMAG order. */
export async function salesOrdersOf(harness: Harness, orderId: string) {
  return (await erpLedger(harness)).salesOrders.filter((one) => one.CustomerOrder === orderId);
}

/** Lets the ERP's staff take one step with an order's documents. */
export async function staff(
  harness: Harness,
  step: "ship" | "confirm" | "invoice" | "release" | "attach" | "correct" | "all",
  orderNbr: string,
  body: object = {},
) {
  return harness.twins.acumatica.control("POST", `/_sandbox/staff/${step}`, { orderType: "EM", orderNbr, ...body });
}

/** The number of an order's first Sales Order; empty while there is none. */
export const numberOf = async (harness: Harness, orderId: string) =>
  (await salesOrdersOf(harness, orderId))[0]?.OrderNbr ?? "";

/** The ERP's staff ship, invoice and release an order, and attach the invoice's PDF. */
export async function deliver(harness: Harness, orderId: string): Promise<void> {
  for (const step of ["ship", "confirm", "invoice", "release", "attach"] as const)
    await staff(harness, step, await numberOf(harness, orderId));
}

/** The invoice documents eMAG lists for an order. */
export const invoiceDocumentsOf = async (harness: Harness, orderId: string) =>
  (await emagLedger(harness)).attachments.filter((one) => String(one.order_id) === orderId && one.type === 1);
