import { compileFilter } from "@/sandbox/acumatica/api/filter";
import type { Entity } from "@/sandbox/acumatica/api/views";
import { type Ask, type Frame, render } from "@/sandbox/acumatica/api/wire";
import type { Erp } from "@/sandbox/acumatica/erp";
import { badRequest, cannotOptimize } from "@/sandbox/acumatica/failure";
import { type Row, text } from "@/sandbox/acumatica/record";

const names = (value: string | null): string[] =>
  (value ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);

/** `$select`, `$expand` and `$custom` of a request; `$orderby` does not exist here (acumatica-api.md §4.1). */
export function readAsk(query: URLSearchParams, list: boolean): Ask {
  const select = names(query.get("$select"));
  return {
    select: select.length > 0 ? new Set(select) : null,
    expand: new Set(names(query.get("$expand"))),
    custom: names(query.get("$custom")),
    list,
  };
}

function count(query: URLSearchParams, name: string, otherwise: number): number {
  const value = query.get(name);
  if (value === null) return otherwise;
  if (!/^\d+$/.test(value)) throw badRequest(`'${value}' is not a valid ${name}.`);
  return Number(value);
}

/** The records a `$filter` means; without one, all of them. */
export function matching(erp: Erp, entity: Entity, query: URLSearchParams): { found: Row[]; fields: string[] } {
  const filter = query.get("$filter");
  if (!filter) return { found: [...entity.list(erp)], fields: [] };
  const { test, fields } = compileFilter(erp, entity.shape, filter);
  return { found: entity.list(erp).filter(test), fields };
}

/** Archived records are there for a request with `PX-ApiArchive: SHOW` only (§1.5). */
export const isShown = (record: Row, headers: Headers): boolean =>
  record.marks.archived === undefined || headers.get("px-apiarchive") === "SHOW";

/** `GET /{Entity}`: filtered, in key order, `$skip` before `$top`; all rows without `$top`. */
export function listRecords(frame: Frame, entity: Entity, query: URLSearchParams, headers: Headers): object[] {
  const { erp } = frame;
  const ask = readAsk(query, true);
  for (const name of ask.expand) {
    if (erp.settings.cannotOptimize.includes(`${entity.shape.entity}/${name}`)) {
      throw cannotOptimize(`${name}: View ${name} has BQL delegate`);
    }
  }
  for (const path of erp.settings.emptyInLists) {
    const [owner, collection = ""] = path.split("/");
    if (owner === entity.shape.entity) ask.select = withoutBranch(ask, entity, collection);
  }
  const { found, fields } = matching(erp, entity, query);
  for (const field of fields) ask.select?.add(field);
  const key = (record: Row): string => entity.shape.keys.map((name) => text(record, name)).join("\u0000");
  const shown = found.filter((record) => isShown(record, headers));
  const sorted = shown.map((record) => ({ record, key: key(record) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  const skip = count(query, "$skip", 0);
  return sorted
    .slice(skip, skip + count(query, "$top", sorted.length))
    .map(({ record }, i) => render(frame, entity.complete(erp, record), entity.shape, ask, { rowNumber: i + 1 }));
}

/** Everything asked for but one collection, which then comes back as it does when it is not selected: empty. */
function withoutBranch({ select }: Ask, { shape }: Entity, collection: string): Set<string> {
  const asked =
    select ?? new Set([...Object.keys(shape.fields), ...Object.keys(shape.one), ...Object.keys(shape.many)]);
  return new Set([...asked].filter((name) => name.split("/")[0] !== collection));
}

export function showRecord(frame: Frame, entity: Entity, record: Row, query: URLSearchParams): object {
  return render(frame, entity.complete(frame.erp, record), entity.shape, readAsk(query, false));
}
