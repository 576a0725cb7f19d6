"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { type CardProps, Figures } from "@/components/failures/cause-card";
import { CauseNote } from "@/components/failures/cause-note";
import { ProblemText } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { useAgo } from "@/components/ui/ago";
import { buttonClass } from "@/components/ui/button";

/** A refused or full account holds its connection, not its orders: they go on by themselves when it does. */
export function PauseCard({ failure, now, people, mayRetry, severalSellers }: CardProps) {
  const t = useTranslations("failures");
  const ago = useAgo(now);
  const withSeller = useSellerHref();
  const { pause, problem } = failure;
  if (!pause) return null;
  const resumes = pause.until && pause.until > now ? t("resumes", { ago: ago(pause.until) }) : t("resumesNow");
  return (
    <article className="rounded-lg border border-line bg-surface" data-cause={failure.code} aria-label={pause.slug}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4 lg:grid-cols-[9rem_minmax(0,1fr)]">
        <Figures failure={failure} now={now} severalSellers={severalSellers} />
        <div className="min-w-0 space-y-3">
          <p className="font-medium">{t("paused", { slug: pause.slug })}</p>
          <ProblemText problem={problem} tone={problem.kind === "auth" ? "red" : "amber"} />
          <div className="flex flex-wrap items-center gap-3">
            <p className="text-muted">{resumes}</p>
            <Link href={withSeller("/connections")} className={buttonClass("secondary", true)}>
              {t("toConnection")}
            </Link>
          </div>
        </div>
      </div>
      <CauseNote failure={failure} now={now} people={people} mayWrite={mayRetry} />
    </article>
  );
}
