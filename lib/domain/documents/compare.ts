import type { SalesOrderDocument, SalesOrderInput } from "@/lib/domain/documents/sales-order";
import { salesOrderScopes } from "@/lib/domain/documents/sales-order";
import type { StoredLine } from "@/lib/domain/documents/total-difference";
import { absolute, add, compare, type Decimal, multiply, round, subtract } from "@/lib/domain/money";

export type FieldDifference = { field: string; before: string; after: string };

function leaves(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (value !== null && typeof value === "object")
    for (const [name, part] of Object.entries(value)) leaves(part, path ? `${path}.${name}` : name, into);
  else into.set(path, value === null || value === undefined ? "" : String(value));
  return into;
}

/** Field by field, what two documents say differently; a line is named by its place, `lines.1.description`. */
export function compareDocuments(before: object, after: object): FieldDifference[] {
  const [old, fresh] = [leaves(before, "", new Map()), leaves(after, "", new Map())];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((path) => {
    const [was, is] = [old.get(path) ?? "", fresh.get(path) ?? ""];
    const field = path.replace(/^lines\.(\d+)/, (_, index) => `lines.${Number(index) + 1}`);
    return was === is ? [] : [{ field, before: was, after: is }];
  });
}

/** What an ERP holds of a Sales Order. */
export type StoredDocument = { total: Decimal | null; lines: StoredLine[] };

/** Line by line, what the ERP keeps otherwise than a document says: item, quantity and net amount. */
export function compareWithStored(document: SalesOrderDocument, stored: StoredDocument): FieldDifference[] {
  const rows = Math.max(document.lines.length, stored.lines.length);
  return Array.from(
    { length: rows },
    (_, i) => [document.lines[i], stored.lines[i], `lines.${i + 1}`] as const,
  ).flatMap(([mine, held, name]) => {
    const net = mine ? round(multiply(mine.unitPrice, String(mine.quantity)), 2) : "";
    const pairs = [
      [`${name}.itemId`, held?.itemId.trim() ?? "", mine?.itemId ?? ""],
      [`${name}.quantity`, held ? round(held.quantity, 0) : "", mine ? String(mine.quantity) : ""],
      [`${name}.amount`, held ? round(held.amount, 2) : "", net],
    ] as const;
    return pairs.flatMap(([field, before, after]) => (before === after ? [] : [{ field, before, after }]));
  });
}

/** What a document's lines come to, VAT included, by the rates the channel charged; two decimals. */
export function mappedTotal(document: SalesOrderDocument, input: SalesOrderInput): Decimal {
  const { lines } = salesOrderScopes(input);
  const gross = document.lines.map(({ unitPrice, quantity }, i) => {
    const { vatRate = "0", reverseCharge = false } = (lines[i]?.scope.line ?? {}) as {
      vatRate?: string;
      reverseCharge?: boolean;
    };
    return round(multiply(unitPrice, String(quantity), add("1", reverseCharge ? "0" : vatRate)), 2);
  });
  return round(add("0", ...gross), 2);
}

export const differsBeyond = (a: Decimal, b: Decimal, tolerance: Decimal): boolean =>
  compare(absolute(subtract(a, b)), tolerance) > 0;
