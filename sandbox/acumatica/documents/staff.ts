import { attach, storedName } from "@/sandbox/acumatica/api/files";
import { salesInvoice } from "@/sandbox/acumatica/api/schema";
import { invoiceOrder, invoiceShipments, isInvoiceable, releaseInvoice } from "@/sandbox/acumatica/documents/invoices";
import { confirmShipment, createShipments } from "@/sandbox/acumatica/documents/shipments";
import type { Erp } from "@/sandbox/acumatica/erp";
import { Failure } from "@/sandbox/acumatica/failure";
import { type Row, rows, text } from "@/sandbox/acumatica/record";
import type { StoredFile } from "@/sandbox/acumatica/state";
import { invoicePdf } from "@/sandbox/pdf";

type Step = "shipAfter" | "confirmAfter" | "invoiceAfter" | "releaseAfter" | "attachAfter";

/** People are not clocks: each document takes its own share longer or shorter, the same one every time it is asked. */
function isDue(erp: Erp, since: number | undefined, step: Step, record: Row): boolean {
  if (since === undefined) return false;
  const { staff } = erp.settings;
  const spread = (Number.parseInt(record.id.slice(0, 8), 16) / 0xffffffff) * 2 - 1;
  return erp.now() >= since + staff[step] * 1000 * (1 + spread * staff.jitter);
}

/** The PDF of an invoice, as a localisation package would print it. */
export async function printInvoice(erp: Erp, invoice: Row): Promise<Buffer> {
  const lines = rows(invoice, "Details");
  const { BillToContact, BillToAddress } = invoice.one;
  const orders = [...new Set(lines.map((line) => `${text(line, "OrderType")} ${text(line, "OrderNbr")}`))];
  return invoicePdf({
    number: text(invoice, "ReferenceNbr"),
    issuedAt: erp.now(),
    date: text(invoice, "Date"),
    currency: text(invoice, "Currency"),
    orderNumber: orders.join(", "),
    customerOrder: text(invoice, "CustomerOrder"),
    seller: "Carpatic Home SRL",
    buyer: [
      BillToContact ? text(BillToContact, "BusinessName") || text(BillToContact, "Attention") : "",
      ...(BillToAddress ? ["AddressLine1", "City", "State", "Country"].map((f) => text(BillToAddress, f)) : []),
    ],
    lines: lines.map((line) => ({
      item: text(line, "InventoryID"),
      description: text(line, "TransactionDescr"),
      quantity: text(line, "Qty"),
      unitPrice: text(line, "UnitPrice"),
      amount: text(line, "Amount"),
    })),
    net: text(invoice, "DetailTotal"),
    tax: text(invoice, "TaxTotal"),
    total: text(invoice, "Amount"),
  });
}

/** Attaches bytes to an invoice, the printed PDF when none are given, as `{ReferenceNbr}.pdf` unless named. */
export async function attachToInvoice(
  erp: Erp,
  invoice: Row,
  given: { filename?: string; bytes?: Buffer } = {},
): Promise<StoredFile> {
  const bytes = given.bytes ?? (await printInvoice(erp, invoice));
  const name = given.filename ?? `${text(invoice, "ReferenceNbr")}.pdf`;
  return erp.commit(() => attach(erp, invoice, storedName(erp, salesInvoice, invoice, name), bytes));
}

/** One act of the staff; what the form refuses stays as it is until somebody looks. */
function tryTo(erp: Erp, record: Row, act: () => void): void {
  try {
    erp.commit(act);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    record.marks.stuck = erp.now();
  }
}

function workOnOrders(erp: Erp): void {
  for (const order of [...erp.state.salesOrders]) {
    if (order.marks.stuck !== undefined || text(order, "Status") !== "Open") continue;
    const direct = erp.settings.orderTypes[text(order, "OrderType")]?.behaviour === "IN";
    if (direct && isDue(erp, order.marks.open, "invoiceAfter", order))
      tryTo(erp, order, () => void invoiceOrder(erp, order));
    if (!direct && isDue(erp, order.marks.open, "shipAfter", order))
      tryTo(erp, order, () => void createShipments(erp, order));
  }
}

function workOnShipments(erp: Erp): void {
  for (const shipment of [...erp.state.shipments]) {
    const { created, confirmed, stuck } = shipment.marks;
    if (stuck !== undefined) continue;
    if (text(shipment, "Status") === "Open") {
      if (isDue(erp, created, "confirmAfter", shipment)) tryTo(erp, shipment, () => confirmShipment(erp, shipment));
    } else if (isInvoiceable(shipment) && isDue(erp, confirmed, "invoiceAfter", shipment)) {
      tryTo(erp, shipment, () => void invoiceShipments(erp, [shipment]));
    }
  }
}

async function workOnInvoices(erp: Erp): Promise<void> {
  for (const invoice of [...erp.state.invoices]) {
    const { created, released, attached } = invoice.marks;
    const status = text(invoice, "Status");
    if (status === "Balanced" && isDue(erp, created, "releaseAfter", invoice)) {
      tryTo(erp, invoice, () => releaseInvoice(erp, invoice));
    } else if (status === "Open" && attached === undefined && isDue(erp, released, "attachAfter", invoice)) {
      await attachToInvoice(erp, invoice);
    }
  }
}

/** Does what is due. Nothing is remembered but the documents' own moments, so a restart loses no work. */
export async function staffRound(erp: Erp): Promise<void> {
  if (!erp.settings.staff.enabled) return;
  workOnOrders(erp);
  workOnShipments(erp);
  await workOnInvoices(erp);
}
