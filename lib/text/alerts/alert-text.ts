import type { AlertKind } from "@/lib/domain/alert";
import { type ProblemCode, problem } from "@/lib/domain/problem";
import { describeProblem, type ProblemWords } from "@/lib/text/failures/problems";

/** The translator of the namespace `alerts`, and the words of problems in the same language. */
type Reader = { t: object; words: ProblemWords };
type Alert = { kind: AlertKind; params: Record<string, string> };

/** What an alert says: a headline, and why and what to do. */
export function alertText(reader: Reader, { kind, params }: Alert): { title: string; why: string } {
  const t = reader.t as (key: string, values: Record<string, string | number>) => string;
  const cause = describeProblem(reader.words, problem((params.code ?? "internal") as ProblemCode, "rejected", params));
  const counts = { orders: Number(params.orders ?? 0), offers: Number(params.offers ?? 0) };
  const values = { ...params, ...counts, problem: cause.title, cure: cause.cure };
  return { title: t(`kind.${kind}`, values), why: t(`why.${kind}`, values) };
}

/** A length of time in two units at most, such as `1 h 5 min`. */
export function wordDuration(milliseconds: number): string {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor((minutes % 1440) / 60), "h"],
    [minutes % 60, "min"],
  ] as const;
  const said = parts.filter(([n]) => n > 0).slice(0, 2);
  return said.map(([n, unit]) => `${n} ${unit}`).join(" ");
}
