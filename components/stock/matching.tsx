"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { StaleNote } from "@/components/stale-note";
import { StockTabs } from "@/components/stock/stock-tabs";
import { SyncButtons } from "@/components/stock/sync-buttons";
import { TableExchange } from "@/components/stock/table-exchange";
import { Button } from "@/components/ui/button";
import { Card, PageTitle } from "@/components/ui/card";
import { inputClass } from "@/components/ui/field";
import { SearchBox } from "@/components/ui/search-box";
import { useToast } from "@/components/ui/toast-provider";
import { useLive } from "@/components/use-live";
import type { Abilities } from "@/lib/auth/roles";
import type { Matching as Sides, UnmatchedOffer } from "@/lib/db/stock/matching";

type Props = { url: string; initial: Sides; abilities: Abilities };

/** What only one side knows, with a way to tie it to the other. */
export function Matching({ url, initial, abilities }: Props) {
  const t = useTranslations("stock");
  const { data, stale } = useLive<Sides>(url, initial);
  const search = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const link = useLink();
  const find = (text: string) => {
    const next = new URLSearchParams(search);
    if (text) next.set("q", text);
    else next.delete("q");
    router.replace(`${path}?${next}`);
  };
  return (
    <>
      <PageTitle title={t("title")} aside={<SyncButtons list={data} maySync={abilities.retry} />} />
      <StockTabs />
      <StaleNote stale={stale} />
      <SearchBox label={t("searchHint")} value={search.get("q") ?? ""} onSearch={find} className="mb-3 sm:w-80" />
      {abilities.configure ? data.integrations.map(({ id }) => <TableExchange key={id} integrationId={id} />) : null}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Card title={t("matching.offers")} aside={<Count count={data.offerCount} />} flush>
          <p className="px-4 pt-3 text-muted">
            {data.offerCount > 0 ? t("matching.offersHint") : t("matching.offersNone")}
          </p>
          <ul className="divide-y divide-line py-1">
            {data.offers.map((offer) => (
              <li
                key={offer.id}
                className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2"
                data-unmatched={offer.sku}
              >
                <OfferName offer={offer} />
                {abilities.configure ? (
                  <LinkForm offer={offer} onLink={(itemId) => link.mutate({ offer, itemId })} />
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
        <Card title={t("matching.items")} aside={<Count count={data.itemCount} />} flush>
          <p className="px-4 pt-3 text-muted">
            {data.itemCount > 0 ? t("matching.itemsHint") : t("matching.itemsNone")}
          </p>
          <ul className="divide-y divide-line py-1">
            {data.items.map((item) => (
              <li key={`${item.integrationId} ${item.itemId}`} className="px-4 py-2" data-item={item.itemId}>
                <span className="font-medium">{item.itemId}</span>
                {item.eans.length > 0 ? <span className="ml-3 text-muted text-xs">{item.eans.join(", ")}</span> : null}
              </li>
            ))}
          </ul>
        </Card>
        <Card title={t("matching.linked")} flush className="xl:col-span-2">
          {data.linked.length === 0 ? <p className="px-4 py-3 text-muted">{t("matching.linkedNone")}</p> : null}
          <ul className="divide-y divide-line py-1">
            {data.linked.map((offer) => (
              <li
                key={offer.id}
                className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2"
                data-linked={offer.sku}
              >
                <OfferName offer={offer} />
                <span>
                  → <span className="font-medium">{offer.itemId}</span>{" "}
                  <span className="text-muted text-xs">
                    {t(offer.linkedBy === "person" ? "matching.byPerson" : "matching.byBarcode")}
                  </span>
                </span>
                {abilities.configure ? (
                  <Button small look="quiet" onClick={() => link.mutate({ offer, itemId: null })}>
                    {t("matching.unlink", { sku: offer.sku })}
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  );
}

function Count({ count }: { count: number }) {
  const t = useTranslations("stock.matching");
  return count > 0 ? <span className="text-muted text-xs">{t("count", { count })}</span> : null;
}

function OfferName({ offer }: { offer: UnmatchedOffer }) {
  return (
    <span className="min-w-0 flex-1">
      <span className="block truncate font-medium">{offer.sku}</span>
      <span className="block truncate text-muted text-xs">{[offer.name, ...offer.eans].join(" · ")}</span>
    </span>
  );
}

function LinkForm({ offer, onLink }: { offer: UnmatchedOffer; onLink: (itemId: string) => void }) {
  const t = useTranslations("stock.matching");
  const [typed, setTyped] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) onLink(typed.trim());
  };
  return (
    <form onSubmit={submit} className="flex gap-2">
      <input
        aria-label={t("itemOf", { sku: offer.sku })}
        placeholder={t("item")}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        className={`${inputClass} w-36`}
      />
      <Button type="submit" disabled={!typed.trim()}>
        {t("link")}
      </Button>
    </form>
  );
}

function useLink() {
  const t = useTranslations("stock.matching");
  const toast = useToast();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ offer, itemId }: { offer: UnmatchedOffer; itemId: string | null }) =>
      sendJson("PATCH", `/api/offers/${offer.id}`, { itemId }),
    onSuccess: (_answer, { offer, itemId }) =>
      toast.good(itemId ? t("linkedNow", { sku: offer.sku, item: itemId }) : t("unlinked", { sku: offer.sku })),
    onError: (error, { itemId }) =>
      error instanceof ApiProblem && error.problems.some(({ path }) => path === "itemId")
        ? toast.bad(t("unknownItem", { item: itemId ?? "" }))
        : toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
}
