import { referenceLength, withExtra } from "@/lib/connectors/acumatica/sales-orders/sales-order-fields";
import type { Settings } from "@/lib/connectors/acumatica/settings";
import { hasAddition } from "@/lib/connectors/acumatica/versions";
import { amount, type Wrapped, wrap } from "@/lib/connectors/acumatica/wire";
import { ConnectorError } from "@/lib/connectors/contract";
import type { Party, SalesOrderDocument, SalesOrderLine } from "@/lib/domain/documents/sales-order";

export type SalesOrderBody = Record<string, Wrapped[string] | Wrapped | Wrapped[]>;

/**
 * The body of `PUT SalesOrder` (acumatica-api.md §5.9): Hold off, one-off parties with their override flags, prices
 * kept by ManualPrice where the version has it (§1.4). Throws `rejected` for a reference that does not fit, because a shortened one is never found again.
 */
export function salesOrderBody(document: SalesOrderDocument, settings: Settings): SalesOrderBody {
  requireFit("CustomerOrder", document.customerOrder);
  requireFit("ExternalRef", document.externalRef);
  const ownBranch = hasAddition(settings, "SalesOrder/Branch");
  const financials = {
    ...wrap(document.taxZone ? { OverrideTaxZone: true, CustomerTaxZone: document.taxZone } : {}),
    ...wrap(ownBranch ? {} : { Branch: document.branch }),
  };
  const body: SalesOrderBody = {
    ...wrap({
      OrderType: document.orderType,
      OrderNbr: document.number,
      CustomerID: document.customerId,
      CustomerOrder: document.customerOrder,
      ExternalRef: document.externalRef,
      Branch: ownBranch ? document.branch : null,
      Date: document.date,
      Description: document.description,
      Hold: false,
      CurrencyID: document.currency,
    }),
    ...partyBody("ShipTo", document.shipTo),
    ...partyBody("BillTo", document.billTo),
    ...(Object.keys(financials).length > 0 ? { FinancialSettings: financials } : {}),
    Details: document.lines.map((line) => lineBody(line, settings)),
  };
  return withExtra(body, document.extra);
}

function requireFit(field: string, value: string): void {
  if (value.length <= referenceLength) return;
  const message = `longer than ${referenceLength} characters`;
  throw new ConnectorError("field-refused", "rejected", { field, message });
}

/** Empty parts are sent empty: left out, they would keep what the generic customer has there. */
function partyBody(role: "ShipTo" | "BillTo", party: Party): SalesOrderBody {
  return {
    ...wrap({ [`${role}ContactOverride`]: true, [`${role}AddressOverride`]: true }),
    [`${role}Contact`]: wrap({
      Attention: party.contact,
      BusinessName: party.name,
      Email: party.email,
      Phone1: party.phone,
    }),
    [`${role}Address`]: wrap({
      AddressLine1: party.street,
      AddressLine2: "",
      City: party.city,
      State: party.state ?? "",
      PostalCode: party.postalCode,
      Country: party.country,
    }),
  };
}

function lineBody(line: SalesOrderLine, settings: Settings): Wrapped {
  const body = wrap({
    InventoryID: line.itemId,
    WarehouseID: line.warehouseId,
    OrderQty: line.quantity,
    ManualPrice: hasAddition(settings, "SalesOrder/Details/ManualPrice") ? true : null,
    UnitPrice: amount(line.unitPrice),
    LineDescription: line.description,
    TaxCategory: line.taxCategory,
    ExternalRef: hasAddition(settings, "SalesOrder/Details/ExternalRef")
      ? line.externalRef?.slice(0, referenceLength)
      : null,
  });
  return withExtra(body, line.extra);
}
