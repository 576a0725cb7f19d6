import type { Problem, ProblemCode } from "@/lib/domain/problem";
import type { Locale } from "@/lib/text/locale";
import { problemsEn } from "@/lib/text/problems-en";
import { problemsRo } from "@/lib/text/problems-ro";

/** What is wrong, why it stopped here, and what a seller can do about it; `{name}` stands for a problem's param. */
export type ProblemText = { title: string; why: string; cure: string };
export type ProblemTexts = Record<ProblemCode, ProblemText>;

export const problemTexts: Record<Locale, ProblemTexts> = { en: problemsEn, ro: problemsRo };

const changeWords: Record<Locale, Record<string, string>> = {
  en: { "delivery-fee": "delivery fee", voucher: "voucher", deposit: "deposit", addressee: "buyer or address" },
  ro: { "delivery-fee": "taxa de livrare", voucher: "voucher", deposit: "garanție", addressee: "client sau adresă" },
};

/** Puts the words behind `@` of a list of changes (`describeChanges`) into the reader's language. */
export function wordChanges(locale: Locale, text: string): string {
  return text.replace(/(^|, )@([a-z-]+)/g, (whole, start: string, word: string) =>
    changeWords[locale][word] ? `${start}${changeWords[locale][word]}` : whole,
  );
}

/** The sentences of one problem, filled; a figure that was not given shows as an ellipsis. */
export function describeProblem(locale: Locale, problem: Problem): ProblemText {
  // Rows may outlive a code that was renamed since.
  const text = problemTexts[locale][problem.code] ?? problemTexts[locale].internal;
  const fill = (sentence: string) =>
    sentence.replace(/\{(\w+)\}/g, (_, name: string) => wordChanges(locale, problem.params[name] ?? "") || "…");
  return { title: fill(text.title), why: fill(text.why), cure: fill(text.cure) };
}
