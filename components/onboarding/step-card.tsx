"use client";

import { type ReactNode, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icons";
import type { OnboardingState, OnboardingStep } from "@/lib/domain/connections/onboarding";

type Props = {
  step: OnboardingStep;
  number: number;
  state: OnboardingState;
  /** No step after it is done yet, so what it just found may still be of use. */
  isLatest: boolean;
  children: ReactNode;
};

const tones: Record<OnboardingState, Tone> = { done: "green", next: "blue", later: "grey" };

/**
 * The next step lies open, and stays so until the one after it is done too, so that what was found can be read; one that
 * was done before can be opened, one that is not reached yet cannot.
 */
export function StepCard({ step, number, state, isLatest, children }: Props) {
  const t = useTranslations("start");
  const id = useId();
  const [opened, setOpened] = useState<boolean | null>(null);
  const [wasNext, setWasNext] = useState(state === "next");
  if (state === "next" && !wasNext) setWasNext(true);
  const open = state !== "later" && (opened ?? (state === "next" || (wasNext && isLatest)));
  return (
    <li
      className={`rounded-lg border bg-surface ${state === "next" ? "border-accent" : "border-line"}`}
      data-step={step}
      data-state={state}
    >
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          disabled={state === "later"}
          onClick={() => setOpened(!open)}
          className="flex min-h-12 w-full items-center gap-3 px-4 py-2 text-left"
        >
          <span
            aria-hidden="true"
            className={`flex size-6 shrink-0 items-center justify-center rounded-full font-semibold text-xs ${state === "done" ? "bg-green-soft text-green" : state === "next" ? "bg-accent-strong text-white" : "bg-grey-soft text-muted"}`}
          >
            {state === "done" ? <Icon name="check" className="size-3.5" /> : number}
          </span>
          <span className={`min-w-0 flex-1 font-semibold ${state === "later" ? "text-muted" : ""}`}>
            {t(`step.${step}`)}
          </span>
          <Badge tone={tones[state]}>{t(state)}</Badge>
        </button>
      </h2>
      <div id={id} hidden={!open} className="space-y-4 border-line border-t px-4 py-4">
        {open ? (
          <>
            <p className="text-pretty text-muted">{t(`why.${step}`)}</p>
            {children}
          </>
        ) : null}
      </div>
    </li>
  );
}
