import type { SalesOrderDocument } from "@/lib/domain/documents/sales-order";
import { add, compare, type Decimal, multiply, round, subtract } from "@/lib/domain/money";

/** A line as the ERP keeps it; `amount` is after discounts, in the document's currency. */
export type StoredLine = { itemId: string; externalRef: string; quantity: Decimal; amount: Decimal };

/** Where the two totals part: an item, or `VAT` when every line is as it was sent. */
export type TotalDifference = { line: string; expected: Decimal; actual: Decimal };

/**
 * The first line whose net amount the ERP keeps differently, a line only one side has, else the tax. `total` is the
 * ERP's own; what the buyer pays stands in the document.
 */
export function totalDifference(document: SalesOrderDocument, stored: StoredLine[], total: Decimal): TotalDifference {
  const left = [...stored];
  for (const line of document.lines) {
    const expected = round(multiply(line.unitPrice, String(line.quantity)), 2);
    const at = left.findIndex((one) => isSame(one, line));
    const [found] = at < 0 ? [] : left.splice(at, 1);
    const actual = round(found?.amount ?? "0", 2);
    if (compare(expected, actual) !== 0) return { line: line.itemId, expected, actual };
  }
  const [extra] = left;
  if (extra) return { line: extra.itemId, expected: "0.00", actual: round(extra.amount, 2) };
  const net = add("0", ...stored.map(({ amount }) => round(amount, 2)));
  return {
    line: "VAT",
    expected: round(subtract(document.expectedTotal, net), 2),
    actual: round(subtract(total, net), 2),
  };
}

/** By the channel's line id where the ERP kept it, else by item; codes may differ in case and padding. */
function isSame(stored: StoredLine, line: SalesOrderDocument["lines"][number]): boolean {
  if (stored.externalRef !== "" && line.externalRef !== null) return stored.externalRef === line.externalRef;
  return stored.itemId.trim().toUpperCase() === line.itemId.trim().toUpperCase();
}
