"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useFormatter, useTranslations } from "use-intl";
import { getJson, sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { OfferList, OfferView, StockIntegration } from "@/lib/db/stock/offer-list";

type Decision = "released" | "rejected";
type Wish = { offerIds: string[] | "all"; decision: Decision };

/**
 * What the mass-change guard holds of one integration and how much eMAG would have lost; a person releases it or not.
 */
export function BrakeCard({ integration, mayDecide }: { integration: StockIntegration; mayDecide: boolean }) {
  const t = useTranslations("stock");
  const format = useFormatter();
  const seller = useSearchParams().get("seller");
  const { held, slug, id, stock } = integration;
  const url = `/api/offers?show=held${seller ? `&seller=${encodeURIComponent(seller)}` : ""}`;
  const { data } = useQuery({ queryKey: [url, held.offers], queryFn: () => getJson<OfferList>(url) });
  const decide = useDecision(id);
  const offers = (data?.offers ?? []).filter((offer) => offer.integrationId === id && offer.state === "held");
  return (
    <section
      aria-labelledby={`brake-${id}`}
      className="mb-4 rounded-lg border border-red bg-red-soft p-4"
      data-brake={slug}
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 max-w-3xl">
          <h2 id={`brake-${id}`} className="flex items-center gap-2 font-semibold text-red">
            <Icon name="alert" />
            {t("brake.title", { count: held.offers, slug })}
          </h2>
          <p className="mt-1 text-pretty">{t("brake.why", { count: held.offers, of: held.of, units: held.units })}</p>
          <p className="mt-1 text-muted text-xs">
            {t("brake.settings", {
              minOffers: stock.brake.minOffers,
              share: format.number(stock.brake.maxShare, { style: "percent" }),
            })}
          </p>
        </div>
        {mayDecide ? (
          <div className="flex flex-wrap gap-2">
            <Button
              onClick={() => decide.mutate({ offerIds: "all", decision: "rejected" })}
              disabled={decide.isPending}
            >
              {t("brake.rejectAll")}
            </Button>
            <Button
              look="primary"
              onClick={() => decide.mutate({ offerIds: "all", decision: "released" })}
              disabled={decide.isPending}
            >
              {t("brake.releaseAll")}
            </Button>
          </div>
        ) : null}
      </div>
      <details className="mt-3">
        <summary className="cursor-pointer font-medium">{t("brake.list")}</summary>
        <ul className="mt-2 max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line bg-surface">
          {offers.map((offer) => (
            <HeldRow
              key={offer.id}
              offer={offer}
              decide={mayDecide ? (decision) => decide.mutate({ offerIds: [offer.id], decision }) : null}
            />
          ))}
        </ul>
      </details>
    </section>
  );
}

function HeldRow({ offer, decide }: { offer: OfferView; decide: ((decision: Decision) => void) | null }) {
  const t = useTranslations("stock");
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-1.5" data-held={offer.sku}>
      <span className="min-w-0 flex-1 truncate font-medium">{offer.sku}</span>
      <span className="text-muted">
        {t("brake.from", { units: offer.published ?? 0 })} → {offer.wanted ?? "–"}
      </span>
      {decide ? (
        <span className="flex gap-1">
          <Button
            small
            look="quiet"
            aria-label={t("brake.rejectOf", { sku: offer.sku })}
            onClick={() => decide("rejected")}
          >
            {t("brake.reject")}
          </Button>
          <Button small aria-label={t("brake.releaseOf", { sku: offer.sku })} onClick={() => decide("released")}>
            {t("brake.release")}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

function useDecision(integrationId: string) {
  const t = useTranslations("stock.brake");
  const toast = useToast();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: Wish) =>
      sendJson<{ decided: number }>("POST", `/api/integrations/${integrationId}/stock/brake`, wish),
    onSuccess: ({ decided }, { decision }) => toast.good(t(decision, { count: decided })),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
}
