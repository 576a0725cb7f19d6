"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "use-intl";
import { AlertForm } from "@/components/alerts/alert-form";
import { useProblemWords } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { StaleNote } from "@/components/stale-note";
import { Ago } from "@/components/ui/ago";
import { Card, Empty, PageTitle } from "@/components/ui/card";
import { useLive } from "@/components/use-live";
import type { AlertPage } from "@/lib/db/alerts/alert-list";
import type { AlertKind } from "@/lib/domain/alert";
import { alertText, wordDuration } from "@/lib/text/alerts/alert-text";

type Props = { url: string; seller: string | null; initial: AlertPage; mayConfigure: boolean; hasMail: boolean };
type Alert = AlertPage["open"][number];

const places: Record<AlertKind, string> = {
  "needs-person": "/orders?group=needs-person",
  "connection-down": "/connections",
  "brake-held": "/stock",
  "deadline-near": "/orders",
  silence: "/connections",
  "heartbeat-late": "/",
};

export function Alerts({ url, seller, initial, mayConfigure, hasMail }: Props) {
  const t = useTranslations("alerts");
  const { data, stale } = useLive(url, initial);
  return (
    <>
      <PageTitle title={t("title")}>
        <p className="text-muted">{t("hint")}</p>
      </PageTitle>
      <StaleNote stale={stale} />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="grid gap-5">
          <Card flush>
            {data.open.length === 0 ? <Empty title={t("none")} hint={t("noneHint")} /> : null}
            <ul className="divide-y divide-line">
              {data.open.map((alert) => (
                <OpenAlert key={alert.id} alert={alert} now={data.now} showSeller={!data.desk} />
              ))}
            </ul>
          </Card>
          {data.over.length > 0 ? <Over alerts={data.over} now={data.now} /> : null}
        </div>
        <Card title={t("settings")}>
          {data.desk ? (
            <AlertForm
              key={data.desk.sellerId}
              desk={data.desk}
              seller={seller}
              editable={mayConfigure}
              hasMail={hasMail}
            />
          ) : (
            <p className="text-muted">{t("chooseSeller")}</p>
          )}
        </Card>
      </div>
    </>
  );
}

function OpenAlert({ alert, now, showSeller }: { alert: Alert; now: string; showSeller: boolean }) {
  const t = useTranslations("alerts");
  const href = useSellerHref();
  const { title, why } = alertText({ t, words: useProblemWords() }, alert);
  return (
    <li
      className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3 sm:flex-nowrap"
      data-alert={alert.kind}
    >
      <div className="min-w-0 max-w-prose">
        <p className="font-medium">{title}</p>
        <p className="mt-0.5 text-muted">{why}</p>
        <p className="mt-1 text-muted text-xs">
          {showSeller ? `${alert.seller} · ` : null}
          <Ago at={alert.openedAt} now={now} />
        </p>
      </div>
      <Link href={href(places[alert.kind])} className="shrink-0 py-1 font-medium text-accent hover:underline">
        {t("open")}
      </Link>
    </li>
  );
}

/** Alerts that are over, with how long each lasted. */
function Over({ alerts, now }: { alerts: Alert[]; now: string }) {
  const t = useTranslations("alerts");
  const words = useProblemWords();
  const format = useFormatter();
  return (
    <Card title={t("over")} flush>
      <ul className="divide-y divide-line">
        {alerts.map((alert) => {
          const end = new Date(alert.closedAt ?? now);
          const duration = wordDuration(end.getTime() - new Date(alert.openedAt).getTime());
          return (
            <li key={alert.id} className="flex flex-wrap justify-between gap-x-4 gap-y-1 px-4 py-2.5 text-muted">
              <span className="min-w-0">{alertText({ t, words }, alert).title}</span>
              <span
                className="text-xs tabular-nums"
                title={format.dateTime(end, { dateStyle: "medium", timeStyle: "short" })}
              >
                {t("lasted", { duration })} · <Ago at={alert.closedAt ?? now} now={now} />
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
