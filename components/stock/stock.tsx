"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { StaleNote } from "@/components/stale-note";
import { OfferTable } from "@/components/stock/offer-table";
import { SyncButtons } from "@/components/stock/sync-buttons";
import { Empty, PageTitle } from "@/components/ui/card";
import { SearchBox } from "@/components/ui/search-box";
import { useLive } from "@/components/use-live";
import type { Abilities } from "@/lib/auth/roles";
import type { OfferList } from "@/lib/db/read/offers";

type Props = { url: string; initial: OfferList; abilities: Abilities };

export function Stock({ url, initial, abilities }: Props) {
  const t = useTranslations("stock");
  const { data, stale } = useLive<OfferList>(url, initial);
  const search = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const q = search.get("q") ?? "";

  const find = (text: string) => {
    const next = new URLSearchParams(search);
    if (text) next.set("q", text);
    else next.delete("q");
    router.replace(`${path}?${next}`);
  };

  return (
    <>
      <PageTitle title={t("title")} aside={<SyncButtons list={data} maySync={abilities.retry} />} />
      <StaleNote stale={stale} />
      <SearchBox label={t("searchHint")} value={q} onSearch={find} className="mb-3 sm:w-80" />
      {data.offers.length === 0 ? (
        <div className="rounded-lg border border-line bg-surface">
          <Empty title={q ? t("emptyFilter") : t("empty")} hint={q ? undefined : t("emptyHint")} />
        </div>
      ) : (
        <OfferTable list={data} editable={abilities.configure} />
      )}
      {data.more ? <p className="mt-3 text-muted text-xs">{t("more", { count: data.offers.length })}</p> : null}
    </>
  );
}
