"use client";

import { useTranslations } from "use-intl";
import { useProblemTitle, useProblemWords } from "@/components/problem-text";
import { Ago } from "@/components/ui/ago";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { EventView } from "@/lib/db/orders/timeline";
import { traceIdOf } from "@/lib/domain/trace-id";
import { wordChanges, wordFields } from "@/lib/text/failures/problems";
import type { en } from "@/lib/text/messages/en";

type Known = keyof typeof en.event;
type StepKey = keyof typeof en.step;
type StatusKey = keyof typeof en.status;

const tone = (kind: string): string => {
  if (kind === "step-blocked") return "bg-red";
  if (kind === "step-failed" || kind === "outcome-unknown") return "bg-amber";
  return "bg-line-strong";
};

type Props = { orderId: string; events: EventView[]; now: string };

/** Newest first: what was done, by whom, and how long it took; and the id under which logs and traces hold the same. */
export function Timeline({ orderId, events, now }: Props) {
  const t = useTranslations("order");
  return (
    <Card title={t("timeline")}>
      {events.length === 0 ? <p className="text-muted">{t("timelineEmpty")}</p> : null}
      <ol className="space-y-3">
        {events.map((event) => (
          <Entry key={event.id} event={event} now={now} />
        ))}
      </ol>
      <p className="mt-4 flex items-center gap-1 border-line border-t pt-2 text-muted text-xs print:hidden">
        {t("trace")}
        <code className="min-w-0 select-all break-all">{traceIdOf(orderId)}</code>
        <CopyButton text={traceIdOf(orderId)} label={t("trace")} />
      </p>
    </Card>
  );
}

function Entry({ event, now }: { event: EventView; now: string }) {
  const t = useTranslations();
  const vocabulary = useProblemWords();
  const titleOf = useProblemTitle();
  const isKnown = (kind: string): kind is Known => t.has(`event.${kind}` as "event.received");
  const isStep = (text: string): text is StepKey => text !== "" && t.has(`step.${text}` as "step.acknowledge");
  const isStatus = (text: string): text is StatusKey => text !== "" && t.has(`status.${text}` as "status.new");
  const kind = isKnown(event.kind) ? event.kind : "other";
  const { step = "", from = "", to = "", sha256: _, size: __, mapping = "", ...rest } = event.params;
  const words = (value: string) => (isStatus(value) ? t(`status.${value}`) : wordChanges(vocabulary, value));
  const facts = [
    isStep(step) ? t(`step.${step}`) : step,
    from === to ? "" : `${words(from)} → ${words(to)}`,
    ...Object.values(rest).map((value) => wordFields(vocabulary, words(value))),
    mapping ? t("order.builtBy", { version: mapping }) : "",
    event.problem ? titleOf(event.problem) : "",
  ];
  const actor = event.actor === "engine" ? t("event.engine") : event.actor;
  const took = event.durationMs === null ? "" : ` · ${event.durationMs} ms`;
  return (
    <li className="flex gap-3">
      <span aria-hidden="true" className={`mt-1.5 size-2 shrink-0 rounded-full ${tone(event.kind)}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{kind === "other" ? event.kind : t(`event.${kind}`)}</p>
        <p className="break-words text-muted">{facts.filter(Boolean).join(" · ")}</p>
        <p className="text-muted text-xs">
          <Ago at={event.at} now={now} /> · {actor}
          {took}
        </p>
      </div>
    </li>
  );
}
