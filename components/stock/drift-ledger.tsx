"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useSellerHref } from "@/components/shell/side-navigation";
import { StaleNote } from "@/components/stale-note";
import { StockTabs } from "@/components/stock/stock-tabs";
import { SyncButtons } from "@/components/stock/sync-buttons";
import { Ago, useAgo } from "@/components/ui/ago";
import { Mark } from "@/components/ui/badge";
import { Empty, PageTitle } from "@/components/ui/card";
import { useLive } from "@/components/use-live";
import type { Abilities } from "@/lib/auth/roles";
import type { DriftView, DriftList as Ledger } from "@/lib/db/stock/drift-list";

type Props = { url: string; initial: Ledger; abilities: Abilities };

/** Where eMAG was found to show something else than was sent, and what became of it. */
export function DriftLedger({ url, initial, abilities }: Props) {
  const t = useTranslations("stock");
  const { data, stale } = useLive<Ledger>(url, initial);
  const ago = useAgo(data.now);
  return (
    <>
      <PageTitle title={t("title")} aside={<SyncButtons list={data} maySync={abilities.retry} />} />
      <StockTabs />
      <StaleNote stale={stale} />
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-semibold">{t("drift.title")}</h2>
        {data.open > 0 ? <span className="font-medium text-amber">{t("drift.open", { count: data.open })}</span> : null}
        <span className="text-muted text-xs">
          {data.integrations
            .flatMap(({ reconciledAt }) => (reconciledAt ? [t("drift.lastRead", { ago: ago(reconciledAt) })] : []))
            .join(" · ")}
        </span>
      </div>
      <div className="rounded-lg border border-line bg-surface">
        {data.drifts.length === 0 ? (
          <Empty title={t("drift.none")} hint={t("drift.noneHint")} />
        ) : (
          <DriftTable drifts={data.drifts} now={data.now} />
        )}
      </div>
      {data.more ? <p className="mt-3 text-muted text-xs">{t("more", { count: data.drifts.length })}</p> : null}
    </>
  );
}

export function DriftTable({ drifts, now }: { drifts: DriftView[]; now: string }) {
  const t = useTranslations("stock.drift");
  const ago = useAgo(now);
  const withSeller = useSellerHref();
  const heading = "px-3 py-2 font-medium first:pl-4";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse
    <section className="overflow-x-auto" tabIndex={0} aria-label={t("title")}>
      <table className="w-full min-w-[54rem] table-fixed text-left">
        <thead className="border-line border-b text-muted text-xs">
          <tr>
            <th scope="col" className={heading}>
              SKU
            </th>
            <th scope="col" className={`${heading} w-24 text-right`}>
              {t("expected")}
            </th>
            <th scope="col" className={`${heading} w-20 text-right`}>
              {t("seen")}
            </th>
            <th scope="col" className={`${heading} w-44`}>
              {t("direction")}
            </th>
            <th scope="col" className={`${heading} w-40`}>
              {t("cause")}
            </th>
            <th scope="col" className={`${heading} w-32`}>
              {t("since")}
            </th>
            <th scope="col" className={`${heading} w-32`}>
              {t("found")}
            </th>
            <th scope="col" className={`${heading} w-44`}>
              {t("corrected")}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {drifts.map((drift) => (
            <tr key={drift.id} data-drift={drift.sku}>
              <Cell>
                <Link href={withSeller(`/stock/${drift.offerId}`)} className="font-medium hover:underline">
                  {drift.sku}
                </Link>
              </Cell>
              <Cell right>{drift.expected}</Cell>
              <Cell right>{drift.seen}</Cell>
              <Cell>
                <Mark tone={drift.direction === "above" ? "red" : "amber"}>{t(drift.direction)}</Mark>
              </Cell>
              <Cell>{t(`because.${drift.cause}`)}</Cell>
              <Cell>{drift.since ? <Ago at={drift.since} now={now} /> : t("sinceUnknown")}</Cell>
              <Cell>
                <Ago at={drift.foundAt} now={now} />
              </Cell>
              <Cell>
                {drift.correctedAt ? (
                  t("correctedTo", { units: drift.correctedTo ?? 0, ago: ago(drift.correctedAt) })
                ) : (
                  <span className="text-amber">{t("waiting")}</span>
                )}
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ right = false, children }: { right?: boolean; children: ReactNode }) {
  return <td className={`truncate px-3 py-2 first:pl-4 ${right ? "text-right" : ""}`}>{children}</td>;
}
