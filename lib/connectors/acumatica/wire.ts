import { z } from "zod";
import { add, type Decimal } from "@/lib/domain/money";
import { storableReviver } from "@/lib/domain/storable-text";

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

/** Decimal text, exact: numbers arrive as the digits that were sent (see `parseJson`); null when empty or none. */
export const decimal = field.transform((value): Decimal | null => {
  const source = String(value ?? "").trim();
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(source) ? add(source) : null;
});

/** Whatever the field holds, for those who read it themselves; null when empty. */
export const raw = field;

/** Detail rows; a collection that was not sent is empty (§3.1). */
export const rows = <Row extends z.ZodType>(row: Row) =>
  z
    .array(row)
    .nullish()
    .transform((list): z.output<Row>[] => list ?? []);

/** A JSON number whose digits must arrive as they are; binary floating point never touches it. */
export class ExactNumber {
  constructor(readonly digits: string) {}
}

type Value = string | number | boolean | ExactNumber;
type Plain = Value | null | undefined;
export type Wrapped = Record<string, { value: Value }>;

/** Wraps each field; null and undefined fields are left out, empty text is sent, because it clears a default. */
export function wrap(fields: Record<string, Plain>): Wrapped {
  const wrapped: Wrapped = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value !== null && value !== undefined) wrapped[name] = { value };
  }
  return wrapped;
}

/** Decimal text as the JSON number the ERP expects, digit by digit (§3.2). */
export function amount(value: Decimal): ExactNumber {
  return new ExactNumber(value);
}

/** JSON text of a body; exact numbers keep their digits. */
export function encodeJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.digits;
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(",")}]`;
  const record = asRecord(value);
  if (!record) return JSON.stringify(value ?? null);
  const members = Object.entries(record).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${encodeJson(member)}`).join(",")}}`;
}

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The parsed JSON text with every number as its digits, or undefined when it is none: decimals and ticks stay exact. */
export function parseJson(source: string): unknown {
  try {
    const exact = source.replace(stringOrNumber, (token) => (token[0] === '"' ? token : `"${token}"`));
    return JSON.parse(exact, storableReviver(source));
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
