import { z } from "zod";
import { add, type Decimal, isDecimal } from "@/lib/domain/money";

/** A field as contract v4 writes it; `{}`, `{"value":null}`, null and a missing key all mean empty (acumatica-api.md §3.1). */
const field = z
  .object({ value: z.unknown() })
  .partial()
  .nullish()
  .transform((wrapped) => wrapped?.value ?? null);

/** Text without the padding codes may carry (§3.2); empty when the field is. */
export const text = field.transform((value) =>
  typeof value === "string" ? value.trim() : value === null ? "" : String(value),
);

// Amounts have at most 15 significant digits, so that the shortest text of the parsed number is the number sent.
export const decimal = field.transform((value): Decimal | null => {
  const source = String(value ?? "").trim();
  if (typeof value === "number" && Number.isFinite(value)) return add(source);
  return isDecimal(source) ? source : null;
});

/** Whatever the field holds, for those who read it themselves; null when empty. */
export const raw = field;

/** Detail rows; a collection that was not sent is empty (§3.1). */
export const rows = <Row extends z.ZodType>(row: Row) =>
  z
    .array(row)
    .nullish()
    .transform((list): z.output<Row>[] => list ?? []);

type Plain = string | number | boolean | null | undefined;
export type Wrapped = Record<string, { value: string | number | boolean }>;

/** Wraps each field; null and undefined fields are left out, empty text is sent, because it clears a default. */
export function wrap(fields: Record<string, Plain>): Wrapped {
  const wrapped: Wrapped = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== undefined) wrapped[name] = { value };
  }
  return wrapped;
}

/** Decimal text as the JSON number the ERP expects; exact up to 15 significant digits (§3.2). */
export function amount(value: Decimal): number {
  return Number(value);
}

/** The parsed JSON text, or undefined when it is none. */
export function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** A JSON object, or null for anything else. */
export function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
