import Big from "big.js";
import { sameOrder } from "@/sandbox/acumatica/documents/sales-orders";
import { type Erp, findItem, findOrder, nextNumber, notInThisState, today, touch } from "@/sandbox/acumatica/erp";
import { exception } from "@/sandbox/acumatica/failure";
import { big, flag, type Row, row, rows, same, sum, text } from "@/sandbox/acumatica/record";
import { findCell, setOnHand, touchStock } from "@/sandbox/acumatica/stock";

/** What the warehouse ships: everything open unless quantities by item are given; one package unless more are. */
export type ShipRequest = {
  quantities?: Record<string, number>;
  packages?: { weight?: number; trackingNbr?: string }[];
  warehouse?: string;
};

/** Goods go through a shipment; a non-stock item that requires none goes straight to the invoice (§5.8). */
export function needsShipment(erp: Erp, line: Row): boolean {
  const item = findItem(erp, text(line, "InventoryID"));
  return item !== undefined && (erp.state.stockItems.includes(item) || flag(item, "RequireShipment"));
}

export const shipmentsOf = (erp: Erp, order: Row): Row[] =>
  erp.state.shipments.filter((s) => rows(s, "Orders").some((link) => sameOrder(link, order)));

const openQuantity = (line: Row): Big =>
  line.values.Completed === true ? new Big(0) : big(line, "OrderQty").minus(big(line, "QtyOnShipments"));

function toShip(erp: Erp, order: Row, request: ShipRequest): { line: Row; quantity: Big }[] {
  return rows(order, "Details")
    .filter((line) => needsShipment(erp, line) && openQuantity(line).gt(0))
    .filter((line) => !request.warehouse || same(text(line, "WarehouseID"), request.warehouse))
    .map((line) => {
      const wanted = request.quantities ? (request.quantities[text(line, "InventoryID")] ?? 0) : null;
      const open = openQuantity(line);
      return { line, quantity: wanted === null || open.lt(wanted) ? open : new Big(wanted) };
    })
    .filter(({ quantity }) => quantity.gt(0));
}

function packageRows(request: ShipRequest, quantity: Big): Row[] {
  return (request.packages ?? [{}]).map((box, i) =>
    row({
      LineNbr: i + 1,
      BoxID: "CUTIE",
      Type: "Auto",
      Confirmed: false,
      Weight: new Big(box.weight ?? quantity.toNumber()).toFixed(),
      UOM: "KG",
      TrackingNbr: box.trackingNbr ?? null,
    }),
  );
}

function shipFrom(
  erp: Erp,
  order: Row,
  warehouse: string,
  parts: { line: Row; quantity: Big }[],
  request: ShipRequest,
) {
  const total = parts.reduce((all, part) => all.plus(part.quantity), new Big(0));
  const packages = packageRows(request, total);
  const link = { OrderType: text(order, "OrderType"), OrderNbr: text(order, "OrderNbr") };
  const number = nextNumber(erp, "SHIPMENT", "", 6);
  const weight = sum(packages, "Weight").toFixed();
  const shipment = row(
    {
      ShipmentNbr: number,
      Type: "Shipment",
      Status: "Open",
      Hold: false,
      Operation: "Issue",
      CustomerID: text(order, "CustomerID"),
      LocationID: text(order, "LocationID"),
      WarehouseID: warehouse,
      ShipmentDate: today(erp),
      ShippedQty: total.toFixed(),
      ControlQty: total.toFixed(),
      ShippedWeight: weight,
      PackageWeight: weight,
      PackageCount: packages.length,
      FreightCurrencyID: text(order, "CurrencyID"),
    },
    { one: { ShippingSettings: shippingSettings(order) } },
  );
  shipment.many = {
    Orders: [
      row({
        ...link,
        ShipmentNbr: number,
        ShipmentType: "Shipment",
        ShippedQty: total.toFixed(),
        OrderNoteID: order.id,
      }),
    ],
    Packages: packages,
    Details: parts.map(({ line, quantity }, i) => detailRow(link, line, quantity, i + 1)),
  };
  shipment.marks.created = erp.now();
  touch(erp, shipment, "CreatedDateTime", "LastModifiedDateTime");
  erp.state.shipments.push(shipment);
  return shipment;
}

function shippingSettings(order: Row): Row {
  const { ShipToAddress = row(), ShipToContact = row() } = order.one;
  return row(
    {
      ShipToAddressOverride: flag(order, "ShipToAddressOverride"),
      ShipToContactOverride: flag(order, "ShipToContactOverride"),
    },
    { one: { ShipToAddress: row({ ...ShipToAddress.values }), ShipToContact: row({ ...ShipToContact.values }) } },
  );
}

function detailRow(link: { OrderType: string; OrderNbr: string }, line: Row, quantity: Big, number: number): Row {
  return row({
    ...link,
    LineNbr: number,
    OrderLineNbr: Number(line.values.LineNbr),
    InventoryID: text(line, "InventoryID"),
    Description: text(line, "LineDescription"),
    UOM: text(line, "UOM"),
    WarehouseID: text(line, "WarehouseID"),
    LocationID: "R1S1",
    ShippedQty: quantity.toFixed(),
    OrderedQty: text(line, "OrderQty"),
    OpenQty: openQuantity(line).minus(quantity).toFixed(),
    OriginalQty: text(line, "OrderQty"),
  });
}

