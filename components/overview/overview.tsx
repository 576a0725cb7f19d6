"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { IntegrationCard } from "@/components/connections/integration-card";
import { Causes } from "@/components/overview/causes";
import { FlowTable } from "@/components/overview/flow-table";
import { OrderFlow } from "@/components/overview/order-flow";
import { useSellerHref } from "@/components/shell/side-navigation";
import { StaleNote } from "@/components/stale-note";
import { type Tone, toneText } from "@/components/ui/badge";
import { buttonClass } from "@/components/ui/button";
import { Card, Empty } from "@/components/ui/card";
import { useLive } from "@/components/use-live";
import type { OrderFlow as Flow } from "@/lib/db/orders/order-flow";
import type { Overview as Data } from "@/lib/db/overview/overview";

type Props = { url: string; initial: Data; flowUrl: string; flow: Flow; severalSellers: boolean };

/** The first page answers in this order: does anything need me, where are the orders, does everything run. */
export function Overview({ url, initial, flowUrl, flow, severalSellers }: Props) {
  const t = useTranslations("overview");
  const { data, stale } = useLive<Data>(url, initial);
  const withSeller = useSellerHref();
  if (data.integrations.length === 0)
    return (
      <Empty title={t("empty")} hint={t("emptyHint")}>
        <Link href={withSeller("/start")} className={buttonClass("primary")}>
          {t("begin")}
        </Link>
      </Empty>
    );
  return (
    <>
      <StaleNote stale={stale} />
      <Figures counts={data.counts} />
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="space-y-4">
          <Causes data={data} severalSellers={severalSellers} />
          <OrderFlow url={flowUrl} initial={flow} />
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
      href: "/failures",
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
