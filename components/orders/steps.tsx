"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { type ShownState, shownState, stateTone } from "@/components/orders/shown-state";
import { ProblemText } from "@/components/problem-text";
import { useAgo } from "@/components/ui/ago";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon, type IconName } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { OrderView, StepView } from "@/lib/db/orders/order-detail";
import type { StepKind } from "@/lib/domain/orders/step";

type Props = { order: OrderView; mayRetry: boolean };

/** The order's way as a track; a stopped step shows cause, cure and its own Retry. */
export function Steps({ order, mayRetry }: Props) {
  const t = useTranslations("order");
  const retry = useRetry(order.id);
  const stopped = order.steps.filter(({ state }) => state === "blocked");
  const all =
    mayRetry && stopped.length > 1 ? (
      <Button small onClick={() => retry.mutate(undefined)} disabled={retry.isPending}>
        <Icon name="retry" className="size-3.5" />
        {t("retryAll")}
      </Button>
    ) : null;
  return (
    <Card title={t("steps")} aside={all} flush>
      <ol className="px-4 py-3">
        {order.steps.map((step) => (
          <Step
            key={step.kind}
            step={step}
            now={order.now}
            onRetry={mayRetry ? () => retry.mutate(step.kind) : null}
            busy={retry.isPending}
          />
        ))}
      </ol>
    </Card>
  );
}

function useRetry(orderId: string) {
  const t = useTranslations("order");
  const toast = useToast();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (kind: StepKind | undefined) => sendJson("POST", `/api/orders/${orderId}/retry`, { kind }),
    onSuccess: () => toast.good(t("retried")),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
}

const dots: Record<ShownState, { look: string; icon: IconName | null }> = {
  none: { look: "border-line-strong bg-surface text-muted", icon: null },
  waiting: { look: "border-line-strong bg-surface text-muted", icon: "clock" },
  due: { look: "border-blue bg-blue-soft text-blue", icon: "clock" },
  retrying: { look: "border-amber bg-amber-soft text-amber", icon: "retry" },
  running: { look: "border-blue bg-blue-soft text-blue animate-pulse", icon: null },
  "in-doubt": { look: "border-amber bg-amber-soft text-amber", icon: "doubt" },
  blocked: { look: "border-red bg-red-soft text-red", icon: "alert" },
  done: { look: "border-green bg-green-soft text-green", icon: "check" },
};

type StepProps = { step: StepView; now: string; onRetry: (() => void) | null; busy: boolean };

function Step({ step, now, onRetry, busy }: StepProps) {
  const t = useTranslations();
  const state = shownState(step);
  const { look, icon } = dots[state];
  const failed = state === "blocked" || state === "in-doubt" || state === "retrying";
  return (
    <li className="group relative flex gap-3 pb-4 last:pb-0" data-step={step.kind} data-state={step.state}>
      <span aria-hidden="true" className="absolute top-6 bottom-0 left-3 w-px bg-line group-last:hidden" />
      <span className={`z-10 grid size-6 shrink-0 place-items-center rounded-full border ${look}`}>
        {icon ? <Icon name={icon} className="size-3.5" /> : <span className="size-1.5 rounded-full bg-current" />}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex min-h-6 flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="font-medium">{t(`step.${step.kind}`)}</h3>
          {state === "done" ? (
            <span className="sr-only">{t("stepState.done")}</span>
          ) : (
            <Badge tone={stateTone[state]}>{t(`stepState.${state}`)}</Badge>
          )}
          <StepTimes step={step} state={state} now={now} />
          {/* Within the step's own line where there is room, so that nothing below moves when the waiting ends. */}
          {state === "waiting" && step.wait ? <p className="text-muted">{t(`wait.${step.wait}`)}</p> : null}
          {failed && onRetry && state !== "in-doubt" ? (
            <Button
              small
              className="ml-auto"
              onClick={onRetry}
              disabled={busy}
              look={state === "blocked" ? "primary" : "secondary"}
            >
              <Icon name="retry" className="size-3.5" />
              {t("common.retry")}
            </Button>
          ) : null}
        </div>
        {step.problem && failed ? (
          <div className="mt-2">
            <ProblemText problem={step.problem} tone={state === "blocked" ? "red" : "amber"} />
          </div>
        ) : null}
      </div>
    </li>
  );
}

function StepTimes({ step, state, now }: { step: StepView; state: ShownState; now: string }) {
  const t = useTranslations("order");
  const ago = useAgo(now);
  const parts = [
    state === "done" && step.doneAt ? ago(step.doneAt) : "",
    (state === "retrying" || state === "in-doubt") && step.dueAt > now ? t("nextTry", { ago: ago(step.dueAt) }) : "",
    step.attempts > 1 && state !== "done" ? t("attempts", { count: step.attempts }) : "",
  ];
  return <span className="text-muted text-xs">{parts.filter(Boolean).join(" · ")}</span>;
}
