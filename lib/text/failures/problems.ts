import type { Problem, ProblemCode } from "@/lib/domain/problem";

/** What is wrong, why it stopped here, and what a seller can do about it; `{name}` stands for a problem's param. */
export type ProblemText = { title: string; why: string; cure: string };
export type ProblemTexts = Record<ProblemCode, ProblemText>;

/** All texts of problems in one language; the browser gets only its reader's. */
export type ProblemWords = {
  texts: ProblemTexts;
  /** What changed in an order, by the word behind `@` (`describeChanges`). */
  changes: Record<string, string>;
  /** What a parcel lacks, by the channel's name of the field. */
  fields: Record<string, string>;
};

/** Puts the words behind `@` of a list of changes (`describeChanges`) into the reader's language. */
export function wordChanges({ changes }: ProblemWords, text: string): string {
  return text.replace(/(^|, )@([a-z-]+)/g, (whole, start: string, word: string) =>
    changes[word] ? `${start}${changes[word]}` : whole,
  );
}

/** The channel's names of what a parcel lacks (`parcel-data-missing`), in the reader's language. */
export const wordFields = ({ fields }: ProblemWords, names: string): string =>
  names
    .split(", ")
    .map((name) => fields[name] ?? name)
    .join(", ");

/** The sentences of one problem, filled; a figure that was not given shows as an ellipsis. */
export function describeProblem(words: ProblemWords, problem: Problem): ProblemText {
  // Rows may outlive a code that was renamed since.
  const text = words.texts[problem.code] ?? words.texts.internal;
  const wordsOf = (name: string) => {
    const value = problem.params[name] ?? "";
    return name === "field" ? wordFields(words, value) : wordChanges(words, value);
  };
  const fill = (sentence: string) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => wordsOf(name) || "…");
  return { title: fill(text.title), why: fill(text.why), cure: fill(text.cure) };
}
