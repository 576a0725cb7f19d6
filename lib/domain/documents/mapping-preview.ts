import type { FieldDifference } from "@/lib/domain/documents/compare";
import type { MappingIssue } from "@/lib/domain/mappings/check";
import type { Problem } from "@/lib/domain/problem";

/** One order as a mapping would build it. */
export type PreviewRow = {
  orderId: string;
  number: string;
  /** Why no right document comes of this order. */
  problem: Problem | null;
  /** The published version has no such problem: publishing would break this order. */
  blocking: boolean;
  /** Field by field, against the published version. */
  differences: FieldDifference[];
  /** What the lines come to by the draft, what the buyer pays, and what the ERP's document says; VAT included. */
  totals: { draft: string | null; buyer: string; erp: string | null };
  salesOrder: string | null;
  /** Field by field, against the lines the ERP holds now; null where it was not asked. */
  erp: FieldDifference[] | null;
  /** The version it was built by. */
  builtBy: number | null;
};

export type MappingPreview = {
  /** The published version it is held against. */
  version: number;
  orders: number;
  blocking: number;
  differing: number;
  /** How many orders each field would change in, most first. */
  fields: { field: string; orders: number }[];
  /** Problems first, then what differs. */
  rows: PreviewRow[];
  milliseconds: number;
};

export type MappingCheck = {
  issues: MappingIssue[];
  /** Whether the ERP was asked for the customers, warehouses and items the mapping names; `none`: it names none. */
  erp: "asked" | "none" | "silent";
};

/** Why nothing was published: the draft moved on, rules have errors, orders would break, or a note is wanted. */
export type Unpublished = "draft-moved" | "issues" | "blocking" | "note-missing";
