import type { Scalar } from "@/lib/domain/mappings/rule";

/** What rules read from, by root: `order`, `raw`, `settings`, `reference`, and `line` within a line. */
export type Scope = Record<string, unknown>;

const steps = new Map<string, string[]>();

function stepsOf(path: string): string[] {
  const known = steps.get(path);
  if (known) return known;
  if (steps.size > 5000) steps.clear();
  const made = path.split(".");
  steps.set(path, made);
  return made;
}

/** Whatever stands at a path; undefined when nothing does. Only a value's own parts are seen. */
export function readPath(scope: Scope, path: string): unknown {
  let here: unknown = scope;
  for (const step of stepsOf(path)) {
    if (here === null || typeof here !== "object" || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string, unknown>)[step];
  }
  return here;
}

export const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === "";

/** The single value at a path; null when there is none, or a whole branch. */
export function readScalar(scope: Scope, path: string): Scalar {
  const value = readPath(scope, path);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

const hole = /\{([^{}]+)\}/g;

/** `eMAG {order.id}` filled in; an empty part is replaced by nothing. */
export function fillTemplate(scope: Scope, text: string): string {
  return text.replace(hole, (_, path: string) => String(readScalar(scope, path.trim()) ?? ""));
}

export function templatePaths(text: string): string[] {
  return [...text.matchAll(hole)].map(([, path = ""]) => path.trim());
}

export type SourceLeaf = { path: string; value: string; empty: boolean };

/** Every single value of a scope with its path, for the editor's tree; lists show their first entries. */
export function sourceLeaves(scope: Scope, most = 600): SourceLeaf[] {
  const leaves: SourceLeaf[] = [];
  const walk = (value: unknown, path: string) => {
    if (leaves.length >= most) return;
    if (value !== null && typeof value === "object") {
      const entries = Array.isArray(value) ? Object.entries(value.slice(0, 2)) : Object.entries(value);
      for (const [name, part] of entries) if (/^[\w-]+$/.test(name)) walk(part, path ? `${path}.${name}` : name);
      return;
    }
    leaves.push({ path, value: String(value ?? "").slice(0, 120), empty: isEmpty(value) });
  };
  walk(scope, "");
  return leaves;
}
