import Big from "big.js";
import { big, flag, type Row, row, rows, sum, text } from "@/sandbox/acumatica/record";
import type { Settings } from "@/sandbox/acumatica/settings";

/** Amounts are rounded to the currency's two decimals, half away from zero (acumatica-api.md §5.7). */
export const cents = (value: Big): Big => value.round(2, Big.roundHalfUp);

export type Taxable = { amount: Big; category: string };

export type TaxLine = { taxId: string; rate: string; taxable: Big; tax: Big };

/**
 * The tax of each line on its rounded amount, added up by tax. `gross` amounts contain their tax. A category the zone
 * does not list carries none: tax = intersection of the zone's and the category's taxes (§5.7).
 */
export function taxesOf(settings: Settings, zone: string, gross: boolean, lines: Taxable[]): TaxLine[] {
  const byTax = new Map<string, TaxLine>();
  for (const line of lines) {
    const tax = settings.taxZones[zone]?.[line.category];
    if (!tax) continue;
    const share = new Big(tax.rate).div(100);
    const amount = gross ? cents(line.amount.minus(line.amount.div(share.plus(1)))) : cents(line.amount.times(share));
    const found = byTax.get(tax.taxId) ?? { ...tax, taxable: new Big(0), tax: new Big(0) };
    found.taxable = found.taxable.plus(gross ? line.amount.minus(amount) : line.amount);
    found.tax = found.tax.plus(amount);
    byTax.set(tax.taxId, found);
  }
  return [...byTax.values()];
}

export function taxRows(taxes: TaxLine[]): Row[] {
  return taxes.map((tax, i) =>
    row({
      TaxID: tax.taxId,
      TaxRate: tax.rate,
      TaxableAmount: tax.taxable.toFixed(),
      TaxAmount: tax.tax.toFixed(),
      TaxType: "VAT",
      LineNbr: i + 1,
    }),
  );
}

/** Price × quantity and what is left after the line's discount. */
function priceLine(settings: Settings, line: Row, quantity: Big): void {
  line.values.UnitPrice = big(line, "UnitPrice").toFixed(settings.priceDecimals, Big.roundHalfUp);
  const extended = cents(quantity.times(big(line, "UnitPrice")));
  const percent = big(line, "DiscountPercent");
  if (!percent.eq(0) && !line.values.DiscountAmount) {
    line.values.DiscountAmount = cents(extended.times(percent).div(100)).toFixed();
  }
  line.values.ExtendedPrice = extended.toFixed();
  line.values.Amount = extended.minus(cents(big(line, "DiscountAmount"))).toFixed();
}

const taxableLines = (order: Row): Taxable[] => {
  const lines = rows(order, "Details").map((l) => ({ amount: big(l, "Amount"), category: text(l, "TaxCategory") }));
  const freight = cents(freightOf(order));
  const category = order.one.ShippingSettings ? text(order.one.ShippingSettings, "FreightTaxCategory") : "";
  return freight.eq(0) ? lines : [...lines, { amount: freight, category }];
};

function freightOf(order: Row): Big {
  const shipping = order.one.ShippingSettings;
  return shipping && flag(shipping, "OverrideFreightPrice") ? big(shipping, "FreightPrice") : new Big(0);
}

export function taxZoneOf(order: Row): string {
  const financials = order.one.FinancialSettings;
  return financials ? text(financials, "CustomerTaxZone") : "";
}

/**
 * Prices the lines and computes taxes and totals of a sales order. Taxes given with `IsTaxValid` are kept when the
 * system would have calculated the same tax ids; `DisableAutomaticTaxCalculation` leaves out what was not given (§5.7).
 */
export function totalOrder(settings: Settings, order: Row, given: Row[] | null): void {
  const lines = rows(order, "Details");
  for (const line of lines) priceLine(settings, line, big(line, "OrderQty"));
  const gross = text(order, "TaxCalcMode") === "Gross";
  const calculated = taxRows(taxesOf(settings, taxZoneOf(order), gross, taxableLines(order)));
  const known = new Set(calculated.map((tax) => text(tax, "TaxID")));
  const accepted = given?.every((tax) => known.has(text(tax, "TaxID"))) ? given : null;
  const disabled = flag(order, "DisableAutomaticTaxCalculation");
  order.many.TaxDetails = accepted ?? (disabled ? [] : calculated);
  const taxTotal = sum(order.many.TaxDetails, "TaxAmount");
  const taxable = sum(order.many.TaxDetails, "TaxableAmount");
  const lineTotal = sum(lines, "Amount");
  const freight = cents(freightOf(order));
  const before = lineTotal.plus(freight);
  order.values.OrderedQty = sum(lines, "OrderQty").toFixed();
  order.values.TaxTotal = taxTotal.toFixed();
  order.values.VATTaxableTotal = taxable.toFixed();
  order.values.VATExemptTotal = before
    .minus(taxable)
    .minus(gross ? taxTotal : 0)
    .toFixed();
  order.values.OrderTotal = before.plus(gross ? 0 : taxTotal).toFixed();
  order.one.Totals = row({
    LineTotalAmount: lineTotal.toFixed(),
    DiscountTotal: sum(lines, "DiscountAmount").toFixed(),
    Freight: freight.toFixed(),
    TaxTotal: taxTotal.toFixed(),
    MiscTotalAmount: "0",
    UnbilledAmount: order.values.OrderTotal,
    UnbilledQty: order.values.OrderedQty,
    UnpaidBalance: order.values.OrderTotal,
  });
}
