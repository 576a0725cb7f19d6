"use client";

import { useTranslations } from "use-intl";
import { CauseCard } from "@/components/failures/cause-card";
import { PauseCard } from "@/components/failures/pause-card";
import { ProblemText } from "@/components/problem-text";
import { StaleNote } from "@/components/stale-note";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/card";
import { Icon } from "@/components/ui/icons";
import { useLive } from "@/components/use-live";
import type { FailureList as Data } from "@/lib/db/failures/failure-list";

type Props = { url: string; initial: Data; mayRetry: boolean; severalSellers: boolean };

/** All failures by cause, each cured once for all its orders. What is retried by itself comes last. */
export function FailureDesk({ url, initial, mayRetry, severalSellers }: Props) {
  const t = useTranslations("failures");
  const { data, stale } = useLive<Data>(url, initial);
  const pauses = data.failures.filter(({ pause }) => pause);
  const needed = data.failures.filter(({ pause, blocked }) => !pause && blocked > 0);
  const moving = data.failures.filter(({ pause, blocked }) => !pause && blocked === 0);
  const shown = { now: data.now, people: data.people, mayRetry, severalSellers };
  return (
    <>
      <StaleNote stale={stale} />
      {data.failures.length + data.runs.length === 0 ? (
        <Empty title={t("none")} hint={t("noneHint")}>
          <Icon name="check" className="size-6 text-green" />
        </Empty>
      ) : null}
      <div className="space-y-4">
        {data.runs.map((run) => (
          <FailedRunRow key={run.integrationId} run={run} now={data.now} severalSellers={severalSellers} />
        ))}
        {pauses.map((failure) => (
          <PauseCard key={failure.pause?.connectionId} failure={failure} {...shown} />
        ))}
        {needed.map((failure) => (
          <CauseCard key={`${failure.sellerId}/${failure.key}`} failure={failure} {...shown} />
        ))}
      </div>
      {moving.length > 0 ? (
        <>
          <h2 className="mt-6 mb-3 font-semibold">{t("moving")}</h2>
          <div className="space-y-4">
            {moving.map((failure) => (
              <CauseCard key={`${failure.sellerId}/${failure.key}`} failure={failure} {...shown} />
            ))}
          </div>
        </>
      ) : null}
    </>
  );
}

type RunProps = { run: Data["runs"][number]; now: string; severalSellers: boolean };

/** A heartbeat that could not read an order: it is no order of ours yet, so it is shown beside the causes. */
function FailedRunRow({ run, now, severalSellers }: RunProps) {
  const t = useTranslations("failures");
  const title = severalSellers ? `${run.seller} · ${run.slug}` : run.slug;
  return (
    <article className="space-y-3 rounded-lg border border-line bg-surface p-4" data-run={run.slug}>
      <p className="font-medium">
        {t("reading", { what: title })} <Ago at={run.at} now={now} className="text-muted text-xs" />
      </p>
      <ProblemText problem={run.problem} tone="amber" />
    </article>
  );
}
