import Big from "big.js";
import { sameOrder } from "@/sandbox/acumatica/documents/sales-orders";
import { completeShipment, needsShipment, shipmentsOf, updateInventory } from "@/sandbox/acumatica/documents/shipments";
import { cents, taxesOf, taxRows, taxZoneOf } from "@/sandbox/acumatica/documents/totals";
import { type Erp, findOrder, nextNumber, notInThisState, today, touch } from "@/sandbox/acumatica/erp";
import { exception } from "@/sandbox/acumatica/failure";
import { big, type Plain, type Row, row, rows, sum, text } from "@/sandbox/acumatica/record";

export const invoicesOf = (erp: Erp, order: Row): Row[] =>
  erp.state.invoices.filter((invoice) => rows(invoice, "Details").some((line) => sameOrder(line, order)));

/** A sales order line on the invoice: what was shipped of it, its discount in proportion. */
function invoiceLine(order: Row, line: Row, quantity: Big, shipmentNbr: string | null): Row {
  const extended = cents(quantity.times(big(line, "UnitPrice")));
  const ordered = big(line, "OrderQty");
  const share = ordered.eq(0) ? new Big(1) : quantity.div(ordered);
  const discount = cents(big(line, "DiscountAmount").times(share));
  return row({
    InventoryID: text(line, "InventoryID"),
    TransactionDescr: text(line, "LineDescription"),
    Qty: quantity.toFixed(),
    UOM: text(line, "UOM"),
    UnitPrice: text(line, "UnitPrice"),
    DiscountAmount: discount.toFixed(),
    Amount: extended.minus(discount).toFixed(),
    TaxCategory: text(line, "TaxCategory"),
    WarehouseID: line.values.WarehouseID ?? null,
    OrderType: text(order, "OrderType"),
    OrderNbr: text(order, "OrderNbr"),
    OrderLineNbr: Number(line.values.LineNbr),
    ShipmentNbr: shipmentNbr,
    ExternalRef: line.values.ExternalRef ?? null,
    BranchID: line.values.Branch ?? null,
  });
}

function shippedLines(erp: Erp, shipment: Row): Row[] {
  return rows(shipment, "Details").flatMap((shipped) => {
    const order = findOrder(erp, text(shipped, "OrderType"), text(shipped, "OrderNbr"));
    const line = order && rows(order, "Details").find((l) => l.values.LineNbr === shipped.values.OrderLineNbr);
    return order && line ? [invoiceLine(order, line, big(shipped, "ShippedQty"), text(shipment, "ShipmentNbr"))] : [];
  });
}

/** Lines without a shipment go on the first invoice of their order. */
function unshippedLines(erp: Erp, order: Row): Row[] {
  return rows(order, "Details")
    .filter((line) => line.marks.invoiced === undefined && (isDirect(erp, order) || !needsShipment(erp, line)))
    .map((line) => {
      line.marks.invoiced = erp.now();
      return invoiceLine(order, line, big(line, "OrderQty"), null);
    });
}

const isDirect = (erp: Erp, order: Row): boolean =>
  erp.settings.orderTypes[text(order, "OrderType")]?.behaviour === "IN";

/** What the invoice takes from its order; references only when there is one order (§5.6). */
function header(erp: Erp, orders: Row[], first: Row): Record<string, Plain> {
  const single = orders.length === 1;
  return {
    Type: "Invoice",
    ReferenceNbr: nextNumber(erp, "INVOICE", "INV", 6),
    Status: erp.settings.invoiceHold ? "On Hold" : "Balanced",
    Hold: erp.settings.invoiceHold,
    CreditHold: false,
    Date: today(erp),
    DueDate: today(erp),
    CustomerID: text(first, "CustomerID"),
    CustomerOrder: single ? (first.values.CustomerOrder ?? null) : null,
    ExternalRef: single ? (first.values.ExternalRef ?? null) : null,
    Description: single ? (first.values.Description ?? null) : null,
    Currency: text(first, "CurrencyID"),
    TaxCalcMode: text(first, "TaxCalcMode"),
  };
}

