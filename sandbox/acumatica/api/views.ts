import * as shapes from "@/sandbox/acumatica/api/schema";
import type { Shape } from "@/sandbox/acumatica/api/shape";
import { invoicesOf } from "@/sandbox/acumatica/documents/invoices";
import { sameOrder } from "@/sandbox/acumatica/documents/sales-orders";
import { shipmentsOf } from "@/sandbox/acumatica/documents/shipments";
import type { Erp } from "@/sandbox/acumatica/erp";
import { noEntity } from "@/sandbox/acumatica/failure";
import { type Row, row, rows, same, text } from "@/sandbox/acumatica/record";

/** An entity that can be read: its shape, its form for refusals, its records, and what is computed on reading. */
export type Entity = {
  shape: Shape;
  form: string;
  list(erp: Erp): Row[];
  complete(erp: Erp, record: Row): Row;
};

const asStored = (_erp: Erp, record: Row): Row => record;

/** `SalesOrder.Shipments`: what became of the order; an IN order has a row without a shipment number (§7.2, uncertain). */
function orderShipments(erp: Erp, order: Row): Row[] {
  const shipped = shipmentsOf(erp, order).map((shipment) => {
    const link = rows(shipment, "Orders").find((candidate) => sameOrder(candidate, order));
    return row(
      {
        ...link?.values,
        ShipmentDate: shipment.values.ShipmentDate ?? null,
        Status: text(shipment, "Status"),
        ShippedWeight: shipment.values.ShippedWeight ?? null,
        ShippedVolume: "0",
        LastModifiedDateTime: shipment.values.LastModifiedDateTime ?? null,
        ShippingNoteID: shipment.id,
      },
      { id: link?.id ?? shipment.id },
    );
  });
  if (shipped.length > 0) return shipped;
  return invoicesOf(erp, order).map((invoice) =>
    row({ ShipmentNbr: "<NEW>", InvoiceType: text(invoice, "Type"), InvoiceNbr: text(invoice, "ReferenceNbr") }),
  );
}

const completeOrder = (erp: Erp, order: Row): Row => ({
  ...order,
  many: { ...order.many, Shipments: orderShipments(erp, order) },
});

const completeItem = (erp: Erp, item: Row): Row => ({
  ...item,
  many: {
    ...item.many,
    WarehouseDetails: erp.state.stock
      .filter((cell) => same(cell.inventoryId, text(item, "InventoryID")))
      .map((cell) =>
        row({
          WarehouseID: cell.warehouseId,
          QtyOnHand: cell.onHand,
          Status: "Active",
          IsDefault: same(cell.warehouseId, text(item, "DefaultWarehouseID")),
        }),
      ),
  },
});

/** The receivables view of the invoice: same number, same attachments, other names (§7.4). */
const asReceivable = (_erp: Erp, invoice: Row): Row => ({
  ...invoice,
  values: {
    ...invoice.values,
    Customer: invoice.values.CustomerID ?? null,
    CreatedDateTime: invoice.values.CreatedDate ?? null,
  },
  many: {
    ...invoice.many,
    Details: rows(invoice, "Details").map((line) => ({
      ...line,
      values: {
        ...line.values,
        TransactionDescription: line.values.TransactionDescr ?? null,
        ExtendedPrice: line.values.Amount ?? null,
        Branch: line.values.BranchID ?? null,
      },
    })),
  },
});

export const entities: Record<string, Entity> = {
  SalesOrder: {
    shape: shapes.salesOrder,
    form: "Sales Orders (SO301000)",
    list: (erp) => erp.state.salesOrders,
    complete: completeOrder,
  },
  Shipment: {
    shape: shapes.shipment,
    form: "Shipments (SO302000)",
    list: (erp) => erp.state.shipments,
    complete: asStored,
  },
  SalesInvoice: {
    shape: shapes.salesInvoice,
    form: "Invoices (SO303000)",
    list: (erp) => erp.state.invoices,
    complete: asStored,
  },
  Invoice: {
    shape: shapes.arInvoice,
    form: "Invoices and Memos (AR301000)",
    list: (erp) => erp.state.invoices.map((invoice) => asReceivable(erp, invoice)),
    complete: asStored,
  },
  StockItem: {
    shape: shapes.stockItem,
    form: "Stock Items (IN202500)",
    list: (erp) => erp.state.stockItems,
    complete: completeItem,
  },
  NonStockItem: {
    shape: shapes.nonStockItem,
    form: "Non-Stock Items (IN202000)",
    list: (erp) => erp.state.nonStockItems,
    complete: asStored,
  },
  Customer: {
    shape: shapes.customer,
    form: "Customers (AR303000)",
    list: (erp) => erp.state.customers,
    complete: asStored,
  },
  Warehouse: {
    shape: shapes.warehouse,
    form: "Warehouses (IN204000)",
    list: (erp) => erp.state.warehouses,
    complete: asStored,
  },
};

const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** One stored record by its keys in the form's order, or by its GUID; 500 when there is none (§4.3). */
export function findRecord(erp: Erp, entity: Entity, keys: string[]): Row {
  const [only = ""] = keys;
  const list = entity.list(erp);
  const byId = keys.length === 1 && guid.test(only);
  const found = byId
    ? list.find((record) => record.id === only.toLowerCase())
    : list.find(
        (r) =>
          keys.length === entity.shape.keys.length &&
          keys.every((k, i) => same(text(r, entity.shape.keys[i] ?? ""), k)),
      );
  if (!found) throw noEntity();
  return found;
}
