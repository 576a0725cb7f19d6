import type { FieldType, Mapping, Rule, Scalar, Source, TargetField } from "@/lib/domain/mappings/rule";
import { fillTemplate, isEmpty, readScalar, type Scope } from "@/lib/domain/mappings/scope";
import { applyTransform } from "@/lib/domain/mappings/transform";
import { isDecimal } from "@/lib/domain/money";
import { type Problem, problem } from "@/lib/domain/problem";

/** The result of one expression, worked out in its box before the document is built. */
type ExpressionResult = { value: Scalar } | { stopped: string; detail: string };
/** By `expressionKey`. */
export type ExpressionResults = ReadonlyMap<string, ExpressionResult>;

export const expressionKey = (target: string, line: number): string => `${target}|${line}`;

/** An expression to be worked out in its box before a document is built, with what it reads from. */
export type ExpressionCall = { key: string; code: string; scope: Scope };

export const expressionRules = ({ rules }: Mapping): { target: string; code: string }[] =>
  rules.flatMap(({ target, source }) => (source.from === "expression" ? [{ target, code: source.code }] : []));

/** A mapping made ready: rules and fields by target. */
export type Prepared = {
  mapping: Mapping;
  version: string;
  rules: ReadonlyMap<string, Rule>;
  fields: ReadonlyMap<string, TargetField>;
};

/** `version` names it in problems: a number, or `draft`. */
export function compileMapping(mapping: Mapping, version: string, fields: TargetField[]): Prepared {
  return {
    mapping,
    version,
    rules: new Map(mapping.rules.map((rule) => [rule.target, rule])),
    fields: new Map(fields.map((field) => [field.target, field])),
  };
}

type Place = { scope: Scope; line: number; results: ExpressionResults };

/** The value a mapping gives one field: null where it gives none, or the problem that names the field. */
export function evaluate(prepared: Prepared, target: string, place: Place): Scalar | Problem {
  const rule = prepared.rules.get(target);
  const field = prepared.fields.get(target);
  const found = rule ? follow(prepared, rule, place) : null;
  if (isProblem(found)) return found;
  if (isEmpty(found)) return field?.required ? emptyProblem(prepared, target, rule) : found;
  return field ? shape(prepared, field, found) : found;
}

export const isProblem = (value: unknown): value is Problem =>
  value !== null && typeof value === "object" && "code" in value;

function follow(prepared: Prepared, rule: Rule, place: Place): Scalar | Problem {
  const { scope } = place;
  const speaks = !rule.when || String(readScalar(scope, rule.when.path) ?? "") === rule.when.is;
  let value: Scalar = null;
  if (speaks) {
    const read = readSource(rule, place);
    if (read !== null && typeof read === "object") return stopped(prepared, rule, read);
    value = read;
    const maxLength = prepared.fields.get(rule.target)?.length ?? null;
    for (const transform of rule.transforms) {
      const step = applyTransform(value, transform, { scope, mapping: prepared.mapping, maxLength });
      if ("refused" in step) return refusal(prepared, rule, step, transform.do);
      value = step.value;
    }
  }
  if (!isEmpty(value) || !rule.fallback) return value;
  return rule.fallback.from === "constant" ? rule.fallback.value : readScalar(scope, rule.fallback.path);
}

function readSource(rule: Rule, { scope, line, results }: Place): Scalar | { stopped: string; detail: string } {
  const { source } = rule;
  if (source.from === "path") return readScalar(scope, source.path);
  if (source.from === "constant") return source.value;
  if (source.from === "template") return fillTemplate(scope, source.text);
  const result = results.get(expressionKey(rule.target, line));
  if (!result) return { stopped: "failed", detail: "" };
  return "stopped" in result ? result : result.value;
}

const refuse = (
  prepared: Prepared,
  target: string,
  code: "mapping-no-match" | "mapping-value" | "mapping-expression" | "mapping-empty",
  params: Record<string, string>,
  detail: string | null = null,
): Problem => problem(code, "rejected", { field: target, version: prepared.version, ...params }, detail);

function stopped(prepared: Prepared, { target }: Rule, why: { stopped: string; detail: string }): Problem {
  return refuse(prepared, target, "mapping-expression", { reason: why.stopped }, why.detail || null);
}

function refusal(prepared: Prepared, rule: Rule, step: { refused: string; detail: string }, name: string): Problem {
  if (step.refused === "no-match" || step.refused === "no-rate")
    return refuse(prepared, rule.target, "mapping-no-match", { table: step.detail, source: sourceName(rule.source) });
  return refuse(prepared, rule.target, "mapping-value", { expected: step.refused, step: name });
}

export const sourceName = (source: Source): string =>
  source.from === "path" ? source.path : source.from === "constant" ? String(source.value) : source.from;

/** A setting that is missing is named as the setting, for that is where it is cured. */
function emptyProblem(prepared: Prepared, target: string, rule: Rule | undefined): Problem {
  const path = rule?.source.from === "path" ? rule.source.path : "";
  if (path.startsWith("settings."))
    return problem("settings-missing", "rejected", { field: `orders.${path.slice("settings.".length)}` });
  return refuse(prepared, target, "mapping-empty", { source: rule ? sourceName(rule.source) : "–" });
}

const shapes: Record<FieldType, (value: string) => boolean> = {
  text: () => true,
  decimal: isDecimal,
  integer: (value) => /^-?\d+$/.test(value),
  date: (value) => /^\d{4}-\d\d-\d\d([T ]|$)/.test(value),
  boolean: (value) => value === "true" || value === "false",
};

/** The value in the field's type; a problem that says what the field wants when it does not fit. */
export function shape(prepared: Prepared, field: TargetField, value: Scalar): Scalar | Problem {
  const text = String(value);
  const wants = (expected: string) => refuse(prepared, field.target, "mapping-value", { expected, step: "" });
  if (!shapes[field.type](text)) return wants(field.type);
  if (field.length !== null && text.length > field.length) return wants(`≤ ${field.length}`);
  if (field.options && !field.options.includes(text)) return wants(field.options.join(", "));
  if (field.type === "integer") return Number(text);
  if (field.type === "boolean") return text === "true";
  return text;
}
