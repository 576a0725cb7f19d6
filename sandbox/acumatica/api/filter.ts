import Big from "big.js";
import type { Kind, Shape } from "@/sandbox/acumatica/api/shape";
import { atWall, parseMoment } from "@/sandbox/acumatica/api/zone";
import type { Erp } from "@/sandbox/acumatica/erp";
import { badRequest, exception } from "@/sandbox/acumatica/failure";
import type { Plain, Row } from "@/sandbox/acumatica/record";

type Test = (record: Row) => boolean;
type Literal = { value: string | number | boolean | null };
type Operand = { kind: Kind; read(record: Row): Plain };

const token =
  /\s*(?:((?:datetimeoffset|datetime|date|guid)?'(?:[^']|'')*')|(-?\d+(?:\.\d+)?[MmDdLlFf]?)(?![\w/])|([A-Za-z_][\w/.]*)|([(),=]))/y;

function tokens(source: string): string[] {
  const out: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.trimEnd().length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw badRequest(`Syntax error at position ${at} in '${source}'.`);
    out.push(match[0].trim());
  }
  return out;
}

const fold = (value: unknown): string =>
  String(value ?? "")
    .trimEnd()
    .toLowerCase();

function compareOperand(erp: Erp, operand: Operand, operator: string, literal: Literal): Test {
  const order = comparator(erp, operand.kind, literal);
  return (record) => {
    const value = operand.read(record);
    const empty = value === null || value === undefined || value === "";
    if (literal.value === null || (empty && operand.kind !== "flag" && operand.kind !== "text")) {
      return operator === "eq"
        ? empty && literal.value === null
        : operator === "ne" && empty !== (literal.value === null);
    }
    const result = order(value);
    switch (operator) {
      case "eq":
        return result === 0;
      case "ne":
        return result !== 0;
      case "gt":
        return result > 0;
      case "ge":
        return result >= 0;
      case "lt":
        return result < 0;
      default:
        return result <= 0;
    }
  };
}

/** Text compares without case (database collation), decimals exactly, dates as moments of the instance's zone. */
function comparator(erp: Erp, kind: Kind, literal: Literal): (value: Plain) => number {
  const wanted = literal.value;
  const isMoment = kind === "date" || kind === "moment";
  if (isMoment && wanted !== null && typeof wanted !== "number") throw badRequest(`'${wanted}' is not a date literal.`);
  switch (kind) {
    case "text": {
      const right = fold(wanted);
      return (value) => (fold(value) < right ? -1 : fold(value) > right ? 1 : 0);
    }
    case "flag":
      return (value) => Number(value === true) - Number(wanted === true || fold(wanted) === "true");
    case "date":
      return (value) => atWall(erp.settings.zone, String(value)) - Number(wanted);
    case "moment":
      return (value) => Number(value) - Number(wanted);
    default:
      if (!/^-?\d+(\.\d+)?$/.test(String(wanted))) throw badRequest(`'${wanted}' is not a number.`);
      return (value) => new Big(String(value)).cmp(new Big(String(wanted)));
  }
}

type Parser = { erp: Erp; shape: Shape; source: string; list: string[]; at: number; fields: string[] };

const peek = (p: Parser): string | undefined => p.list[p.at];

function next(p: Parser): string {
  const found = p.list[p.at++];
  if (found === undefined) throw badRequest(`Unexpected end of '${p.source}'.`);
  return found;
}

function expect(p: Parser, wanted: string): void {
  const found = next(p);
  if (found !== wanted) throw badRequest(`'${wanted}' expected, '${found}' found in '${p.source}'.`);
}

function field(p: Parser, path: string): Operand {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  let here = p.shape;
  for (const part of parts) {
    const inner = here.one[part];
    if (here.many[part]) throw exception(500, `The value of '${path}' is not a single value.`);
    if (!inner) throw badRequest(`Could not find a property named '${path}' on '${p.shape.entity}'.`);
    here = inner;
  }
  if (here.many[name]) throw exception(500, `The value of '${path}' is not a single value.`);
  const kind = here.fields[name];
  if (!kind) throw badRequest(`Could not find a property named '${path}' on '${p.shape.entity}'.`);
  p.fields.push(path);
  const read = (record: Row): Plain => {
    const owner = parts.reduce<Row | undefined>((r, part) => r?.one[part], record);
    return (name === "NoteID" ? owner?.id : owner?.values[name]) ?? null;
  };
  return { kind, read };
}

