import type { OrderLine } from "@/lib/domain/orders/order";

/** Part numbers as eMAG keeps them: without spaces, commas, semicolons, in any case (emag-api.md §4.4, §4.12). */
function plainPartNumber(text: string): string {
  return text.replace(/[\s,;]/g, "").toLowerCase();
}

/**
 * Whether a line is of the offer its id names: sellers use ids again, so the part number must match too (emag-api.md
 * §4.12). `known` is the part number our own copy of the offer has; null where there is none, then the line goes by its
 * part number alone.
 */
export function isSameOffer(line: Pick<OrderLine, "sku">, known: string | null): boolean {
  if (known === null || plainPartNumber(known) === "") return true;
  return plainPartNumber(line.sku) === plainPartNumber(known);
}
