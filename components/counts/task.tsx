"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { ProblemText } from "@/components/problem-text";
import { useAgo } from "@/components/ui/ago";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { CountList, TaskView } from "@/lib/db/counts/count-list";
import type { TaskKind } from "@/lib/domain/task";

type Props = { integration: CountList["integrations"][number]; now: string; mayStart: boolean };

const periods = [30, 90, 365];

/** Starts a count or a re-link, shows how far it got, and how the last one ended. A re-link is previewed first. */
export function Task({ integration, now, mayStart }: Props) {
  const t = useTranslations("counts");
  const [days, setDays] = useState("");
  const { errand: task, lookbackDays } = integration;
  const running = task !== null && task.finishedAt === null && !task.dead;
  const start = useStart(integration.id, days ? Number(days) : undefined);
  const busy = running || start.isPending;
  return (
    <div className="border-line border-b p-4">
      {mayStart ? (
        <div className="flex flex-wrap items-center gap-2">
          <div className="w-44">
            <Select aria-label={t("period")} value={days} onChange={({ target }) => setDays(target.value)}>
              {["", ...periods.filter((one) => one > lookbackDays).map(String)].map((value) => (
                <option key={value} value={value}>
                  {t("days", { count: value ? Number(value) : lookbackDays })}
                </option>
              ))}
            </Select>
          </div>
          <Button look="primary" onClick={() => start.mutate("count")} disabled={busy}>
            {t("countNow")}
          </Button>
          <Button onClick={() => start.mutate("relink-preview")} disabled={busy}>
            {t("relinkPreview")}
          </Button>
          <p className="text-muted text-xs">{t("readsOnly")}</p>
        </div>
      ) : null}
      <div role="status" className="empty:hidden">
        {task ? (
          <div className={mayStart ? "mt-3" : ""}>
            <Standing task={task} now={now} />
          </div>
        ) : null}
      </div>
      {mayStart && !busy && isOffer(task) ? (
        <div className="mt-3 flex flex-wrap items-center gap-3">
          <Button look="primary" onClick={() => start.mutate("relink")}>
            {t("relink", { count: task.result.linked ?? 0 })}
          </Button>
          <p className="text-muted text-xs">{t("relinkHint")}</p>
        </div>
      ) : null}
    </div>
  );
}

type Offer = TaskView & { result: Record<string, number> };
const isOffer = (task: TaskView | null): task is Offer =>
  task?.kind === "relink-preview" && (task.result?.linked ?? 0) + (task.result?.doubled ?? 0) > 0;

function useStart(integrationId: string, days: number | undefined) {
  const t = useTranslations("counts");
  const toast = useToast();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (kind: TaskKind) => sendJson("POST", `/api/integrations/${integrationId}/errands`, { kind, days }),
    onError: (error) =>
      error instanceof ApiProblem && error.status === 409 ? toast.good(t("underWay")) : toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
}

function Standing({ task, now }: { task: TaskView; now: string }) {
  const t = useTranslations("counts");
  const ago = useAgo(now);
  const { kind, done, total, finishedAt, dead, problem, result, actor, startedAt } = task;
  const who = `${actor} · ${ago(finishedAt ?? startedAt)}`;
  if (dead) return <p className="text-amber">{t("dead", { what: t(`kind.${kind}`) })}</p>;
  if (!finishedAt) {
    return (
      <div>
        <p className="font-medium">{t(`doing.${kind}`)}</p>
        <progress
          aria-label={t(`kind.${kind}`)}
          className="mt-1.5 h-1.5 w-full max-w-md accent-accent"
          {...(total === null ? {} : { value: done, max: Math.max(total, 1) })}
        />
        <p className="text-muted text-xs">{total === null ? t("seen", { done }) : t("doneOf", { done, total })}</p>
      </div>
    );
  }
  if (problem) return <ProblemText problem={problem} tone="amber" />;
  if (kind === "count" || !result) return <p className="text-muted text-xs">{`${t(`kind.${kind}`)}: ${who}`}</p>;
  return (
    <div>
      <p className="flex items-center gap-1.5 font-medium">
        <Icon name="check" className="size-4 text-green" />
        {kind === "relink" ? t("relinked") : t("previewed")}
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-4">
        {(["found", "alreadyLinked", "linked", "doubled", "absent", "busy"] as const).map((name) =>
          (result[name] ?? 0) > 0 || name === "found" ? (
            <li key={name}>{t(`${kind === "relink" ? "report" : "preview"}.${name}`, { count: result[name] ?? 0 })}</li>
          ) : null,
        )}
      </ul>
      <p className="text-muted text-xs">{who}</p>
    </div>
  );
}
