import Big from "big.js";
import type { Kind, Shape } from "@/sandbox/acumatica/api/shape";
import { dayOf, parseMoment } from "@/sandbox/acumatica/api/zone";
import type { Erp } from "@/sandbox/acumatica/erp";
import { badShape } from "@/sandbox/acumatica/failure";
import type { CustomValue, Plain, Row } from "@/sandbox/acumatica/record";

/** A request body, unwrapped and typed: only what was sent, only what this entity knows and lets be written. */
export type Draft = {
  id: string | null;
  remove: boolean;
  note: string | null;
  values: Record<string, Plain>;
  one: Record<string, Draft>;
  many: Record<string, Draft[]>;
  custom: Record<string, Record<string, CustomValue>>;
};

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function coerce(erp: Erp, kind: Kind, value: unknown, path: string): Plain {
  if (value === null || value === undefined) return null;
  const source = String(value);
  switch (kind) {
    case "text":
      if (typeof value === "object") throw badShape(path);
      return source;
    case "flag":
      if (source !== "true" && source !== "false") throw badShape(path);
      return source === "true";
    case "date":
    case "moment": {
      const at = parseMoment(erp.settings.zone, source);
      if (at === undefined) throw badShape(path);
      return kind === "moment" ? at : dayOf(erp.settings.zone, at);
    }
    default: {
      if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(source)) throw badShape(path);
      return kind === "int" ? Math.trunc(Number(source)) : new Big(source).toFixed();
    }
  }
}

function readNote(note: unknown): string | null {
  if (typeof note === "string") return note;
  return isObject(note) && typeof note.value === "string" ? note.value : null;
}

/**
 * Reads a body against a shape: unknown members are ignored, read-only ones dropped, numeric strings accepted
 * (acumatica-api.md §3.2); objects and arrays in each other's place are a 400 (§4.8).
 */
export function readDraft(erp: Erp, body: unknown, shape: Shape, path = ""): Draft {
  if (!isObject(body)) throw badShape(path || shape.entity);
  const draft: Draft = {
    id: typeof body.id === "string" ? body.id : null,
    remove: body.delete === true,
    note: readNote(body.note),
    values: {},
    one: {},
    many: {},
    custom: isObject(body.custom) ? (body.custom as Draft["custom"]) : {},
  };
  for (const [name, member] of Object.entries(body)) {
    const here = path ? `${path}/${name}` : name;
    const kind = shape.fields[name];
    const linked = shape.one[name];
    const detail = shape.many[name];
    if (kind) {
      if (member === null) continue;
      if (!isObject(member)) throw badShape(here);
      const writable = !shape.computed.has(name) || shape.keys.includes(name);
      if ("value" in member && writable && !erp.settings.discardFields.includes(here)) {
        draft.values[name] = coerce(erp, kind, member.value, here);
      }
    } else if (linked && member !== null) draft.one[name] = readDraft(erp, member, linked, here);
    else if (detail && member !== null) {
      if (!Array.isArray(member)) throw badShape(here);
      draft.many[name] = member.map((item) => readDraft(erp, item, detail, here));
    }
  }
  return draft;
}

/** Lays the values of a draft over a record, custom fields and note included; collections are the caller's. */
export function applyDraft(record: Row, draft: Draft): void {
  Object.assign(record.values, draft.values);
  if (draft.note !== null) record.note = draft.note;
  for (const [view, fields] of Object.entries(draft.custom)) {
    record.custom[view] = { ...record.custom[view], ...fields };
  }
}
