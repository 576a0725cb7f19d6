import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { salesOrder } from "@/sandbox/acumatica/api/schema";
import { type Draft, readDraft } from "@/sandbox/acumatica/documents/draft";
import { applyBody, blank, settleStatus } from "@/sandbox/acumatica/documents/order-body";
import { type FieldError, orderErrors, rejection, unknown } from "@/sandbox/acumatica/documents/order-checks";
import { type Erp, findOrder, nextNumber, touch } from "@/sandbox/acumatica/erp";
import { exception, Failure } from "@/sandbox/acumatica/failure";
import { type Row, row, rows, same, text } from "@/sandbox/acumatica/record";
import { touchStock } from "@/sandbox/acumatica/stock";

export type Precondition = { createOnly: boolean; updateOnly: boolean };

const editable = ["On Hold", "Open", "Credit Hold", "Back Order"];

/** The record a PUT means: by `id`, by `$filter`, or by its full key; otherwise it is an insert (acumatica-api.md §4.5). */
function locate(erp: Erp, draft: Draft, byFilter: Row[] | null): Row | undefined {
  if (byFilter) {
    if (byFilter.length > 1) throw exception(500, "More than one entity satisfies the condition.");
    return byFilter[0];
  }
  if (draft.id) return erp.state.salesOrders.find((order) => order.id === draft.id);
  const number = draft.values.OrderNbr;
  const type = draft.values.OrderType ?? erp.settings.defaultOrderType;
  return number ? findOrder(erp, String(type), String(number)) : undefined;
}

/** Errors on rows of the order, moved to where those rows stand in the request. */
function asSent(errors: FieldError[], order: Row, touched: Row[]): FieldError[] {
  return errors.map(({ path, message }) => {
    const [collection, index, ...rest] = path;
    if (collection !== "Details" || typeof index !== "number") return { path, message };
    const line = rows(order, "Details")[index];
    const place = line ? touched.indexOf(line) : -1;
    return { path: ["Details", place < 0 ? index : place, ...rest], message };
  });
}

function numberErrors(erp: Erp, order: Row, supplied: string): FieldError[] {
  const type = erp.settings.orderTypes[text(order, "OrderType")];
  if (!type) return [];
  if (type.manualNumbering) return supplied ? [] : [{ path: ["OrderNbr"], message: "'Order Nbr.' cannot be empty." }];
  return supplied && erp.settings.suppliedNumber === "reject"
    ? [{ path: ["OrderNbr"], message: unknown("Order Nbr.") }]
    : [];
}

function insert(erp: Erp, order: Row, supplied: string): Row {
  const type = erp.settings.orderTypes[text(order, "OrderType")];
  const orderType = text(order, "OrderType");
  const number =
    type && !type.manualNumbering ? nextNumber(erp, orderType, type.prefix, type.digits, type.next) : supplied;
  if (findOrder(erp, orderType, number)) {
    throw exception(
      500,
      "Another process has added the 'SOOrder' record. Your changes will be lost.",
      "PX.Data.PXLockViolationException",
    );
  }
  order.values.OrderNbr = number;
  touch(erp, order, "CreatedDate", "LastModified");
  erp.state.salesOrders.push(order);
  touchStock(erp, rows(order, "Details"));
  return order;
}

/**
 * `PUT SalesOrder`: finds or inserts, applies, checks and saves in one transaction (acumatica-api.md §4.5, §10.3).
 * Throws 412 for a failed precondition, 422 with the echo for field errors, 500 for a document that is read-only.
 */
export async function putSalesOrder(
  erp: Erp,
  body: unknown,
  byFilter: Row[] | null,
  when: Precondition,
): Promise<{ order: Row; before: Row | null }> {
  const draft = readDraft(erp, body, salesOrder);
  const found = locate(erp, draft, byFilter);
  if ((found && when.createOnly) || (!found && when.updateOnly)) {
    throw new Failure(412, { message: "The precondition given in the request evaluated to false." });
  }
  if (found && !editable.includes(text(found, "Status"))) {
    throw exception(
      500,
      `Error: Updating 'Sales Order' record raised at least one error. The document is ${text(found, "Status")}.`,
    );
  }
  const supplied = text({ ...row(), values: draft.values }, "OrderNbr");
  const orderType = String(draft.values.OrderType ?? erp.settings.defaultOrderType);
  const order = found ? structuredClone(found) : blank(erp, orderType, String(draft.values.CustomerID ?? ""));
  const touched = applyBody(erp, order, draft);
  const errors = [
    ...(found ? [] : numberErrors(erp, order, supplied)),
    ...asSent(orderErrors(erp, order), order, touched),
  ];
  if (errors.length > 0) throw rejection(body, found ? "Updating" : "Inserting", errors);
  if (erp.settings.saveSeconds > 0) await sleep(erp.settings.saveSeconds * 1000);
  return erp.commit(() => {
    if (!found) return { order: insert(erp, order, supplied), before: null };
    const before = structuredClone(found);
    touch(erp, order, "LastModified");
    Object.assign(found, order);
    touchStock(erp, rows(order, "Details"));
    return { order: found, before };
  });
}

/** `CancelSalesOrder` and its way back; a cancelled order keeps its number and CustomerOrder (§5.4). */
export function cancelOrder(erp: Erp, order: Row): void {
  order.values.Status = "Canceled";
  order.marks = {};
  touch(erp, order, "LastModified");
  touchStock(erp, rows(order, "Details"));
}

export function reopenOrder(erp: Erp, order: Row, hold: boolean): void {
  order.values.Status = "";
  order.values.Hold = hold;
  settleStatus(erp, order);
  touch(erp, order, "LastModified");
  touchStock(erp, rows(order, "Details"));
}

/** A second order with the same references, as a colleague's slip or an earlier integration would leave (§10.4.7). */
export function duplicateOrder(erp: Erp, order: Row): Row {
  const copy = structuredClone(order);
  copy.id = randomUUID();
  copy.many.Details = rows(copy, "Details").map((line) => ({ ...line, id: randomUUID() }));
  const supplied = `${text(order, "OrderNbr")}-2`;
  return insert(erp, copy, supplied);
}

export const sameOrder = (line: Row, order: Row): boolean =>
  same(text(line, "OrderType"), text(order, "OrderType")) && same(text(line, "OrderNbr"), text(order, "OrderNbr"));
