import { keysInOrder } from "@/lib/domain/keys-in-order";
import type { Mapping } from "@/lib/domain/mapping/rule";

/** One thing that differs between two versions; `before` and `after` are JSON text, null where it is not there. */
export type MappingChange = {
  part: "rule" | "table" | "rates" | "custom";
  name: string;
  before: string | null;
  after: string | null;
};

const textOf = (value: unknown): string => JSON.stringify(keysInOrder(value));

const parts = ({ rules, tables, rates, custom }: Mapping) =>
  new Map<string, { part: MappingChange["part"]; name: string; text: string }>(
    [
      ...rules.map((rule) => ({ part: "rule" as const, name: rule.target, text: textOf(rule) })),
      ...Object.entries(tables).map(([name, rows]) => ({ part: "table" as const, name, text: textOf(rows) })),
      ...Object.entries(rates).map(([name, rows]) => ({ part: "rates" as const, name, text: textOf(rows) })),
      ...custom.map((one) => ({ part: "custom" as const, name: one.target, text: textOf(one) })),
    ].map((one) => [`${one.part}/${one.name}`, one]),
  );

/** What a mapping changes in another, rule by rule; empty when both say the same. */
export function changesBetween(before: Mapping, after: Mapping): MappingChange[] {
  const [old, fresh] = [parts(before), parts(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), fresh.get(key)];
    const named = is ?? was;
    if (!named || was?.text === is?.text) return [];
    return [{ part: named.part, name: named.name, before: was?.text ?? null, after: is?.text ?? null }];
  });
}
