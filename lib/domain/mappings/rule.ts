import { z } from "zod";

/** Kinds of document a mapping fills: the ERP's order, and the parcel ordered from the channel. */
export const mappingKinds = ["sales-order", "shipment"] as const;
export type MappingKind = (typeof mappingKinds)[number];

const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);
export type Scalar = z.infer<typeof scalar> | null;

/** `order.shipping.city`, `raw.details.locker_id`, `line.sku`. */
const path = z
  .string()
  .trim()
  .regex(/^[A-Za-z_][\w-]*(\.[\w-]+)*$/, "a path like order.shipping.city")
  .max(200);
const tableName = z
  .string()
  .trim()
  .regex(/^[\w .-]{1,60}$/, "letters, digits, spaces, at most 60");
/** A figure, or the path it is read from. */
const operand = z.string().trim().min(1).max(200);

const sourceSchema = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("path"), path }),
  z.strictObject({ from: z.literal("constant"), value: scalar }),
  z.strictObject({ from: z.literal("template"), text: z.string().max(500) }),
  z.strictObject({ from: z.literal("expression"), code: z.string().trim().min(1).max(4000) }),
]);
export type Source = z.infer<typeof sourceSchema>;

export const roundingModes = ["half-up", "half-even", "up", "down"] as const;
export const textOperations = ["trim", "upper", "lower", "single-spaces", "no-accents", "digits"] as const;
export const dateFormats = ["YYYY-MM-DD", "DD.MM.YYYY", "YYYY-MM-DDTHH:mm:ss"] as const;
export const unmatched = ["refuse", "default", "keep", "empty"] as const;

const transformSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("vat-strip"), rate: operand }),
  z.strictObject({ do: z.literal("vat-add"), rate: operand }),
  z.strictObject({ do: z.literal("round"), places: z.number().int().min(0).max(6), mode: z.enum(roundingModes) }),
  z.strictObject({
    do: z.literal("lookup"),
    table: tableName,
    otherwise: z.enum(unmatched),
    value: z.string().max(200).optional(),
  }),
  z.strictObject({ do: z.literal("currency"), rates: tableName, to: z.string().regex(/^[A-Z]{3}$/, "three capitals") }),
  z.strictObject({ do: z.literal("text"), op: z.enum(textOperations) }),
  z.strictObject({ do: z.literal("replace"), find: z.string().min(1).max(100), by: z.string().max(100) }),
  z.strictObject({ do: z.literal("affix"), before: z.string().max(100), after: z.string().max(100) }),
  z.strictObject({ do: z.literal("first-non-empty"), of: z.array(path).min(1).max(10) }),
  z.strictObject({ do: z.literal("date"), format: z.enum(dateFormats) }),
  z.strictObject({ do: z.literal("truncate"), length: z.number().int().min(1).max(500).optional() }),
  z.strictObject({ do: z.literal("county-code") }),
]);
export type Transform = z.infer<typeof transformSchema>;

const ruleSchema = z.strictObject({
  target: path,
  /** The rule speaks only of orders whose value there is this one; the others take the fallback. */
  when: z.strictObject({ path, is: z.string().max(100) }).optional(),
  source: sourceSchema,
  transforms: z.array(transformSchema).max(12).default([]),
  /** What stands there when the rule ends empty. */
  fallback: z
    .discriminatedUnion("from", [
      z.strictObject({ from: z.literal("path"), path }),
      z.strictObject({ from: z.literal("constant"), value: scalar }),
    ])
    .optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

const rate = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, "three capitals"),
  /** The first day it counts, `YYYY-MM-DD`. */
  from: z.iso.date(),
  /** Units of the rates' own currency for one of `currency`. */
  rate: z.string().regex(/^\d+(\.\d+)?$/, "a figure like 4.9770"),
});

export const fieldTypes = ["text", "decimal", "integer", "date", "boolean"] as const;
export type FieldType = (typeof fieldTypes)[number];

/** A field of the seller's own, on the order or on its lines of goods. */
export const customTarget = /^(lines\.goods\.)?custom\.\w+\.\w+$/;

export const mappingSchema = z
  .strictObject({
    rules: z.array(ruleSchema).max(300),
    /** Lookup tables: the value read → the value written. */
    tables: z.record(tableName, z.record(z.string().max(200), z.string().max(200))).default({}),
    /** Dated exchange rates: the newest on or before the order's day counts. */
    rates: z.record(tableName, z.array(rate).max(2000)).default({}),
    /** Fields the seller added to the ERP's own form, by view and name (acumatica-api.md §3.3). */
    custom: z
      .array(
        z.strictObject({
          target: z.string().regex(customTarget, "custom.View.Field"),
          type: z.enum(fieldTypes),
        }),
      )
      .max(50)
      .default([]),
  })
  .superRefine(({ rules }, context) => {
    rules.forEach(({ target }, i) => {
      if (rules.findIndex((rule) => rule.target === target) < i)
        context.addIssue({ code: "custom", path: ["rules", i, "target"], message: `"${target}" has two rules` });
    });
  });

/** What one published version or draft says; plain JSON. */
export type Mapping = z.infer<typeof mappingSchema>;

/** One field a mapping may fill, as the connector lists it. */
export type TargetField = {
  target: string;
  /** The field's name in the ERP. */
  label: string;
  type: FieldType;
  /** Most characters; null where the reference names none. */
  length: number | null;
  required: boolean;
  /** The rule is the one of version 1 for good: the order is found again by it. */
  locked: boolean;
  /** The labels a drop-down takes; null for a free field. */
  options: string[] | null;
  /** The ERP's version does not have it: nothing is sent. */
  absent: boolean;
  /** What its values name in the ERP, so that they can be looked up there. */
  names: "customer" | "warehouse" | "item" | null;
};
