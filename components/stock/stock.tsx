"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { StaleNote } from "@/components/stale-note";
import { BrakeCard } from "@/components/stock/brake-card";
import { BulkBar } from "@/components/stock/bulk-bar";
import { OfferFilters } from "@/components/stock/offer-filters";
import { OfferTable } from "@/components/stock/offer-table";
import { StockTabs } from "@/components/stock/stock-tabs";
import { SyncButtons } from "@/components/stock/sync-buttons";
import { Empty, PageTitle } from "@/components/ui/card";
import { useLive } from "@/components/use-live";
import type { Abilities } from "@/lib/auth/roles";
import type { OfferList } from "@/lib/db/stock/offer-list";

type Props = { url: string; initial: OfferList; abilities: Abilities };

export function Stock({ url, initial, abilities }: Props) {
  const t = useTranslations("stock");
  const { data, stale } = useLive<OfferList>(url, initial);
  const search = useSearchParams();
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const filtered = search.has("q") || search.has("show");

  const toggle = (ids: string[], on: boolean) => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  };

  return (
    <>
      <PageTitle title={t("title")} aside={<SyncButtons list={data} maySync={abilities.retry} />} />
      <StockTabs />
      <StaleNote stale={stale} />
      {data.integrations
        .filter(({ held }) => held.offers > 0)
        .map((integration) => (
          <BrakeCard key={integration.id} integration={integration} mayDecide={abilities.retry} />
        ))}
      <OfferFilters counts={data.counts} />
      {chosen.size > 0 ? (
        <BulkBar offers={data.offers.filter(({ id }) => chosen.has(id))} onDone={() => setChosen(new Set())} />
      ) : null}
      {data.offers.length === 0 ? (
        <div className="rounded-lg border border-line bg-surface">
          <Empty title={filtered ? t("emptyFilter") : t("empty")} hint={filtered ? undefined : t("emptyHint")} />
        </div>
      ) : (
        <OfferTable list={data} editable={abilities.configure} choice={{ chosen, toggle }} />
      )}
      {data.more ? <p className="mt-3 text-muted text-xs">{t("more", { count: data.offers.length })}</p> : null}
    </>
  );
}
