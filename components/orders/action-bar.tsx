"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";

const actions = ["retry", "set-aside", "resume"] as const;
type Action = (typeof actions)[number];
type LeftOut = "nothing-open" | "set-aside" | "already-aside" | "not-aside";
type Report = { does: { number: string }[]; leaves: { number: string; why: LeftOut }[] };

/** What to do with the chosen orders: first what would happen, then the deed. */
export function ActionBar({ ids, clear }: { ids: string[]; clear: () => void }) {
  const t = useTranslations("orders");
  const common = useTranslations("common");
  const toast = useToast();
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const send = (action: Action, preview: boolean) =>
    sendJson<Report>("POST", "/api/orders/act", { action, ids, preview, ...(note ? { note } : {}) });
  const preview = useMutation({ mutationFn: (action: Action) => send(action, true), onError: toast.failed });
  const perform = useMutation({
    mutationFn: (action: Action) => send(action, false),
    onSuccess: ({ does }, action) => {
      toast.good(t(`did.${action}`, { count: does.length }));
      clear();
      void queries.invalidateQueries();
    },
    onError: toast.failed,
  });
  const action = preview.variables;
  const report = preview.data;

  return (
    <section
      aria-label={t("chosen", { count: ids.length })}
      className="sticky bottom-16 z-30 mt-3 rounded-lg border border-line-strong bg-raised p-3 shadow-xl lg:bottom-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-2 font-medium" aria-live="polite">
          {t("chosen", { count: ids.length })}
        </p>
        {actions.map((one) => (
          <Button
            key={one}
            small
            aria-pressed={action === one && report !== undefined}
            disabled={preview.isPending || perform.isPending}
            onClick={() => preview.mutate(one)}
          >
            {t(`act.${one}`)}
          </Button>
        ))}
        <Button small look="quiet" onClick={clear} className="ml-auto">
          {t("clearChoice")}
        </Button>
      </div>
      {action && report ? (
        <div className="mt-3 border-line border-t pt-3" role="status">
          <p>{t(`would.${action}`, { count: report.does.length })}</p>
          <Leaves report={report} />
          {report.does.length > 0 ? (
            <div className="mt-2 flex flex-wrap items-center gap-2">
              {action === "set-aside" ? (
                <Input
                  aria-label={t("note")}
                  placeholder={t("note")}
                  maxLength={500}
                  value={note}
                  onChange={({ target }) => setNote(target.value)}
                  className="sm:max-w-80"
                />
              ) : null}
              <Button look="primary" disabled={perform.isPending} onClick={() => perform.mutate(action)}>
                {t(`act.${action}`)}
              </Button>
              <Button look="quiet" onClick={() => preview.reset()}>
                {common("cancel")}
              </Button>
            </div>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

/** Which orders are left as they are, by reason. */
function Leaves({ report }: { report: Report }) {
  const t = useTranslations("orders");
  const reasons = [...new Set(report.leaves.map(({ why }) => why))];
  if (reasons.length === 0) return null;
  return (
    <ul className="mt-1 text-muted text-xs">
      {reasons.map((why) => {
        const numbers = report.leaves.filter((one) => one.why === why).map(({ number }) => number);
        const shown = numbers.slice(0, 8).join(", ");
        const more = numbers.length > 8 ? ` +${numbers.length - 8}` : "";
        return <li key={why}>{`${t(`leaves.${why}`)}: ${shown}${more}`}</li>;
      })}
    </ul>
  );
}
