"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { ProblemText, useProblemTitle } from "@/components/problem-text";
import { useAgo } from "@/components/ui/ago";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast-provider";
import type { Onboarding } from "@/lib/db/overview/onboarding";
import type { DryRun, DryRunRow } from "@/lib/domain/connections/onboarding";

/** The last orders as they would enter the ERP, before anything is switched on. */
export function DryRunStep({ data }: { data: Onboarding }) {
  const t = useTranslations("start");
  const toast = useToast();
  const client = useQueryClient();
  const ago = useAgo(data.now);
  const { integration, dryRun } = data;
  const run = useMutation({
    mutationFn: () => sendJson<DryRun>("POST", `/api/integrations/${integration?.id}/dry-run`),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <>
      <div className="flex flex-wrap items-center gap-3">
        <Button look={dryRun ? "secondary" : "primary"} disabled={run.isPending} onClick={() => run.mutate()}>
          {run.isPending ? t("working") : t(dryRun ? "runAgain" : "run")}
        </Button>
        {dryRun ? (
          <span className="text-muted">
            {t("runWas", { ago: ago(dryRun.at), orders: dryRun.orders, failing: dryRun.failing })}
          </span>
        ) : null}
      </div>
      <div aria-live="polite">{run.data ? <Result result={run.data} /> : null}</div>
    </>
  );
}

function Result({ result: { rows, failing, problem } }: { result: DryRun }) {
  const t = useTranslations("start");
  return (
    <div className="space-y-3" data-testid="dry-run">
      {problem ? <ProblemText problem={problem} tone="amber" /> : null}
      {!problem && rows.length === 0 ? <p>{t("runNone")}</p> : null}
      {rows.length > 0 ? (
        <p className="flex flex-wrap gap-2">
          <Badge tone="green">{t("runGood", { count: rows.length - failing })}</Badge>
          {failing > 0 ? <Badge tone="red">{t("runBad", { count: failing })}</Badge> : null}
        </p>
      ) : null}
      <ul className="divide-y divide-line border-line border-t">
        {rows.map((row) => (
          <Row key={row.number} row={row} />
        ))}
      </ul>
    </div>
  );
}

function Row({ row }: { row: DryRunRow }) {
  const t = useTranslations("start");
  const titleOf = useProblemTitle();
  const { number, total, gross, currency, lines, problem } = row;
  return (
    <li className="py-2.5">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{number}</span>
        <span className="ml-auto text-muted text-xs tabular-nums">
          {t("runTotals", { total: total ?? "–", gross, currency })}
        </span>
      </p>
      <p className="text-muted text-xs">
        {lines
          .map(({ itemId, quantity, unitPrice }) => t("runLine", { quantity, item: itemId, price: unitPrice }))
          .join(" · ")}
      </p>
      {problem ? <p className="mt-1 font-medium text-red text-xs">{titleOf(problem)}</p> : null}
    </li>
  );
}