function draftInvoice(erp: Erp, orders: Row[], lines: Row[]): Row {
  const [first] = orders;
  if (!first || lines.length === 0) throw exception(500, "There is nothing to invoice.");
  const gross = text(first, "TaxCalcMode") === "Gross";
  const taxable = lines.map((line) => ({ amount: big(line, "Amount"), category: text(line, "TaxCategory") }));
  const taxes = taxRows(taxesOf(erp.settings, taxZoneOf(first), gross, taxable));
  const detailTotal = sum(lines, "Amount");
  const taxTotal = sum(taxes, "TaxAmount");
  const total = detailTotal.plus(gross ? 0 : taxTotal).toFixed();
  const invoice = row({
    ...header(erp, orders, first),
    Amount: total,
    Balance: total,
    DetailTotal: detailTotal.toFixed(),
    DiscountTotal: sum(lines, "DiscountAmount").toFixed(),
    TaxTotal: taxTotal.toFixed(),
    VATTaxableTotal: sum(taxes, "TaxableAmount").toFixed(),
    PaymentTotal: "0",
  });
  invoice.one = {
    ...Object.fromEntries(
      ["BillToAddress", "BillToContact", "ShipToAddress", "ShipToContact"].map((name) => [
        name,
        row({ ...first.one[name]?.values }),
      ]),
    ),
    FinancialDetails: row({ Branch: erp.settings.branch, CustomerTaxZone: taxZoneOf(first) }),
  };
  lines.forEach((line, i) => {
    line.values.LineNbr = i + 1;
  });
  invoice.many = { Details: lines, TaxDetails: taxes };
  invoice.marks.created = erp.now();
  touch(erp, invoice, "CreatedDate", "LastModifiedDate", "LastModifiedDateTime");
  erp.state.invoices.push(invoice);
  return invoice;
}

function ordersBehind(erp: Erp, links: Row[]): Row[] {
  const found = links.flatMap((link) => findOrder(erp, text(link, "OrderType"), text(link, "OrderNbr")) ?? []);
  return [...new Set(found)];
}

/** `PrepareInvoice`: Confirmed shipments → one invoice; several orders meet in it when their shipments do (§7.2). */
export function invoiceShipments(erp: Erp, shipments: Row[]): Row {
  const wrong = shipments.find((s) => !isInvoiceable(s));
  if (wrong) throw notInThisState(erp, "Prepare Invoice", text(wrong, "Status"));
  const orders = ordersBehind(
    erp,
    shipments.flatMap((s) => rows(s, "Orders")),
  );
  const lines = [
    ...shipments.flatMap((shipment) => shippedLines(erp, shipment)),
    ...orders.flatMap((order) => unshippedLines(erp, order)),
  ];
  const invoice = draftInvoice(erp, orders, lines);
  for (const shipment of shipments) {
    if (text(shipment, "Status") === "Confirmed") shipment.values.Status = "Invoiced";
    touch(erp, shipment, "LastModifiedDateTime");
    for (const link of rows(shipment, "Orders")) {
      Object.assign(link.values, { InvoiceType: "Invoice", InvoiceNbr: text(invoice, "ReferenceNbr") });
    }
  }
  for (const order of orders) touch(erp, order, "LastModified");
  return invoice;
}

export const isInvoiceable = (shipment: Row): boolean =>
  ["Confirmed", "Completed"].includes(text(shipment, "Status")) &&
  rows(shipment, "Orders").every((link) => text(link, "InvoiceNbr") === "");

/** `PrepareSalesInvoice` of an IN order: Open → Invoiced, without a shipment (§10.2). */
export function invoiceOrder(erp: Erp, order: Row): Row {
  if (!isDirect(erp, order)) {
    const ready = shipmentsOf(erp, order).filter(isInvoiceable);
    if (ready.length === 0) throw notInThisState(erp, "Prepare Invoice", text(order, "Status"));
    return invoiceShipments(erp, ready);
  }
  if (text(order, "Status") !== "Open") throw notInThisState(erp, "Prepare Invoice", text(order, "Status"));
  const invoice = draftInvoice(erp, [order], unshippedLines(erp, order));
  order.values.Status = "Invoiced";
  touch(erp, order, "LastModified");
  return invoice;
}

/** Balanced → Open: the number is final and the document may be used (§7.5). */
export function releaseInvoice(erp: Erp, invoice: Row): void {
  if (text(invoice, "Status") !== "Balanced") throw notInThisState(erp, "Release", text(invoice, "Status"));
  invoice.values.Status = "Open";
  invoice.marks.released = erp.now();
  touch(erp, invoice, "LastModifiedDate", "LastModifiedDateTime");
  const number = text(invoice, "ReferenceNbr");
  for (const shipment of erp.state.shipments) {
    if (!rows(shipment, "Orders").some((link) => text(link, "InvoiceNbr") === number)) continue;
    if (erp.settings.updateInOnRelease && shipment.marks.posted === undefined) updateInventory(erp, shipment);
    completeShipment(erp, shipment);
    touch(erp, shipment, "LastModifiedDateTime");
  }
  for (const order of ordersBehind(erp, rows(invoice, "Details"))) {
    if (isDirect(erp, order)) order.values.Status = "Completed";
    touch(erp, order, "LastModified");
  }
}
