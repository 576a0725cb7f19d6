import { changesBetween } from "@/lib/domain/mappings/change";
import { compileMapping, type Prepared, shape } from "@/lib/domain/mappings/evaluate";
import type { Mapping, Rule, TargetField, Transform } from "@/lib/domain/mappings/rule";
import { readPath, type Scope, templatePaths } from "@/lib/domain/mappings/scope";
import { isDecimal } from "@/lib/domain/money";

const issueCodes = [
  "unknown-target",
  "absent",
  "locked",
  "no-rule",
  "unknown-source",
  "unknown-table",
  "unknown-rates",
  "default-missing",
  "rate-no-figure",
  "does-not-fit",
  "not-in-erp",
] as const;

/** What is wrong with a rule; `error` stops publishing, `warning` is only said. `about` names the value or path. */
export type MappingIssue = {
  target: string;
  code: (typeof issueCodes)[number];
  level: "error" | "warning";
  about: string;
};

type Against = { fields: TargetField[]; standard: Mapping; sample: (target: string) => Scope };

/** Everything that can be said of a mapping without an order: against the ERP's fields, the sources, its own tables. */
export function checkMapping(mapping: Mapping, against: Against): MappingIssue[] {
  const prepared = compileMapping(mapping, "draft", against.fields);
  const missing = against.fields
    .filter(({ target, required }) => required && !prepared.rules.has(target))
    .map(({ target, label }): MappingIssue => ({ target, code: "no-rule", level: "error", about: label }));
  const changed = new Set(changesBetween(against.standard, mapping).map(({ name }) => name));
  return [...missing, ...mapping.rules.flatMap((rule) => checkRule(prepared, rule, against, changed))];
}

function checkRule(prepared: Prepared, rule: Rule, { sample }: Against, changed: Set<string>): MappingIssue[] {
  const { target } = rule;
  const field = prepared.fields.get(target);
  const issue = (code: MappingIssue["code"], about: string, level: MappingIssue["level"] = "error"): MappingIssue => ({
    target,
    code,
    level,
    about,
  });
  if (!field) return [issue("unknown-target", target)];
  const scope = sample(target);
  const constants = [rule.source, rule.fallback].flatMap((source) =>
    source?.from === "constant" ? [source.value] : [],
  );
  const plain = rule.transforms.length === 0;
  return [
    ...(field.absent ? [issue("absent", field.label, "warning")] : []),
    ...(field.locked && changed.has(target) ? [issue("locked", field.label)] : []),
    ...pathsOf(rule).flatMap((path) => (isReadable(scope, path) ? [] : [issue("unknown-source", path)])),
    ...rule.transforms.flatMap((transform) =>
      checkTransform(transform, prepared.mapping, scope).map(([code, about]) => issue(code, about)),
    ),
    ...constants
      .filter((value, i) => value !== "" && (plain || i > 0) && typeof shape(prepared, field, value) === "object")
      .map((value) => issue("does-not-fit", String(value))),
  ];
}

/** Settings and the channel's raw JSON may hold more than one sample shows; the order's own parts are known. */
function isReadable(scope: Scope, path: string): boolean {
  const [root = ""] = path.split(".");
  if (root === "raw" || root === "settings") return path.includes(".");
  return Object.hasOwn(scope, root) && readPath(scope, path) !== undefined;
}

function pathsOf({ source, fallback, when, transforms }: Rule): string[] {
  return [
    ...(source.from === "path" ? [source.path] : []),
    ...(source.from === "template" ? templatePaths(source.text) : []),
    ...(fallback?.from === "path" ? [fallback.path] : []),
    ...(when ? [when.path] : []),
    ...transforms.flatMap((transform) => (transform.do === "first-non-empty" ? transform.of : [])),
  ];
}

function checkTransform(transform: Transform, mapping: Mapping, scope: Scope): [MappingIssue["code"], string][] {
  if (transform.do === "lookup") {
    const { table, otherwise, value } = transform;
    const known = Object.hasOwn(mapping.tables, table) || table.startsWith("settings.");
    return [
      ...(known ? [] : ([["unknown-table", table]] as [MappingIssue["code"], string][])),
      ...(otherwise === "default" && !value ? ([["default-missing", table]] as [MappingIssue["code"], string][]) : []),
    ];
  }
  if (transform.do === "currency" && !Object.hasOwn(mapping.rates, transform.rates))
    return [["unknown-rates", transform.rates]];
  if ((transform.do === "vat-add" || transform.do === "vat-strip") && !isDecimal(transform.rate))
    return isReadable(scope, transform.rate) ? [] : [["rate-no-figure", transform.rate]];
  return [];
}

export type NamedValues = { customers: string[]; warehouses: string[]; items: string[] };

/** Values a mapping writes of its own accord that name something in the ERP, to be looked up there. */
export function namedValues({ rules, tables }: Mapping, fields: TargetField[]): NamedValues {
  const named = (what: TargetField["names"]): string[] => {
    const targets = new Set(fields.filter(({ names }) => names === what).map(({ target }) => target));
    const values = rules
      .filter(({ target }) => targets.has(target))
      .flatMap(({ source, fallback, transforms }) => {
        const lookups = transforms.flatMap((one) => (one.do === "lookup" ? [one] : []));
        const own = source.from === "constant" && transforms.length === 0 ? [source.value] : [];
        return [
          ...own,
          ...(fallback?.from === "constant" ? [fallback.value] : []),
          ...lookups.flatMap(({ table, otherwise, value }) => [
            ...Object.values(tables[table] ?? {}),
            ...(otherwise === "default" && value ? [value] : []),
          ]),
        ];
      });
    return [...new Set(values.map(String).filter((value) => value !== ""))].slice(0, 200);
  };
  return { customers: named("customer"), warehouses: named("warehouse"), items: named("item") };
}
