"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { ProblemText } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { StaleNote } from "@/components/stale-note";
import { BufferInput } from "@/components/stock/buffer-input";
import { DriftTable } from "@/components/stock/drift-ledger";
import { StockChart } from "@/components/stock/stock-chart";
import { buttonClass } from "@/components/ui/button";
import { Card, PageTitle } from "@/components/ui/card";
import { Icon } from "@/components/ui/icons";
import { useLive } from "@/components/use-live";
import type { Abilities } from "@/lib/auth/roles";
import type { OfferDetail } from "@/lib/db/stock/offer-detail";
import { largestShown } from "@/lib/domain/stock/stock";

type Props = { url: string; initial: OfferDetail; abilities: Abilities };

/** One offer: where every part of its figure comes from, with its time. */
export function Explain({ url, initial, abilities }: Props) {
  const t = useTranslations("stock");
  const { data, stale } = useLive<OfferDetail>(url, initial);
  const withSeller = useSellerHref();
  const { offer } = data;
  return (
    <>
      <PageTitle
        title={offer.sku}
        aside={
          <Link href={withSeller("/stock")} className={buttonClass("secondary", true)}>
            <Icon name="left" />
            {t("explain.back")}
          </Link>
        }
      >
        <p className="text-muted">
          {offer.name} · {offer.integration} · {offer.channelOfferId}
          {offer.itemId ? ` · ${t("explain.item", { item: offer.itemId })}` : ""}
        </p>
      </PageTitle>
      <StaleNote stale={stale} />
      <div className="space-y-4">
        <Card title={t("explain.title")}>
          <Equation detail={data} />
          <Notes detail={data} />
        </Card>
        <Card title={t("explain.history")}>
          <StockChart history={data.history} now={data.now} />
        </Card>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Card title={t("buffer")}>
            <BufferInput offer={offer} editable={abilities.configure} />
            <p className="mt-2 text-muted text-xs">{t("bulk.bufferHint")}</p>
          </Card>
          <Card title={t("explain.warehouses")}>
            <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1">
              {Object.entries(data.warehouses).map(([warehouse, units]) => (
                <div key={warehouse} className="contents">
                  <dt>{warehouse}</dt>
                  <dd className="text-right">{units}</dd>
                </div>
              ))}
            </dl>
          </Card>
        </div>
        {data.drifts.length > 0 ? (
          <Card title={t("drift.title")} flush>
            <DriftTable drifts={data.drifts} now={data.now} />
          </Card>
        ) : null}
      </div>
    </>
  );
}

/** "available 5 (read 12:03:10) − in flight 1 (order …) − buffer 2 = 2, sent 12:03:12, confirmed 12:08" */
function Equation({ detail }: { detail: OfferDetail }) {
  const t = useTranslations("stock");
  const clock = useClock(detail.now);
  const { offer, orders, bufferOrigin, rule, shownAtMost, confirmedAt } = detail;
  const origin = {
    offer: t("explain.fromOffer"),
    rule: t("explain.fromRule", { rule: rule?.sku ?? rule?.category ?? "" }),
    integration: t("explain.fromIntegration"),
  }[bufferOrigin];
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3" data-explain={offer.sku}>
      <Term label={t("available")} units={offer.available}>
        {offer.availableReadAt ? t("explain.readAt", { time: clock(offer.availableReadAt) }) : t("is.unknown")}
      </Term>
      <Sign>−</Sign>
      <Term label={t("inFlight")} units={offer.inFlight ?? 0}>
        {orders.length === 0
          ? t("explain.noOrders")
          : orders.map((order) => (
              <Link key={order.id} href={`/orders/${order.id}`} className="block underline">
                {`${order.units} × ${t("explain.order", { number: order.number })}`}
                {order.channel === offer.integration ? "" : ` (${order.channel})`}
              </Link>
            ))}
      </Term>
      <Sign>−</Sign>
      <Term label={t("buffer")} units={offer.heldBack ?? offer.defaultBuffer}>
        {origin}
      </Term>
      <Sign>=</Sign>
      <Term label={t("explain.result")} units={offer.wanted} strong>
        {shownAtMost !== null && shownAtMost < largestShown ? t("explain.cappedAt", { units: shownAtMost }) : null}
      </Term>
      <Sign>→</Sign>
      <Term label={t("published")} units={offer.published}>
        <span className="block">
          {offer.publishedAt ? t("explain.sent", { time: clock(offer.publishedAt) }) : t("explain.neverSent")}
        </span>
        <span className="block">
          {confirmedAt && (!offer.publishedAt || confirmedAt >= offer.publishedAt)
            ? t("explain.confirmed", { time: clock(confirmedAt) })
            : t("explain.notConfirmed")}
        </span>
      </Term>
    </div>
  );
}

function Notes({ detail }: { detail: OfferDetail }) {
  const t = useTranslations("stock.explain");
  const clock = useClock(detail.now);
  const { offer, absentSince, decision } = detail;
  return (
    <div className="mt-4 space-y-2 text-pretty">
      {absentSince ? <p className="text-amber">{t("absent", { time: clock(absentSince) })}</p> : null}
      {offer.state === "held" ? (
        <p className="font-medium text-red">{t("held", { units: offer.published ?? 0 })}</p>
      ) : null}
      {decision ? <p>{t("decided", { what: t(decision.what), who: decision.by, time: clock(decision.at) })}</p> : null}
      {offer.seenAt ? (
        <p className="text-muted">{t("seen", { units: offer.seen ?? 0, time: clock(offer.seenAt) })}</p>
      ) : null}
      {offer.refusal ? <ProblemText problem={offer.refusal} /> : null}
    </div>
  );
}

/** A time of today as a clock shows it; an older one with its day. */
function useClock(now: string): (at: string) => string {
  const format = useFormatter();
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  return (at) =>
    at.slice(0, 10) === now.slice(0, 10)
      ? format.dateTime(new Date(at), time)
      : format.dateTime(new Date(at), { day: "numeric", month: "short", ...time });
}

type TermProps = { label: string; units: number | null; strong?: boolean; children?: ReactNode };

function Term({ label, units, strong = false, children }: TermProps) {
  return (
    <div className="min-w-20 max-w-48">
      <div className="text-muted text-xs">{label}</div>
      <div className={`text-2xl tabular-nums ${strong ? "font-semibold text-accent" : ""}`}>{units ?? "–"}</div>
      <div className="text-muted text-xs">{children}</div>
    </div>
  );
}

function Sign({ children }: { children: string }) {
  return <div className="pt-4 text-2xl text-muted">{children}</div>;
}
