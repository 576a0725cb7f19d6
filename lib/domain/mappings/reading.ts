import { type ExpressionResults, evaluate, isProblem, type Prepared } from "@/lib/domain/mappings/evaluate";
import type { Scalar } from "@/lib/domain/mappings/rule";
import type { Scope } from "@/lib/domain/mappings/scope";
import type { Problem } from "@/lib/domain/problem";

/** Fields beyond the common ones, by target: `extra.ShipVia`, `custom.Document.UsrChannel`. Absent when none is mapped. */
export type ExtraFields = Record<string, string | number | boolean>;

/** Reads field after field and keeps the first problem, so that a document can be built in one expression. */
export class Reading {
  problem: Problem | null = null;
  private readonly extras: string[];

  constructor(
    private readonly prepared: Prepared,
    private readonly results: ExpressionResults,
  ) {
    this.extras = [...prepared.rules.keys()].filter((target) => /^(lines\.\w+\.)?(extra|custom)\./.test(target));
  }

  value(target: string, scope: Scope, line: number): Scalar {
    if (this.problem) return null;
    const value = evaluate(this.prepared, target, { scope, line, results: this.results });
    if (!isProblem(value)) return value;
    this.problem = value;
    return null;
  }

  /** The mapped fields under `prefix` that are not empty. */
  extra(prefix: string, scope: Scope, line: number): { extra?: ExtraFields } {
    const mine = this.extras.filter((target) => (prefix ? target.startsWith(prefix) : !target.startsWith("lines.")));
    const entries = mine.flatMap((target): [string, string | number | boolean][] => {
      const value = this.value(target, scope, line);
      return value === null || value === "" ? [] : [[target.slice(prefix.length), value]];
    });
    return entries.length > 0 ? { extra: Object.fromEntries(entries) } : {};
  }
}
