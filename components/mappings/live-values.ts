import type { MappingView } from "@/lib/db/mappings/mapping-view";
import { parcelScope } from "@/lib/domain/documents/parcel-document";
import { salesOrderScopes } from "@/lib/domain/documents/sales-order";
import { compileMapping, evaluate, isProblem, type Prepared } from "@/lib/domain/mappings/evaluate";
import type { Mapping, TargetField } from "@/lib/domain/mappings/rule";
import { type Scope, type SourceLeaf, sourceLeaves } from "@/lib/domain/mappings/scope";
import { targetFieldsOf } from "@/lib/domain/mappings/targets";
import type { Problem } from "@/lib/domain/problem";

export type LiveValue = { text: string } | { problem: Problem } | { later: true };

/** What the sample order gives each field by the mapping as it is typed; an expression's value shows in the preview only. */
export function liveValues({ kind, sample, notes }: MappingView, mapping: Mapping) {
  const fields: TargetField[] = targetFieldsOf(kind, notes, mapping.custom);
  const prepared: Prepared = compileMapping(mapping, "draft", fields);
  const scopeOf = sample ? scopesOf(kind, sample) : () => null;
  return {
    fields,
    rules: prepared.rules,
    value: (target: string): LiveValue | null => {
      const scope = scopeOf(target);
      if (!scope || !prepared.rules.has(target)) return null;
      if (prepared.rules.get(target)?.source.from === "expression") return { later: true };
      const value = evaluate(prepared, target, { scope, line: -1, results: new Map() });
      return isProblem(value) ? { problem: value } : { text: String(value ?? "") };
    },
    leaves: (target: string): SourceLeaf[] => {
      const scope = scopeOf(target);
      return scope ? sourceLeaves(scope) : [];
    },
  };
}

type Sample = NonNullable<MappingView["sample"]>;

function scopesOf(kind: MappingView["kind"], sample: Sample): (target: string) => Scope | null {
  if (kind === "shipment") {
    const scope = parcelScope({ ...sample, shipment: { number: "", packages: 1, weight: null } });
    return () => scope;
  }
  const { header, lines } = salesOrderScopes({ ...sample, itemOf: ({ offerId }) => sample.items[offerId] ?? null });
  return (target) =>
    target.startsWith("lines.")
      ? (lines.find(({ group }) => target.startsWith(`lines.${group}.`))?.scope ?? null)
      : header;
}

export type Live = ReturnType<typeof liveValues>;
