"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { ProblemText } from "@/components/problem-text";
import { useAgo } from "@/components/ui/ago";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { ConnectionView } from "@/lib/db/connections/connection-list";
import type { ConnectionTest } from "@/lib/db/schema";
import type { en } from "@/lib/text/messages/en";

type Protection = keyof typeof en.connections.protection;

type Props = { connection: ConnectionView; now: string; mayTest: boolean };

/** *Test connection* names everything it looked at: what is in order, and for the rest why not and what to do. */
export function ConnectionTests({ connection, now, mayTest }: Props) {
  const t = useTranslations("connections");
  const toast = useToast();
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => sendJson<ConnectionTest>("POST", `/api/connections/${connection.id}/test`),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  const isProtection = (note: string | null): note is Protection =>
    note !== null && !note.includes(".") && t.has(`protection.${note}` as "protection.manual-numbering");
  const last = connection.lastTest;
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div aria-live="polite">
          <TestSummary last={last} now={now} />
        </div>
        {mayTest ? (
          <Button onClick={() => test.mutate()} disabled={test.isPending}>
            {test.isPending ? t("testing") : t("test")}
          </Button>
        ) : null}
      </div>
      {last ? (
        <ul className="mt-3 space-y-2" data-testid="findings">
          {last.findings.map((finding) => (
            <li key={finding.subject}>
              <p className="flex items-center gap-2">
                <Icon
                  name={finding.problem ? "alert" : "check"}
                  className={`size-4 ${finding.problem ? "text-red" : "text-green"}`}
                />
                <span className="font-medium">{finding.subject}</span>
                <span className="truncate text-muted">
                  {isProtection(finding.note) ? "" : (finding.note ?? (finding.problem ? "" : t("findingOk")))}
                </span>
              </p>
              {isProtection(finding.note) ? (
                <p className="mt-1 ml-6 text-muted">{t(`protection.${finding.note}`)}</p>
              ) : null}
              {finding.problem ? (
                <div className="mt-1.5 ml-6">
                  <ProblemText problem={finding.problem} />
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function TestSummary({ last, now }: { last: ConnectionTest | null; now: string }) {
  const t = useTranslations("connections");
  const ago = useAgo(now);
  if (!last) return <p className="text-muted">{t("neverTested")}</p>;
  const bad = last.findings.filter(({ problem }) => problem !== null).length;
  return (
    <>
      <p className="font-medium">{last.ok ? t("testedOk") : t("testedBad", { count: bad })}</p>
      <p className="text-muted text-xs">{t("tested", { ago: ago(last.at) })}</p>
    </>
  );
}
