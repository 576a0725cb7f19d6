import type { Settings } from "./settings";

/** What a handler answers: an HTTP status and a JSON body, or bytes with their content type. */
export type Answer = { status: number; json: unknown } | { status: number; bytes: Uint8Array; contentType: string };

/** An entity or filter object as it came in: nothing about its values is known. */
export type Input = Record<string, unknown>;

/** The success envelope (emag-api.md §1.5); `messages` may carry warnings. */
export function ok(results: unknown = [], messages: string[] = []): Answer {
  return { status: 200, json: { isError: false, messages, errors: [], results } };
}

/** The refusal envelope, by default with the status that stands for "no documented one" (§1.6). */
export function refused(settings: Settings, messages: string | string[], status?: number): Answer {
  const list = [messages].flat();
  return { status: status ?? settings.refusalStatus, json: { isError: true, messages: list, errors: [], results: [] } };
}

/** The REST-style answer with only `message`, of 429 and the offer_stock route (§2, §7.4). */
export function plain(status: number, message: string): Answer {
  return { status, json: { message } };
}

/** Envelope messages as objects where the settings ask for them (§1.5). */
export function shaped(settings: Settings, json: unknown): unknown {
  if (settings.messagesAs === "strings" || !isInput(json) || !Array.isArray(json.messages)) return json;
  return { ...json, messages: json.messages.map((text) => ({ text })) };
}

export function isInput(value: unknown): value is Input {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The filters of a read: top-level keys; what is wrapped in `data` is ignored unless switched on (§1.3). */
export function readFilters(settings: Settings, body: unknown): Input {
  if (!isInput(body)) return {};
  return settings.honourDataWrapperOnRead && isInput(body.data) ? { ...body.data, ...body } : body;
}

/** The entities of a save, at most 50 of them, or the refusal (§1.3, §1.6, §2). */
export function readEntities(settings: Settings, body: unknown): Input[] | Answer {
  if (countScalars(body) > 4000) {
    const message = "Maximum input vars of 4000 exceeded";
    return {
      status: settings.refusalStatus,
      json: { isError: true, message, messages: [message], errors: [], results: [] },
    };
  }
  const wrapped = isInput(body) ? body.data : undefined;
  const list = settings.saveBody === "wrapped" ? wrapped : settings.saveBody === "bare" ? body : (wrapped ?? body);
  if (!Array.isArray(list) || !list.every(isInput)) {
    return refused(settings, "ERROR: Expected list of arrays, single array received");
  }
  if (list.length > 50) return refused(settings, "ERROR: Maximum 50 entities per request");
  return list;
}

/**
 * Runs a save entity by entity. `check` gives the entity's refusals; `apply` is called only for entities without any,
 * and for none when the settings say all-or-nothing. The answer never tells which entity failed (§1.6).
 */
export function saveEach(
  settings: Settings,
  entities: Input[],
  check: (entity: Input) => string[],
  apply: (entity: Input) => string[],
): Answer {
  const errors: string[] = [];
  const warnings: string[] = [];
  if (settings.batch === "all-or-nothing") {
    const problems = entities.flatMap(check);
    if (problems.length > 0) return refused(settings, problems);
  }
  for (const entity of entities) {
    const problems = check(entity);
    if (problems.length > 0) errors.push(...problems);
    else warnings.push(...apply(entity));
  }
  return errors.length > 0 ? refused(settings, [...errors, ...warnings]) : ok([], warnings);
}

/** A whole number, also when written as text; null for anything else. */
export function asInteger(value: unknown): number | null {
  const number = asNumber(value);
  return number !== null && Number.isInteger(number) ? number : null;
}

/** A number, also when written as text; null for anything else. */
export function asNumber(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value.trim() === "") return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** Whether a row's number passes a filter that is absent, one number, or a list of numbers. */
export function matches(filter: unknown, actual: number | null): boolean {
  if (filter === undefined || filter === null || filter === "") return true;
  return [filter].flat().some((wanted) => asNumber(wanted) === actual);
}

/** One page, counted from 1; `itemsPerPage` is silently capped at 100 (§1.4). */
export function page<T>(rows: T[], filters: Input): T[] {
  const size = pageSize(filters);
  const current = Math.max(1, asInteger(filters.currentPage) ?? 1);
  return rows.slice((current - 1) * size, current * size);
}

/** The results of a count, numbers as strings (A.1). */
export function counted(total: number, filters: Input): Answer {
  const size = pageSize(filters);
  return ok({ noOfItems: String(total), noOfPages: String(Math.ceil(total / size)), itemsPerPage: String(size) });
}

function pageSize(filters: Input): number {
  return Math.min(100, Math.max(1, asInteger(filters.itemsPerPage) ?? 100));
}

function countScalars(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countScalars(item), 0);
}
