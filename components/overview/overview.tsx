"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { FlowTable } from "@/components/overview/flow-table";
import { IntegrationCard } from "@/components/overview/integration-card";
import { useProblemTitle } from "@/components/problem";
import { useSellerHref } from "@/components/shell/navigation";
import { StaleNote } from "@/components/stale-note";
import { type Tone, toneText } from "@/components/ui/badge";
import { Card, Empty } from "@/components/ui/card";
import { Icon } from "@/components/ui/icons";
import { useLive } from "@/components/use-live";
import type { Overview as Data } from "@/lib/db/read/overview";

type Props = { url: string; initial: Data; severalSellers: boolean };

/** The first page answers in this order: does anything need me, where are the orders, does everything run. */
export function Overview({ url, initial, severalSellers }: Props) {
  const t = useTranslations("overview");
  const { data, stale } = useLive<Data>(url, initial);
  if (data.integrations.length === 0) return <Empty title={t("empty")} hint={t("emptyHint")} />;
  return (
    <>
      <StaleNote stale={stale} />
      <Figures counts={data.counts} />
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="space-y-4">
          <Stopped data={data} severalSellers={severalSellers} />
          <FlowTable flow={data.flow} />
        </div>
        <div className="space-y-4">
          {data.integrations.map((integration) => (
            <IntegrationCard
              key={integration.id}
              integration={integration}
              now={data.now}
              severalSellers={severalSellers}
            />
          ))}
          <Stock stock={data.stock} />
        </div>
      </div>
    </>
  );
}

function Figures({ counts }: { counts: Data["counts"] }) {
  const t = useTranslations("overview");
  const withSeller = useSellerHref();
  const figures: { n: number; label: string; hint: string; href: string; tone: Tone }[] = [
    {
      n: counts["needs-person"],
      label: t("needsPerson"),
      hint: t("needsPersonHint"),
      href: "/orders?state=needs-person",
      tone: "red",
    },
    {
      n: counts["in-doubt"],
      label: t("inDoubt"),
      hint: t("inDoubtHint"),
      href: "/orders?state=in-doubt",
      tone: "amber",
    },
    {
      n: counts["in-progress"],
      label: t("inProgress"),
      hint: t("inProgressHint"),
      href: "/orders?state=in-progress",
      tone: "blue",
    },
    { n: counts.doneToday, label: t("doneToday"), hint: t("doneTodayHint"), href: "/orders?state=done", tone: "green" },
  ];
  return (
    <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
      {figures.map(({ n, label, hint, href, tone }) => (
        <li key={href} className="relative bg-surface p-4 hover:bg-sunken">
          <Link href={withSeller(href)} className="font-medium text-muted after:absolute after:inset-0">
            {label}
          </Link>
          <p className={`mt-1 font-semibold text-3xl tracking-tight ${n > 0 ? toneText[tone] : "text-ink"}`}>{n}</p>
          <p className="mt-0.5 text-muted text-xs">{hint}</p>
        </li>
      ))}
    </ul>
  );
}

function Stopped({ data, severalSellers }: { data: Data; severalSellers: boolean }) {
  const t = useTranslations();
  const titleOf = useProblemTitle();
  const withSeller = useSellerHref();
  const count = data.counts["needs-person"];
  const more =
    count > data.stopped.length ? (
      <Link href={withSeller("/orders?state=needs-person")} className="font-medium text-accent hover:underline">
        {t("overview.needsPersonMore", { count })}
      </Link>
    ) : null;
  return (
    <Card title={t("overview.needsPerson")} aside={more} flush>
      {data.stopped.length === 0 ? (
        <p className="flex items-center gap-2 p-4 text-muted">
          <Icon name="check" className="size-4 text-green" />
          {t("overview.needsPersonNone")}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {data.stopped.map(({ id, number, buyer, seller, step, problem }) => (
            <li key={id} className="relative flex items-center gap-3 px-4 py-2.5 hover:bg-sunken">
              <span className="min-w-0 flex-1">
                <Link
                  href={withSeller(`/orders/${id}`)}
                  className="block truncate font-medium after:absolute after:inset-0"
                >
                  {titleOf(problem)}
                </Link>
                <span className="block truncate text-muted text-xs">
                  {[number, buyer, step ? t(`step.${step}`) : t("order.attention"), severalSellers ? seller : ""]
                    .filter(Boolean)
                    .join(" · ")}
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

function Stock({ stock }: { stock: Data["stock"] }) {
  const t = useTranslations("overview");
  const withSeller = useSellerHref();
  return (
    <Card className="relative hover:bg-sunken">
      <div className="flex items-baseline justify-between gap-3">
        <Link href={withSeller("/stock")} className="font-semibold after:absolute after:inset-0">
          {t("stock")}
        </Link>
        <span className="text-muted">{t("stockOffers", { count: stock.offers })}</span>
      </div>
      <p className="mt-1 text-muted">
        {t("stockPending", { count: stock.pending })}
        {stock.held > 0 ? (
          <span className="font-medium text-red"> · {t("stockHeld", { count: stock.held })}</span>
        ) : null}
      </p>
    </Card>
  );
}
