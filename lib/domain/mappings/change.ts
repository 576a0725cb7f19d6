import { type Mapping, mappingSchema } from "@/lib/domain/mappings/rule";
import { stableJson } from "@/lib/domain/stable-json";

/** One thing that differs between two versions; `before` and `after` are JSON text, null where it is not there. */
export type MappingChange = {
  part: "rule" | "table" | "rates" | "custom";
  name: string;
  before: string | null;
  after: string | null;
};

/** A version published elsewhere, as a configuration file tells of it; `publishedAt` is an instant in ISO 8601. */
export type PastVersion = { version: number; author: string; publishedAt: string; note: string };

const textOf = (value: unknown): string => JSON.stringify(stableJson(value));

type Part = { part: MappingChange["part"]; name: string; value: unknown; text: string };

function parts({ rules, tables, rates, custom }: Mapping): Map<string, Part> {
  const named = (part: Part["part"], entries: [string, unknown][]): [string, Part][] =>
    entries.map(([name, value]) => [`${part}/${name}`, { part, name, value, text: textOf(value) }]);
  return new Map([
    ...named(
      "rule",
      rules.map((rule) => [rule.target, rule]),
    ),
    ...named("table", Object.entries(tables)),
    ...named("rates", Object.entries(rates)),
    ...named(
      "custom",
      custom.map((one) => [one.target, one]),
    ),
  ]);
}

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

/**
 * A draft's own changes, made since `base`, laid on the version that came into force meanwhile. What both changed
 * stays the draft's, and is named in `both`.
 */
export function carryOver(base: Mapping, draft: Mapping, onto: Mapping): { content: Mapping; both: string[] } {
  const own = changesBetween(base, draft);
  const theirs = new Set(changesBetween(base, onto).map(({ part, name }) => `${part}/${name}`));
  const [mine, laid] = [parts(draft), parts(onto)];
  for (const { part, name } of own) {
    const key = `${part}/${name}`;
    const one = mine.get(key);
    if (one) laid.set(key, one);
    else laid.delete(key);
  }
  const of = (wanted: Part["part"]) => [...laid.values()].filter(({ part }) => part === wanted);
  const entries = (wanted: Part["part"]) => Object.fromEntries(of(wanted).map(({ name, value }) => [name, value]));
  const values = (wanted: Part["part"]) => of(wanted).map(({ value }) => value);
  const content = mappingSchema.parse({
    rules: values("rule"),
    tables: entries("table"),
    rates: entries("rates"),
    custom: values("custom"),
  });
  return { content, both: own.filter(({ part, name }) => theirs.has(`${part}/${name}`)).map(({ name }) => name) };
}
