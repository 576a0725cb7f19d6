import { type Erp, nextNumber, notInThisState, touch } from "@/sandbox/acumatica/erp";
import { type Plain, type Row, row, rows, text } from "@/sandbox/acumatica/record";

/** Whether a credit memo's lines still name the Sales Order is not documented (acumatica-api.md §7.3, §7.5). */
export type Correction = { creditNamesOrder?: boolean };

/**
 * Cancel and correct (§7.5): the original becomes Canceled, a credit memo takes it back, a new invoice replaces it; both
 * are released at once. The shipment then points to the new invoice.
 */
export function correctInvoice(erp: Erp, original: Row, { creditNamesOrder = true }: Correction): Row[] {
  if (!["Open", "Closed"].includes(text(original, "Status")))
    throw notInThisState(erp, "Correct Invoice", text(original, "Status"));
  original.values.Status = "Canceled";
  touch(erp, original, "LastModifiedDate", "LastModifiedDateTime");
  const credit = copy(erp, original, "Credit Memo", nextNumber(erp, "CREDIT", "CM", 6), creditNamesOrder);
  const corrected = copy(erp, original, "Invoice", nextNumber(erp, "INVOICE", "INV", 6), true);
  const links = erp.state.shipments.flatMap((shipment) => rows(shipment, "Orders"));
  for (const link of links)
    if (text(link, "InvoiceNbr") === text(original, "ReferenceNbr"))
      link.values.InvoiceNbr = text(corrected, "ReferenceNbr");
  return [credit, corrected];
}

function copy(erp: Erp, original: Row, type: string, number: string, namesOrder: boolean): Row {
  const order: Record<string, Plain> = namesOrder ? {} : { OrderType: null, OrderNbr: null, OrderLineNbr: null };
  const origin: Record<string, Plain> =
    type === "Invoice" ? {} : { OrigInvType: "Invoice", OrigInvNbr: text(original, "ReferenceNbr") };
  const values = { ...original.values, Type: type, ReferenceNbr: number, Status: "Open" };
  const document = row(values, {
    one: structuredClone(original.one),
    many: {
      ...structuredClone(original.many),
      Details: rows(original, "Details").map((line) => row({ ...line.values, ...order, ...origin })),
    },
    marks: { created: erp.now(), released: erp.now() },
  });
  touch(erp, document, "CreatedDate", "LastModifiedDate", "LastModifiedDateTime");
  erp.state.invoices.push(document);
  return document;
}
