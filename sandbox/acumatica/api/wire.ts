import Big from "big.js";
import { type Kind, knows, type Shape } from "@/sandbox/acumatica/api/shape";
import { dayText, momentText } from "@/sandbox/acumatica/api/zone";
import type { Erp } from "@/sandbox/acumatica/erp";
import type { Plain, Row } from "@/sandbox/acumatica/record";

/** A JSON number whose text must survive: decimals with their zeros, ticks beyond 2^53 (acumatica-api.md §3.2, §8.3). */
export class Exact {
  constructor(readonly text: string) {}
}

/** JSON text; `JSON.stringify` would turn `2.000000` into `2`. */
export function encode(value: unknown): string {
  if (value instanceof Exact) return value.text;
  if (Array.isArray(value)) return `[${value.map(encode).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${encode(member)}`).join(",")}}`;
}

/** What a request asks to see (acumatica-api.md §4.1). */
export type Ask = {
  select: Set<string> | null;
  expand: Set<string>;
  custom: string[];
  /** Lists show an expanded collection only when `$select` names it too. */
  list: boolean;
};

/** Where an answer is rendered: the ERP, `/erp/entity/Default/24.200.001`, and the `Default` version behind it. */
export type Frame = { erp: Erp; base: string; endpoint: string; version: string };

type FileLink = { id: string; filename: string; href: string; comment: string | null };

const scales: Partial<Record<Kind, number>> = { qty: 6, amount: 4 };

/** The bare JSON value of a field, without its wrapping. */
function bare(erp: Erp, kind: Kind, value: Plain): unknown {
  switch (kind) {
    case "qty":
    case "price":
    case "amount":
      return new Exact(new Big(String(value)).toFixed(scales[kind] ?? erp.settings.priceDecimals));
    case "date":
      return dayText(erp.settings.zone, String(value));
    case "moment":
      return momentText(erp.settings.zone, Number(value));
    default:
      return value;
  }
}

function wrapped(erp: Erp, kind: Kind, value: Plain | undefined): object {
  return value === undefined || value === null || value === "" ? {} : { value: bare(erp, kind, value) };
}

function asksFor(ask: Ask, path: string): boolean {
  if (!ask.select || ask.select.has(path)) return true;
  const parts = path.split("/");
  if (parts.length === 1) return false;
  const parent = parts.slice(0, -1).join("/");
  const names = [...ask.select];
  return asksForBranch(ask, parent) && !names.some((name) => name.startsWith(`${parent}/`));
}

/** Whether `$select` names a collection or anything inside it; an expanded record outside of lists needs no naming. */
function asksForBranch(ask: Ask, path: string): boolean {
  if (!ask.select || (!ask.list && ask.expand.has(path))) return true;
  return [...ask.select].some((name) => name === path || name.startsWith(`${path}/`) || path.startsWith(`${name}/`));
}

function fileLinks(frame: Frame, owner: string): FileLink[] {
  return frame.erp.state.files
    .filter((file) => file.owner === owner)
    .map(({ id, filename, comment }) => ({ id, filename, href: `${frame.base}/files/${id}`, comment }));
}

function members(frame: Frame, record: Row, shape: Shape, ask: Ask, prefix: string): Record<string, unknown> {
  const { erp, version } = frame;
  const out: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(shape.fields)) {
    if (knows(version, shape.entity, name) && asksFor(ask, prefix + name)) {
      out[name] = wrapped(erp, kind, name === "NoteID" ? record.id : record.values[name]);
    }
  }
  const quiet = erp.settings.unexpanded === "absent";
  for (const [name, inner] of Object.entries(shape.one)) {
    const path = prefix + name;
    const linked = record.one[name];
    if (!knows(version, shape.entity, name)) continue;
    if (ask.expand.has(path) && asksForBranch(ask, path)) {
      out[name] = linked ? render(frame, linked, inner, ask, { prefix: `${path}/` }) : {};
    } else if (!quiet && !ask.select) out[name] = {};
  }
  for (const [name, inner] of Object.entries(shape.many)) {
    const path = prefix + name;
    if (ask.expand.has(path) && asksForBranch(ask, path)) {
      out[name] = (record.many[name] ?? []).map((item, i) =>
        render(frame, item, inner, ask, { prefix: `${path}/`, rowNumber: i + 1 }),
      );
    } else if (ask.expand.has(path) || (!quiet && !ask.select)) out[name] = [];
  }
  return out;
}

function customOf(record: Row, ask: Ask, prefix: string): Record<string, Record<string, unknown>> {
  const out: Record<string, Record<string, unknown>> = {};
  for (const asked of ask.custom) {
    if (!asked.startsWith(prefix)) continue;
    const [view = "", field = ""] = asked.slice(prefix.length).split(".");
    const found = record.custom[view]?.[field];
    if (field) out[view] = { ...out[view], [field]: found ?? { type: "CustomStringField" } };
  }
  return out;
}

/**
 * One record as the API writes it (acumatica-api.md §3.1, §3.5): system fields bare, fields wrapped, `{}` for empty,
 * `custom` always, `_links` on the record (`self`) and on rows that can carry files, `files` only when expanded.
 */
export function render(
  frame: Frame,
  record: Row,
  shape: Shape,
  ask: Ask,
  at: { prefix?: string; rowNumber?: number } = {},
): Record<string, unknown> {
  const prefix = at.prefix ?? "";
  const own = members(frame, record, shape, ask, prefix);
  const out: Record<string, unknown> = { id: record.id, rowNumber: at.rowNumber ?? 1, note: { value: record.note } };
  for (const name of Object.keys(own).sort()) out[name] = own[name];
  out.custom = customOf(record, ask, prefix);
  const put = shape.attach && `${frame.base}/files/${shape.attach}/${record.id}/{filename}`;
  if (prefix === "")
    out._links = { self: `${frame.base}/${shape.entity}/${record.id}`, ...(put && { "files:put": put }) };
  else if (put) out._links = { "files:put": put };
  if (ask.expand.has(`${prefix}files`) && !frame.erp.settings.hideFiles) {
    out.files = asksForBranch(ask, `${prefix}files`) ? fileLinks(frame, record.id) : [];
  }
  return out;
}
