import Big from "big.js";
import type { Erp } from "@/sandbox/acumatica/erp";
import { big, type Row, rows, same, text } from "@/sandbox/acumatica/record";
import type { StockCell } from "@/sandbox/acumatica/state";

/** The quantities of one item in one warehouse, in base units (acumatica-api.md §6.1). */
export type Quantities = {
  inventoryId: string;
  warehouseId: string;
  onHand: Big;
  soPrepared: Big;
  soBooked: Big;
  soBackOrdered: Big;
  soAllocated: Big;
  soShipped: Big;
  available: Big;
  availableForIssue: Big;
  availableForShipping: Big;
  modified: number;
};

type Plan = "soPrepared" | "soBooked" | "soBackOrdered" | "soAllocated" | "soShipped";

const orderPlan: Record<string, Plan> = {
  "On Hold": "soPrepared",
  Open: "soBooked",
  "Credit Hold": "soBooked",
  Shipping: "soBooked",
  "Back Order": "soBackOrdered",
};

const keyOf = (inventoryId: string, warehouseId: string): string =>
  `${inventoryId.trimEnd()}|${warehouseId.trimEnd()}`.toUpperCase();

/** What orders and shipments hold of each item and warehouse. */
function plans(erp: Erp): Map<string, Record<Plan, Big>> {
  const out = new Map<string, Record<Plan, Big>>();
  const add = (line: Row, plan: Plan, quantity: Big): void => {
    const key = keyOf(text(line, "InventoryID"), text(line, "WarehouseID"));
    const zero = new Big(0);
    const found = out.get(key) ?? {
      soPrepared: zero,
      soBooked: zero,
      soBackOrdered: zero,
      soAllocated: zero,
      soShipped: zero,
    };
    found[plan] = found[plan].plus(quantity);
    out.set(key, found);
  };
  for (const order of erp.state.salesOrders) {
    const plan = orderPlan[text(order, "Status")];
    if (!plan) continue;
    for (const line of rows(order, "Details")) {
      if (line.values.Completed !== true) add(line, plan, big(line, "OrderQty").minus(big(line, "QtyOnShipments")));
    }
  }
  for (const shipment of erp.state.shipments) {
    const posted = shipment.marks.posted !== undefined || text(shipment, "Status") === "Canceled";
    if (posted) continue;
    const plan: Plan = text(shipment, "Status") === "Open" ? "soAllocated" : "soShipped";
    for (const line of rows(shipment, "Details")) add(line, plan, big(line, "ShippedQty"));
  }
  return out;
}

/** All stock rows: on hand, and what is left after booked, allocated and shipped quantities (§10.2). */
export function quantities(erp: Erp): Quantities[] {
  const held = plans(erp);
  const zero = new Big(0);
  return erp.state.stock.map((cell) => {
    const plan = held.get(keyOf(cell.inventoryId, cell.warehouseId));
    const { soAllocated = zero, soShipped = zero, soBooked = zero, soBackOrdered = zero } = plan ?? {};
    const onHand = new Big(cell.onHand);
    const availableForIssue = onHand.minus(soShipped);
    const availableForShipping = availableForIssue.minus(soAllocated);
    return {
      inventoryId: cell.inventoryId,
      warehouseId: cell.warehouseId,
      onHand,
      soPrepared: plan?.soPrepared ?? zero,
      soBooked,
      soBackOrdered,
      soAllocated,
      soShipped,
      availableForIssue,
      availableForShipping,
      available: erp.settings.deductBooked
        ? availableForShipping.minus(soBooked).minus(soBackOrdered)
        : availableForShipping,
      modified: cell.modified,
    };
  });
}

export function findCell(erp: Erp, inventoryId: string, warehouseId: string): StockCell | undefined {
  return erp.state.stock.find((c) => same(c.inventoryId, inventoryId) && same(c.warehouseId, warehouseId));
}

/** Stamps the quantity rows behind these lines, so that "modified since" readers see the movement. */
export function touchStock(erp: Erp, lines: Row[]): void {
  for (const line of lines) {
    const cell = findCell(erp, text(line, "InventoryID"), text(line, "WarehouseID"));
    if (cell) cell.modified = erp.now();
  }
}

/** Counts what is on the shelf: the row is made when the item was never stocked there. */
export function setOnHand(erp: Erp, inventoryId: string, warehouseId: string, onHand: string): void {
  const cell = findCell(erp, inventoryId, warehouseId);
  if (!cell) erp.state.stock.push({ inventoryId, warehouseId, onHand, modified: erp.now() });
  else Object.assign(cell, { onHand, modified: erp.now() });
}
