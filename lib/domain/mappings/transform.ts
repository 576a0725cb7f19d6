import { countyCode } from "@/lib/domain/mappings/county";
import type { Mapping, Scalar, Transform } from "@/lib/domain/mappings/rule";
import { isEmpty, readPath, readScalar, type Scope } from "@/lib/domain/mappings/scope";
import { add, divide, isDecimal, multiply, round } from "@/lib/domain/money";

/** What stands in a rule's way; `reason` is a key of the texts, `detail` never a buyer's data. */
type Refusal = { refused: "no-match" | "no-rate" | "not-a-figure" | "not-a-date"; detail: string };
export type Step = { value: Scalar } | Refusal;

type Given = { scope: Scope; mapping: Mapping; maxLength: number | null };

/** Tables that are not the mapping's own: `settings.taxZones` and the like, from the integration's settings. */
function tableOf({ scope, mapping }: Given, name: string): Record<string, string> {
  const own = mapping.tables[name];
  if (own) return own;
  const set = name.startsWith("settings.") ? readPath(scope, name) : null;
  return set !== null && typeof set === "object" ? (set as Record<string, string>) : {};
}

const figure = (value: Scalar): string | null => (isDecimal(String(value)) ? String(value) : null);

function operandOf({ scope }: Given, text: string): string | null {
  return isDecimal(text) ? text : figure(readScalar(scope, text));
}

/** One step of a chain. An empty value stays empty, except where a step says what fills it. */
export function applyTransform(value: Scalar, transform: Transform, given: Given): Step {
  if (transform.do === "first-non-empty") {
    const found = isEmpty(value) ? transform.of.map((path) => readScalar(given.scope, path)) : [value];
    return { value: found.find((one) => !isEmpty(one)) ?? null };
  }
  if (transform.do === "lookup") return lookUp(value, transform, given);
  if (isEmpty(value)) return { value };
  switch (transform.do) {
    case "vat-strip":
    case "vat-add":
    case "round":
    case "currency":
      return reckon(value, transform, given);
    case "date":
      return formatDate(String(value), transform.format);
    default:
      return { value: writeText(String(value), transform, given) };
  }
}

type Lookup = Extract<Transform, { do: "lookup" }>;

function lookUp(value: Scalar, { table, otherwise, value: standard }: Lookup, given: Given): Step {
  const rows = tableOf(given, table);
  const key = String(value ?? "");
  const rounded = isDecimal(key) ? round(key, 2) : key;
  const hit = [key, rounded].find((one) => Object.hasOwn(rows, one));
  if (hit !== undefined) return { value: rows[hit] ?? null };
  if (otherwise === "refuse") return isEmpty(value) ? { value: null } : { refused: "no-match", detail: table };
  if (otherwise === "default") return { value: standard ?? null };
  return { value: otherwise === "keep" ? value : null };
}

type Reckoning = Extract<Transform, { do: "vat-strip" | "vat-add" | "round" | "currency" }>;

function reckon(value: Scalar, transform: Reckoning, given: Given): Step {
  const amount = figure(value);
  if (amount === null) return { refused: "not-a-figure", detail: transform.do };
  if (transform.do === "round") return { value: round(amount, transform.places, transform.mode) };
  if (transform.do === "currency") return convert(amount, transform, given);
  const rate = operandOf(given, transform.rate);
  if (rate === null) return { refused: "not-a-figure", detail: transform.rate };
  const factor = add("1", rate);
  return { value: transform.do === "vat-add" ? multiply(amount, factor) : divide(amount, factor, 4) };
}

function convert(amount: string, { rates, to }: Extract<Transform, { do: "currency" }>, given: Given): Step {
  const from = String(readScalar(given.scope, "order.currency") ?? "");
  const day = String(readScalar(given.scope, "order.placedAt") ?? "").slice(0, 10);
  const rateOf = (currency: string): string | null => {
    const dated = (given.mapping.rates[rates] ?? []).filter((one) => one.currency === currency && one.from <= day);
    return dated.sort((a, b) => (a.from < b.from ? 1 : -1))[0]?.rate ?? null;
  };
  if (from === to) return { value: amount };
  // A currency without a rate of its own is the one the rates are given in, as long as the other has one.
  const [mine, theirs] = [rateOf(from), rateOf(to)];
  if (mine === null && theirs === null) return { refused: "no-rate", detail: `${from} ${day}` };
  return { value: divide(multiply(amount, mine ?? "1"), theirs ?? "1", 4) };
}

function formatDate(text: string, format: Extract<Transform, { do: "date" }>["format"]): Step {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d:\d\d:\d\d))?/.exec(text);
  if (!match) return { refused: "not-a-date", detail: format };
  const [, year = "", month = "", day = "", time = "00:00:00"] = match;
  if (format === "DD.MM.YYYY") return { value: `${day}.${month}.${year}` };
  return { value: format === "YYYY-MM-DD" ? `${year}-${month}-${day}` : `${year}-${month}-${day}T${time}` };
}

type Writing = Extract<Transform, { do: "text" | "replace" | "affix" | "truncate" | "county-code" }>;

function writeText(text: string, transform: Writing, { maxLength }: Given): Scalar {
  switch (transform.do) {
    case "text":
      return operations[transform.op](text);
    case "replace":
      return text.replaceAll(transform.find, transform.by);
    case "affix":
      return `${transform.before}${text}${transform.after}`;
    case "truncate":
      return text.slice(0, transform.length ?? maxLength ?? text.length).trimEnd();
    case "county-code":
      return countyCode(text);
  }
}

const operations: Record<Extract<Transform, { do: "text" }>["op"], (text: string) => string> = {
  trim: (text) => text.trim(),
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  "single-spaces": (text) => text.trim().replace(/\s+/g, " "),
  "no-accents": (text) => text.normalize("NFD").replace(/\p{Diacritic}/gu, ""),
  digits: (text) => text.replace(/\D/g, ""),
};
