import { type Erp, findBy, findItem } from "@/sandbox/acumatica/erp";
import { Failure } from "@/sandbox/acumatica/failure";
import { big, flag, type Row, rows, same, text } from "@/sandbox/acumatica/record";

/** One message on one field; the path's numbers count detail rows from 0. */
export type FieldError = { path: (string | number)[]; message: string };

export const unknown = (label: string): string => `'${label}' cannot be found in the system.`;
const empty = (label: string): string => `'${label}' cannot be empty.`;

const taxModes = ["Tax Settings", "Net", "Gross"];
const shippingRules = ["Ship Complete", "Back Order Allowed", "Cancel Remainder"];

function addressErrors(erp: Erp, order: Row, name: "ShipToAddress" | "BillToAddress"): FieldError[] {
  const address = order.one[name];
  if (!address || !flag(order, `${name}Override`)) return [];
  const { countries, states, validateStates } = erp.settings;
  const country = text(address, "Country");
  const state = text(address, "State");
  if (!countries.includes(country)) return [{ path: [name, "Country"], message: unknown("Country") }];
  const known = states[country];
  if (!validateStates || state === "" || !known || known.includes(state)) return [];
  return [{ path: [name, "State"], message: unknown("State") }];
}

/** Forbid Duplicates: same type, customer and customer order number, any status (acumatica-api.md §5.6). */
function duplicateOf(erp: Erp, order: Row): Row | undefined {
  const type = erp.settings.orderTypes[text(order, "OrderType")];
  const number = text(order, "CustomerOrder");
  if (!type?.forbidDuplicates || number === "") return undefined;
  return erp.state.salesOrders.find(
    (other) =>
      other.id !== order.id &&
      (["OrderType", "CustomerID", "CustomerOrder"] as const).every((f) => same(text(other, f), text(order, f))),
  );
}

function customerOrderErrors(erp: Erp, order: Row): FieldError[] {
  const type = erp.settings.orderTypes[text(order, "OrderType")];
  const required = type?.requireCustomerOrder || type?.forbidDuplicates;
  if (required && text(order, "CustomerOrder") === "") {
    return [{ path: ["CustomerOrder"], message: "The customer order number cannot be empty." }];
  }
  const twin = duplicateOf(erp, order);
  if (!twin) return [];
  const message = `The same customer order number is used in the ${text(twin, "OrderNbr")} sales order. Specify another customer order number.`;
  return [{ path: ["CustomerOrder"], message }];
}

function lineErrors(erp: Erp, line: Row, index: number): FieldError[] {
  const on = (field: string, message: string): FieldError => ({ path: ["Details", index, field], message });
  const item = findItem(erp, text(line, "InventoryID"));
  if (text(line, "InventoryID") === "") return [on("InventoryID", empty("Inventory ID"))];
  if (!item || text(item, "ItemStatus") !== "Active") return [on("InventoryID", unknown("Inventory ID"))];
  const out: FieldError[] = [];
  const stocked = erp.state.stockItems.includes(item);
  const units = [text(item, "SalesUOM"), text(item, "BaseUOM"), text(item, "SalesUnit"), text(item, "BaseUnit")];
  if (!units.includes(text(line, "UOM"))) out.push(on("UOM", unknown("UOM")));
  const warehouse = text(line, "WarehouseID");
  if (stocked && warehouse === "") out.push(on("WarehouseID", empty("Warehouse")));
  if (warehouse !== "" && !findBy(erp.state.warehouses, "WarehouseID", warehouse)) {
    out.push(on("WarehouseID", unknown("Warehouse")));
  }
  if (big(line, "OrderQty").lt(0) && !erp.settings.negativeQuantity) {
    out.push(on("OrderQty", "The value must be greater than or equal to 0.000000."));
  }
  const categories = Object.values(erp.settings.taxZones).flatMap((zone) => Object.keys(zone));
  if (!categories.includes(text(line, "TaxCategory"))) out.push(on("TaxCategory", unknown("Tax Category")));
  const rule = text(line, "ShippingRule");
  if (rule !== "" && !shippingRules.includes(rule)) out.push(on("ShippingRule", unknown("Shipping Rule")));
  return out;
}

/** Everything acumatica-api.md §10.3 has the ERP refuse, on the field it belongs to. */
export function orderErrors(erp: Erp, order: Row): FieldError[] {
  const { settings, state } = erp;
  const out: FieldError[] = [];
  const customerId = text(order, "CustomerID");
  if (customerId === "") out.push({ path: ["CustomerID"], message: empty("Customer") });
  else if (!findBy(state.customers, "CustomerID", customerId)) {
    out.push({ path: ["CustomerID"], message: unknown("Customer") });
  }
  if (!settings.orderTypes[text(order, "OrderType")]) {
    out.push({ path: ["OrderType"], message: unknown("Order Type") });
  }
  if (!same(text(order, "LocationID"), "MAIN")) out.push({ path: ["LocationID"], message: unknown("Location") });
  if (!same(text(order, "Branch"), settings.branch)) out.push({ path: ["Branch"], message: unknown("Branch") });
  if (!taxModes.includes(text(order, "TaxCalcMode"))) {
    out.push({ path: ["TaxCalcMode"], message: unknown("Tax Calculation Mode") });
  }
  const zone = order.one.FinancialSettings && text(order.one.FinancialSettings, "CustomerTaxZone");
  if (zone && !settings.taxZones[zone]) {
    out.push({ path: ["FinancialSettings", "CustomerTaxZone"], message: unknown("Customer Tax Zone") });
  }
  for (const field of ["CustomerOrder", "ExternalRef"]) {
    if (text(order, field).length > 40) out.push({ path: [field], message: "The string value exceeds 40 characters." });
  }
  out.push(...customerOrderErrors(erp, order));
  out.push(...addressErrors(erp, order, "ShipToAddress"), ...addressErrors(erp, order, "BillToAddress"));
  rows(order, "Details").forEach((line, i) => {
    out.push(...lineErrors(erp, line, i));
  });
  return out;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

const recordText = (verb: string, record: string): string =>
  `${verb}  '${record}' record raised at least one error. Please review the errors.`;

/** The 422 of acumatica-api.md §4.9: the request echoed, each message on its field, a summary on its row and on the record. */
export function rejection(body: unknown, verb: "Inserting" | "Updating", errors: FieldError[]): Failure {
  const sent = structuredClone(isObject(body) ? body : {});
  const echo: Json = {
    id: "00000000-0000-0000-0000-000000000000",
    rowNumber: 1,
    note: {},
    error: recordText(verb, "Sales Order"),
    OrderNbr: { value: "<NEW>" },
    ...sent,
    custom: {},
  };
  if (Array.isArray(echo.Details)) {
    echo.Details = echo.Details.map((line: Json, i) => ({ rowNumber: i + 1, ...line }));
  }
  for (const { path, message } of errors) {
    let here: Json = echo;
    for (const part of path.slice(0, -1)) {
      const next = (here[part] ?? {}) as Json;
      here[part] = next;
      here = next;
      if (typeof part === "number") here.error ??= recordText(verb, "Sales Order Line");
    }
    const field = String(path.at(-1));
    here[field] = { ...(isObject(here[field]) ? here[field] : {}), error: message };
  }
  return new Failure(422, echo);
}
