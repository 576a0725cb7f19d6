import type { Settings } from "@/lib/connectors/acumatica/settings";
import { hasAddition } from "@/lib/connectors/acumatica/versions";
import { asRecord, wrap } from "@/lib/connectors/acumatica/wire";
import type { ExtraFields } from "@/lib/domain/mappings/reading";
import type { FieldNote } from "@/lib/domain/mappings/targets";

/** CustomerOrder and ExternalRef hold 40 characters (acumatica-api.md §5.1). */
export const referenceLength = 40;

const party = (role: "ShipTo" | "BillTo"): FieldNote[] => {
  const to = role === "ShipTo" ? "shipTo" : "billTo";
  return [
    { target: `${to}.name`, label: `${role}Contact/BusinessName` },
    { target: `${to}.contact`, label: `${role}Contact/Attention` },
    { target: `${to}.phone`, label: `${role}Contact/Phone1` },
    { target: `${to}.email`, label: `${role}Contact/Email` },
    { target: `${to}.street`, label: `${role}Address/AddressLine1` },
    { target: `extra.${role}Address.AddressLine2`, label: `${role}Address/AddressLine2` },
    { target: `${to}.city`, label: `${role}Address/City` },
    { target: `${to}.state`, label: `${role}Address/State` },
    { target: `${to}.postalCode`, label: `${role}Address/PostalCode` },
    { target: `${to}.country`, label: `${role}Address/Country`, length: 2 },
  ];
};

const shippingRules = ["Ship Complete", "Back Order Allowed", "Cancel Remainder"];

/** What a Sales Order takes by a mapping, under Acumatica's names (acumatica-api.md §5.1–5.3). */
export function salesOrderFieldNotes(settings: Settings): FieldNote[] {
  return [
    { target: "orderType", label: "OrderType", length: 2 },
    { target: "number", label: "OrderNbr" },
    { target: "customerOrder", label: "CustomerOrder", length: referenceLength },
    { target: "externalRef", label: "ExternalRef", length: referenceLength },
    { target: "currency", label: "CurrencyID" },
    { target: "customerId", label: "CustomerID" },
    { target: "date", label: "Date" },
    { target: "description", label: "Description" },
    { target: "taxZone", label: "FinancialSettings/CustomerTaxZone" },
    { target: "branch", label: hasAddition(settings, "SalesOrder/Branch") ? "Branch" : "FinancialSettings/Branch" },
    { target: "extra.LocationID", label: "LocationID" },
    { target: "extra.RequestedOn", label: "RequestedOn", type: "date" },
    { target: "extra.ShipVia", label: "ShipVia" },
    { target: "extra.WillCall", label: "WillCall", type: "boolean" },
    { target: "extra.Project", label: "Project" },
    { target: "extra.PaymentRef", label: "PaymentRef" },
    ...party("ShipTo"),
    ...party("BillTo"),
    { target: "line.itemId", label: "Details/InventoryID" },
    { target: "line.warehouseId", label: "Details/WarehouseID" },
    { target: "line.quantity", label: "Details/OrderQty" },
    { target: "line.unitPrice", label: "Details/UnitPrice" },
    { target: "line.description", label: "Details/LineDescription" },
    {
      target: "line.externalRef",
      label: "Details/ExternalRef",
      absent: !hasAddition(settings, "SalesOrder/Details/ExternalRef"),
    },
    { target: "line.taxCategory", label: "Details/TaxCategory" },
    { target: "line.extra.UOM", label: "Details/UOM" },
    { target: "line.extra.AlternateID", label: "Details/AlternateID" },
    { target: "line.extra.RequestedOn", label: "Details/RequestedOn", type: "date" },
    { target: "line.extra.ShippingRule", label: "Details/ShippingRule", options: shippingRules },
  ];
}

/** Lays the mapped fields beyond the common ones over a body: `extra.ShipToAddress.AddressLine2`, `custom.Document.UsrX` (§3.3). */
export function withExtra<Body extends object>(body: Body, extra: ExtraFields | undefined): Body {
  if (!extra) return body;
  const laid: Record<string, unknown> = Object.fromEntries(Object.entries(body));
  for (const [target, value] of Object.entries(extra)) {
    const [kind, head = "", field] = target.split(".");
    if (kind === "custom") laid.custom = withCustom(laid.custom, head, field ?? "", value);
    else if (field) laid[head] = { ...asRecord(laid[head]), ...wrap({ [field]: value }) };
    else Object.assign(laid, wrap({ [head]: value }));
  }
  return laid as Body;
}

const customTypes = { string: "CustomStringField", number: "CustomIntField", boolean: "CustomBooleanField" } as const;

function withCustom(before: unknown, view: string, field: string, value: string | number | boolean) {
  const views = asRecord(before) ?? {};
  const type = customTypes[typeof value as keyof typeof customTypes];
  return { ...views, [view]: { ...asRecord(views[view]), [field]: { type, value } } };
}