/**
 * Creates the shipments of an order, one per warehouse; the order turns Shipping (acumatica-api.md §10.2).
 * Throws when the order is not Open or Back Order, or nothing is left to ship.
 */
export function createShipments(erp: Erp, order: Row, request: ShipRequest = {}): Row[] {
  if (!["Open", "Back Order", "Shipping"].includes(text(order, "Status"))) {
    throw notInThisState(erp, "Create Shipment", text(order, "Status"));
  }
  const parts = toShip(erp, order, request);
  if (parts.length === 0) throw exception(500, "The order does not contain any items planned for shipment.");
  const warehouses = [...new Set(parts.map(({ line }) => text(line, "WarehouseID")))];
  const made = warehouses.map((warehouse) =>
    shipFrom(
      erp,
      order,
      warehouse,
      parts.filter(({ line }) => text(line, "WarehouseID") === warehouse),
      request,
    ),
  );
  for (const { line, quantity } of parts) {
    line.values.QtyOnShipments = big(line, "QtyOnShipments").plus(quantity).toFixed();
  }
  order.values.Status = "Shipping";
  touch(erp, order, "LastModified");
  touchStock(erp, rows(order, "Details"));
  return made;
}

function settleOrder(erp: Erp, order: Row): void {
  const unconfirmed = shipmentsOf(erp, order).some((s) => text(s, "Status") === "Open");
  for (const line of rows(order, "Details")) {
    const done =
      !needsShipment(erp, line) || openQuantity(line).lte(0) || text(line, "ShippingRule") === "Cancel Remainder";
    line.values.Completed = !unconfirmed && done;
    line.values.OpenQty = done ? "0" : openQuantity(line).toFixed();
  }
  const open = rows(order, "Details").some((line) => line.values.Completed !== true);
  order.values.Status = unconfirmed ? "Shipping" : open ? "Back Order" : "Completed";
  touch(erp, order, "LastModified");
  touchStock(erp, rows(order, "Details"));
}

const ordersOf = (erp: Erp, document: Row): Row[] =>
  rows(document, "Orders").flatMap((link) => findOrder(erp, text(link, "OrderType"), text(link, "OrderNbr")) ?? []);

/** Open → Confirmed; the order is Completed when nothing is left open, else Back Order. */
export function confirmShipment(erp: Erp, shipment: Row): void {
  if (text(shipment, "Status") !== "Open") throw notInThisState(erp, "Confirm Shipment", text(shipment, "Status"));
  shipment.values.Status = "Confirmed";
  shipment.marks.confirmed = erp.now();
  for (const box of rows(shipment, "Packages")) box.values.Confirmed = true;
  touch(erp, shipment, "LastModifiedDateTime");
  for (const order of ordersOf(erp, shipment)) settleOrder(erp, order);
}

/** Confirmed → Open, as long as the inventory issue is not posted (§7.1). */
export function correctShipment(erp: Erp, shipment: Row): void {
  if (text(shipment, "Status") !== "Confirmed" || shipment.marks.posted !== undefined) {
    throw notInThisState(erp, "Correct Shipment", text(shipment, "Status"));
  }
  shipment.values.Status = "Open";
  delete shipment.marks.confirmed;
  shipment.marks.created = erp.now();
  touch(erp, shipment, "LastModifiedDateTime");
  for (const order of ordersOf(erp, shipment)) settleOrder(erp, order);
}

/** Posts the inventory issue: the goods leave On Hand, and the shipment may turn Completed (§10.2, uncertain). */
export function updateInventory(erp: Erp, shipment: Row): void {
  if (shipment.marks.confirmed === undefined || shipment.marks.posted !== undefined) {
    throw notInThisState(erp, "Update IN", text(shipment, "Status"));
  }
  shipment.marks.posted = erp.now();
  const issue = nextNumber(erp, "ISSUE", "", 6);
  for (const link of rows(shipment, "Orders")) {
    Object.assign(link.values, { InventoryDocType: "Issue", InventoryRefNbr: issue });
  }
  for (const line of rows(shipment, "Details")) {
    const cell = findCell(erp, text(line, "InventoryID"), text(line, "WarehouseID"));
    if (cell)
      setOnHand(erp, cell.inventoryId, cell.warehouseId, new Big(cell.onHand).minus(big(line, "ShippedQty")).toFixed());
  }
  completeShipment(erp, shipment);
  touch(erp, shipment, "LastModifiedDateTime");
}

/** Turns a posted shipment Completed at the moment the setting says. */
export function completeShipment(erp: Erp, shipment: Row): void {
  const numbers = rows(shipment, "Orders").map((link) => text(link, "InvoiceNbr"));
  const released = erp.state.invoices.some(
    (i) => i.marks.released !== undefined && numbers.includes(text(i, "ReferenceNbr")),
  );
  if (shipment.marks.posted === undefined) return;
  if (released || erp.settings.completeShipment === "update-in") shipment.values.Status = "Completed";
}
