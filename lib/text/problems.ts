import type { Problem, ProblemCode } from "@/lib/domain/problem";
import { parcelQuestion as parcelQuestionEn } from "@/lib/text/en/parcel-question";
import type { Locale } from "@/lib/text/locale";
import { problemsEn } from "@/lib/text/problems-en";
import { problemsRo } from "@/lib/text/problems-ro";
import { parcelQuestion as parcelQuestionRo } from "@/lib/text/ro/parcel-question";

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

const parcelWords: Record<Locale, Record<string, string>> = {
  en: parcelQuestionEn.parcelQuestion.field,
  ro: parcelQuestionRo.parcelQuestion.field,
};

/** The channel's names of what a parcel lacks (`parcel-data-missing`), in the reader's language. */
export const wordFields = (locale: Locale, names: string): string =>
  names
    .split(", ")
    .map((name) => parcelWords[locale][name] ?? name)
    .join(", ");

/** The sentences of one problem, filled; a figure that was not given shows as an ellipsis. */
export function describeProblem(locale: Locale, problem: Problem): ProblemText {
  // Rows may outlive a code that was renamed since.
  const text = problemTexts[locale][problem.code] ?? problemTexts[locale].internal;
  const words = (name: string) => {
    const value = problem.params[name] ?? "";
    return name === "field" ? wordFields(locale, value) : wordChanges(locale, value);
  };
  const fill = (sentence: string) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => words(name) || "…");
  return { title: fill(text.title), why: fill(text.why), cure: fill(text.cure) };
}
