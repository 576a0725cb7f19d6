"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useProblemTitle } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { ChannelTime } from "@/components/ui/ago";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icons";
import type { Overview } from "@/lib/db/overview/overview";

type Props = { data: Overview; severalSellers: boolean };

/** What needs a person now, by cause; the one whose first order must be handed over soonest at the top. */
export function Causes({ data, severalSellers }: Props) {
  const t = useTranslations();
  const titleOf = useProblemTitle();
  const withSeller = useSellerHref();
  const more = (
    <Link href={withSeller("/failures")} className="font-medium text-accent hover:underline">
      {t("overview.allCauses")}
    </Link>
  );
  return (
    <Card title={t("overview.needsPerson")} aside={data.causes.length > 0 ? more : null} flush>
      {data.causes.length === 0 ? (
        <p className="flex items-center gap-2 p-4 text-muted">
          <Icon name="check" className="size-4 text-green" />
          {t("overview.needsPersonNone")}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {data.causes.map(({ key, orders, problem, nextDeadline, seller, pausedSlug, assignee }) => (
            <li
              key={`${seller}/${key}/${pausedSlug}`}
              className="relative flex items-center gap-3 px-4 py-2.5 hover:bg-sunken"
            >
              <span className="w-10 shrink-0 text-right font-semibold text-lg text-red tabular-nums">{orders}</span>
              <span className="min-w-0 flex-1">
                <Link
                  href={withSeller("/failures")}
                  className="block text-pretty font-medium after:absolute after:inset-0"
                >
                  {problem.params.system ? `${problem.params.system}: ` : ""}
                  {titleOf(problem)}
                </Link>
                <span className="block truncate text-muted text-xs">
                  {nextDeadline ? (
                    <>
                      {t("failures.deadline")} <ChannelTime text={nextDeadline} />
                    </>
                  ) : null}
                  {[
                    pausedSlug ? t("failures.paused", { slug: pausedSlug }) : "",
                    assignee,
                    severalSellers ? seller : "",
                  ]
                    .filter(Boolean)
                    .map((text) => ` · ${text}`)
                    .join("")
                    .slice(nextDeadline ? 0 : 3)}
                </span>
              </span>
              <Icon name="right" className="size-4 text-muted" />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
