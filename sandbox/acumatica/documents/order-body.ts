import { applyDraft, type Draft } from "@/sandbox/acumatica/documents/draft";
import { totalOrder } from "@/sandbox/acumatica/documents/totals";
import { type Erp, findBy, findItem, today } from "@/sandbox/acumatica/erp";
import { big, flag, type Row, row, rows, text } from "@/sandbox/acumatica/record";

/** A new order as the form opens it: the customer's address, tax zone and currency, the type's Hold (§4.5). */
export function blank(erp: Erp, orderType: string, customerId: string): Row {
  const customer = findBy(erp.state.customers, "CustomerID", customerId);
  const address = customer?.one.Address;
  return row(
    {
      OrderType: orderType,
      CustomerID: customer ? text(customer, "CustomerID") : customerId,
      LocationID: "MAIN",
      Date: today(erp),
      RequestedOn: today(erp),
      Branch: erp.settings.branch,
      CurrencyID: customer ? text(customer, "CurrencyID") : erp.settings.currency,
      BaseCurrencyID: erp.settings.currency,
      TaxCalcMode: "Tax Settings",
      Project: "X",
      Hold: erp.settings.orderTypes[orderType]?.holdOnEntry ?? false,
      CreditHold: false,
      Approved: true,
      IsTaxValid: false,
      WillCall: false,
      DisableAutomaticTaxCalculation: false,
      DisableAutomaticDiscountUpdate: false,
      BillToAddressOverride: false,
      BillToContactOverride: false,
      ShipToAddressOverride: false,
      ShipToContactOverride: false,
    },
    {
      one: {
        BillToAddress: row({ ...address?.values }),
        ShipToAddress: row({ ...address?.values }),
        BillToContact: row({ BusinessName: customer ? text(customer, "CustomerName") : null }),
        ShipToContact: row({ BusinessName: customer ? text(customer, "CustomerName") : null }),
        FinancialSettings: row({
          CustomerTaxZone: customer ? text(customer, "TaxZone") : null,
          OverrideTaxZone: false,
          Branch: erp.settings.branch,
          BillSeparately: erp.settings.orderTypes[orderType]?.billSeparately ?? false,
        }),
        ShippingSettings: row({ OverrideFreightPrice: false, ShippingRule: "Back Order Allowed" }),
      },
    },
  );
}

/** Linked entities: an address or contact without its override flag, or a tax zone without its, is ignored (§9.3). */
function applyLinked(order: Row, draft: Draft): void {
  for (const [name, sent] of Object.entries(draft.one)) {
    const target = order.one[name];
    const isParty = name.endsWith("Address") || name.endsWith("Contact");
    if (!target || name === "Totals" || (isParty && !flag(order, `${name}Override`))) continue;
    const zone = target.values.CustomerTaxZone ?? null;
    applyDraft(target, sent);
    if (name === "FinancialSettings" && !flag(target, "OverrideTaxZone")) target.values.CustomerTaxZone = zone;
  }
}

function completeLine(erp: Erp, line: Row): void {
  const item = findItem(erp, text(line, "InventoryID"));
  const stocked = item !== undefined && erp.state.stockItems.includes(item);
  const fill = (field: string, value: string | boolean): void => {
    if (line.values[field] === undefined || line.values[field] === null || line.values[field] === "") {
      line.values[field] = value;
    }
  };
  fill("OrderQty", "0");
  fill("ManualPrice", false);
  fill("Branch", erp.settings.branch);
  fill("Operation", "Issue");
  fill("ShippingRule", "Back Order Allowed");
  if (!item) return;
  line.values.InventoryID = text(item, "InventoryID");
  fill("UOM", text(item, "SalesUOM") || text(item, "SalesUnit"));
  fill("TaxCategory", text(item, "TaxCategory"));
  fill("LineDescription", text(item, "Description"));
  if (stocked) fill("WarehouseID", text(item, "DefaultWarehouseID"));
  line.values.LineType = stocked ? "Goods for Inventory" : "Non-Stock Goods";
  const listPrice = text(item, "DefaultPrice");
  if (!flag(line, "ManualPrice") && listPrice) line.values.UnitPrice = listPrice;
  line.values.QtyOnShipments ??= "0";
  line.values.OpenQty = big(line, "OrderQty").minus(big(line, "QtyOnShipments")).toFixed();
  line.values.Completed ??= false;
}

/**
 * Detail rows (§4.5): with `id` or LineNbr an update, with `delete` a removal, with neither a new row, so the same
 * body sent twice doubles the lines. Returns where each sent row ended up, for the errors.
 */
function applyLines(erp: Erp, order: Row, sent: Draft[]): Row[] {
  let lines = rows(order, "Details");
  const touched = sent.map((draft) => {
    const byKey = (line: Row): boolean =>
      draft.id ? line.id === draft.id : line.values.LineNbr === draft.values.LineNbr;
    const found = draft.id || draft.values.LineNbr ? lines.find(byKey) : undefined;
    if (draft.remove) {
      lines = lines.filter((line) => line !== found);
      return row();
    }
    const next = Math.max(0, ...lines.map((line) => Number(line.values.LineNbr))) + 1;
    const line = found ?? row({});
    if (!found) lines = [...lines, line];
    applyDraft(line, draft);
    line.values.LineNbr = found ? (line.values.LineNbr ?? next) : next;
    completeLine(erp, line);
    return line;
  });
  order.many.Details = lines;
  return touched;
}

/** On Hold, Credit Hold or Open, from the flags and the customer. */
export function settleStatus(erp: Erp, order: Row): void {
  if (text(order, "Status") === "Back Order") return;
  const customer = findBy(erp.state.customers, "CustomerID", text(order, "CustomerID"));
  const credit = customer ? flag(customer, "CreditHold") : false;
  order.values.CreditHold = credit;
  const status = flag(order, "Hold") ? "On Hold" : credit ? "Credit Hold" : "Open";
  if (status === "Open" && text(order, "Status") !== "Open") order.marks.open = erp.now();
  order.values.Status = status;
}

/** Lays a request over an order and computes what follows from it. Returns the row each sent line became. */
export function applyBody(erp: Erp, order: Row, draft: Draft): Row[] {
  const { OrderNbr: _number, OrderType: _type, ...values } = draft.values;
  applyDraft(order, { ...draft, values });
  if (erp.settings.longReference === "truncate") {
    for (const field of ["CustomerOrder", "ExternalRef"]) {
      if (order.values[field]) order.values[field] = text(order, field).slice(0, 40);
    }
  }
  applyLinked(order, draft);
  const touched = applyLines(erp, order, draft.many.Details ?? []);
  const given = flag(order, "IsTaxValid") ? (draft.many.TaxDetails ?? null) : null;
  totalOrder(erp.settings, order, given?.map((tax) => row(tax.values)) ?? null);
  settleStatus(erp, order);
  return touched;
}