/** `cf.String(f='Document.UsrEmagOrderId')` */
function customField(p: Parser): Operand {
  expect(p, "(");
  expect(p, "f");
  expect(p, "=");
  const [view = "", name = ""] = next(p).slice(1, -1).split(".");
  expect(p, ")");
  return { kind: "text", read: (record) => record.custom[view]?.[name]?.value ?? null };
}

function literal(p: Parser): Literal {
  const found = next(p);
  const quoted = /^(\w*)'(.*)'$/s.exec(found);
  if (!quoted) {
    if (found === "null") return { value: null };
    if (found === "true" || found === "false") return { value: found === "true" };
    if (/^-?\d/.test(found)) return { value: found.replace(/[a-z]$/i, "") };
    throw badRequest(`'${found}' is not a value in '${p.source}'.`);
  }
  const value = (quoted[2] ?? "").replaceAll("''", "'");
  if (!quoted[1]?.startsWith("date")) return { value };
  const moment = parseMoment(p.erp.settings.zone, value);
  if (moment === undefined) throw badRequest(`Unrecognized '${found}' literal in '${p.source}'.`);
  return { value: moment };
}

const textFunctions = { substringof: "includes", startswith: "startsWith", endswith: "endsWith" } as const;

type TextFunction = keyof typeof textFunctions;

function textFunction(p: Parser, name: TextFunction): Test {
  expect(p, "(");
  const needle = name === "substringof" ? literal(p) : null;
  if (needle) expect(p, ",");
  const operand = field(p, next(p));
  if (!needle) expect(p, ",");
  const wanted = fold((needle ?? literal(p)).value);
  expect(p, ")");
  const compared = peek(p) === "eq" || peek(p) === "ne";
  if (compared) p.at += 2;
  return (record) => !compared && fold(operand.read(record))[textFunctions[name]](wanted);
}

function primary(p: Parser): Test {
  const found = next(p);
  if (found === "(") {
    const inner = either(p);
    expect(p, ")");
    return inner;
  }
  if (found in textFunctions) return textFunction(p, found as TextFunction);
  const isCustom = found.startsWith("cf.");
  if (found === "not" || (peek(p) === "(" && !isCustom)) {
    throw exception(500, `The '${found}' function is not supported.`, "System.NotSupportedException");
  }
  const operand = isCustom ? customField(p) : field(p, found);
  const operator = next(p);
  if (!["eq", "ne", "gt", "ge", "lt", "le"].includes(operator)) throw badRequest(`'${operator}' is no operator.`);
  return compareOperand(p.erp, operand, operator, literal(p));
}

function both(p: Parser): Test {
  const tests = [primary(p)];
  while (peek(p) === "and") {
    p.at += 1;
    tests.push(primary(p));
  }
  return (record) => tests.every((test) => test(record));
}

function either(p: Parser): Test {
  const tests = [both(p)];
  while (peek(p) === "or") {
    p.at += 1;
    tests.push(both(p));
  }
  return (record) => tests.some((test) => test(record));
}

/**
 * Compiles a `$filter` (acumatica-api.md §4.2) to a test and the fields it names. Detail collections, `not`,
 * `contains` and `tolower` fail as they do in the field; `substringof(…) eq true` is silently never true.
 */
export function compileFilter(erp: Erp, shape: Shape, source: string): { test: Test; fields: string[] } {
  const parser: Parser = { erp, shape, source, list: tokens(source), at: 0, fields: [] };
  const test = either(parser);
  if (parser.at < parser.list.length) throw badRequest(`Unexpected '${peek(parser)}' in '${source}'.`);
  return { test, fields: parser.fields };
}
