"use client";

import { useTranslations } from "use-intl";
import { ChooseStep } from "@/components/onboarding/choose-step";
import { DryRunStep } from "@/components/onboarding/dry-run-step";
import { SideStep } from "@/components/onboarding/side-step";
import { StepCard } from "@/components/onboarding/step-card";
import { FirstOrder, SwitchOn } from "@/components/onboarding/switch-on";
import { StaleNote } from "@/components/stale-note";
import { useLive } from "@/components/use-live";
import type { Abilities } from "@/lib/auth/roles";
import type { Onboarding } from "@/lib/db/overview/onboarding";
import { type OnboardingStep, onboardingSteps } from "@/lib/domain/connections/onboarding";

type Props = { url: string; initial: Onboarding; abilities: Abilities };

/** The way from an empty account to the first order: what is done, and the one step that comes next. */
export function Start({ url, initial, abilities }: Props) {
  const t = useTranslations("start");
  const { data, stale } = useLive<Onboarding>(url, initial);
  const done = onboardingSteps.filter((step) => data.states[step] === "done").length;
  const all = onboardingSteps.length;
  const next = onboardingSteps.findIndex((step) => data.states[step] === "next");
  const latest = (next < 0 ? all : next) - 1;
  return (
    <>
      <StaleNote stale={stale} />
      <p role="status" className="mb-3 text-muted">
        {done === all ? t("complete") : t("progress", { done, all })}
      </p>
      <ol className="max-w-4xl space-y-3">
        {onboardingSteps.map((step, n) => (
          <StepCard key={step} step={step} number={n + 1} state={data.states[step]} isLatest={n === latest}>
            <StepBody step={step} data={data} abilities={abilities} />
          </StepCard>
        ))}
      </ol>
    </>
  );
}

type BodyProps = { step: OnboardingStep; data: Onboarding; abilities: Abilities };

function StepBody({ step, data, abilities }: BodyProps) {
  const t = useTranslations("start");
  if (step === "first-order") return <FirstOrder data={data} />;
  if (!abilities.configure) return <p className="text-muted">{t("onlyAdmin")}</p>;
  if (step === "channel" || step === "erp") return <SideStep side={step} data={data} />;
  if (step === "choose") return <ChooseStep data={data} />;
  if (step === "dry-run") return <DryRunStep data={data} />;
  return <SwitchOn data={data} />;
}
