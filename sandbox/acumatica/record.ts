import { randomUUID } from "node:crypto";
import Big from "big.js";

/** What a field holds at rest: decimals as text, dates as `YYYY-MM-DD`, moments as epoch milliseconds. */
export type Plain = string | number | boolean | null;

export type CustomValue = { type: string; value: Plain };

/** One record of the ERP, already in the shape of its API entity: fields, linked entities, detail rows. */
export type Row = {
  id: string;
  note: string;
  values: Record<string, Plain>;
  one: Record<string, Row>;
  many: Record<string, Row[]>;
  custom: Record<string, Record<string, CustomValue>>;
  /** Moments the seller's staff counts from; never on the wire. */
  marks: Record<string, number>;
};

export function row(values: Record<string, Plain> = {}, parts: Partial<Row> = {}): Row {
  return { id: randomUUID(), note: "", one: {}, many: {}, custom: {}, marks: {}, ...parts, values };
}

export const text = (record: Row, field: string): string => String(record.values[field] ?? "");

export const flag = (record: Row, field: string): boolean => record.values[field] === true;

export const big = (record: Row, field: string): Big => new Big(text(record, field) || "0");

export const rows = (record: Row, collection: string): Row[] => record.many[collection] ?? [];

/** Case-insensitive equality, as the database collation compares codes; trailing blanks do not count. */
export const same = (a: string, b: string): boolean => a.trimEnd().toLowerCase() === b.trimEnd().toLowerCase();

/** Sum of one decimal field over rows. */
export const sum = (list: Row[], field: string): Big =>
  list.reduce((total, r) => total.plus(big(r, field)), new Big(0));
