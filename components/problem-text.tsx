"use client";

import { createContext, type ReactNode, useContext } from "react";
import { useTranslations } from "use-intl";
import type { Problem } from "@/lib/domain/problem";
import { describeProblem, type ProblemWords } from "@/lib/text/failures/problems";

const WordsContext = createContext<ProblemWords | null>(null);

/** Hands the pages below the words of problems, in the reader's language alone. */
export function ProblemWordsProvider({ words, children }: { words: ProblemWords; children: ReactNode }) {
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** Throws outside the desk, whose layout provides them. */
export function useProblemWords(): ProblemWords {
  const words = useContext(WordsContext);
  if (!words) throw new Error("useProblemWords needs a ProblemWordsProvider above it");
  return words;
}

export function useProblemTitle(): (problem: Problem) => string {
  const words = useProblemWords();
  return (problem) => describeProblem(words, problem).title;
}

/** What is wrong, why, and what to do: in our words first, then in those of the other system. */
export function ProblemText({ problem, tone = "red" }: { problem: Problem; tone?: "red" | "amber" }) {
  const t = useTranslations("order");
  const { title, why, cure } = describeProblem(useProblemWords(), problem);
  const look = tone === "red" ? "border-red bg-red-soft" : "border-amber bg-amber-soft";
  return (
    <div className={`rounded-md border-l-2 px-3 py-2.5 ${look}`}>
      <p className={`font-semibold ${tone === "red" ? "text-red" : "text-amber"}`}>
        {problem.params.system ? `${problem.params.system}: ` : ""}
        {title}
      </p>
      <p className="mt-1 text-pretty">{why}</p>
      <p className="mt-1 text-pretty">
        <span className="font-semibold">{t("cure")}:</span> {cure}
      </p>
      {problem.detail ? (
        <p className="mt-1.5 break-words text-muted text-xs">
          <span className="font-medium">{t("says")}:</span> “{problem.detail}”
        </p>
      ) : null}
    </div>
  );
}
