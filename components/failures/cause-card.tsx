"use client";

import { useTranslations } from "use-intl";
import { CauseNote } from "@/components/failures/cause-note";
import { CauseOrders } from "@/components/failures/cause-orders";
import { Cure } from "@/components/failures/cure";
import { ProblemText } from "@/components/problem-text";
import { ChannelTime, useAgo } from "@/components/ui/ago";
import { Badge } from "@/components/ui/badge";
import type { FailureView } from "@/lib/db/failures/failure-list";
import type { Person } from "@/lib/db/failures/failure-notes";

export type CardProps = {
  failure: FailureView;
  now: string;
  people: Person[];
  mayRetry: boolean;
  severalSellers: boolean;
};

/** One cause: how many, since when, until when; why and what to do; then check, try, retry all. */
export function CauseCard({ failure, now, people, mayRetry, severalSellers }: CardProps) {
  const stopped = failure.blocked > 0;
  return (
    <article
      className="rounded-lg border border-line bg-surface"
      data-cause={failure.code}
      aria-label={failure.params.item ?? failure.code}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4 lg:grid-cols-[9rem_minmax(0,1fr)]">
        <Figures failure={failure} now={now} severalSellers={severalSellers} />
        <div className="min-w-0 space-y-3">
          <ProblemText problem={failure.problem} tone={stopped ? "red" : "amber"} />
          {mayRetry ? <Cure failure={failure} /> : null}
        </div>
      </div>
      <CauseOrders failure={failure} now={now} />
      <CauseNote failure={failure} now={now} people={people} mayWrite={mayRetry} />
    </article>
  );
}

export function Figures({ failure, now, severalSellers }: Omit<CardProps, "people" | "mayRetry">) {
  const t = useTranslations();
  const ago = useAgo(now);
  const { orders, inDoubt, retrying, since, nextDeadline, seller } = failure;
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 lg:block lg:space-y-1">
      <p>
        <span className="font-semibold text-3xl tracking-tight" data-testid="cause-count">
          {orders}
        </span>{" "}
        <span className="text-muted">{t("failures.orders", { count: orders })}</span>
      </p>
      {severalSellers ? <p className="font-medium">{seller}</p> : null}
      <p className="text-muted text-xs">{t("order.since", { ago: ago(since) })}</p>
      {nextDeadline ? (
        <p className="text-muted text-xs">
          {t("failures.deadline")} <ChannelTime text={nextDeadline} />
        </p>
      ) : null}
      {inDoubt > 0 ? <Badge tone="amber">{t("failures.inDoubt", { count: inDoubt })}</Badge> : null}
      {retrying > 0 ? <Badge tone="blue">{t("failures.retrying", { count: retrying })}</Badge> : null}
    </div>
  );
}
