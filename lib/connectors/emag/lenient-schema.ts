import { z } from "zod";
import { add } from "@/lib/domain/money";

/**
 * Schemas for eMAG's inconsistent JSON: numbers as text, `[]` for an empty object, `""` for an empty list, booleans
 * for 0/1 (emag-api.md §1.5). Only `wire.ts` and `envelope.ts` build with them.
 */
const numeric = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

function plain(value: unknown): unknown {
  return typeof value === "string" ? value.trim() : value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text, never absent: numbers become text, anything empty becomes "". */
export const text = z.preprocess(
  (value) => (typeof value === "string" || typeof value === "number" ? String(value).trim() : ""),
  z.string(),
);

/** An identifier: a number or text that is not empty. */
export const id = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : plain(value)),
  z.string().min(1, "an id is missing"),
);

export const optionalId = z.preprocess((value) => {
  const name = typeof value === "number" ? String(value) : plain(value);
  return typeof name === "string" && name !== "" && name !== "0" ? name : null;
}, z.string().nullable());

/** A whole number, given as number, text or boolean. */
export const integer = z.preprocess((value) => {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "string" && numeric.test(value.trim()) ? Number(value) : value;
}, z.int());

export const optionalInteger = z.preprocess((value) => (isAbsent(value) ? null : value), integer.nullable());

/** Decimal text; what is no number is an error, because an amount is never guessed. */
export const decimal = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : plain(value)),
  z
    .string()
    .regex(numeric, "an amount is not a number")
    .transform((value) => add(value)),
);

export const optionalDecimal = z.preprocess((value) => (isAbsent(value) ? null : value), decimal.nullable());

/** Decimal text, "0" where nothing stands. */
export const decimalOrZero = z.preprocess((value) => (isAbsent(value) ? "0" : value), decimal);

export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || plain(value) === "" || (Array.isArray(value) && value.length === 0);
}

export function list<T extends z.ZodType>(item: T) {
  return z.preprocess((value) => (isAbsent(value) || isEmptyObject(value) ? [] : value), z.array(item));
}

export function isEmptyObject(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length === 0;
}

export function object<T extends z.ZodRawShape>(shape: T) {
  return z.preprocess((value) => (isAbsent(value) ? {} : value), z.object(shape));
}

/** A customer's wish or remark: anything but nothing. */
export const present = z.preprocess(
  (value) => !(isAbsent(value) || isEmptyObject(value) || value === false || String(value) === "0"),
  z.boolean(),
);
