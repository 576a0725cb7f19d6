"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { getJson } from "@/components/api";
import { useSellerHref } from "@/components/shell/side-navigation";
import { ChannelTime, useAgo } from "@/components/ui/ago";
import { Icon } from "@/components/ui/icons";
import type { FailureView } from "@/lib/db/failures/failure-list";
import type { FailingOrder } from "@/lib/db/failures/failures";

/** The affected orders: the first ones as links at once, all of them when asked for. */
export function CauseOrders({ failure, now }: { failure: FailureView; now: string }) {
  const t = useTranslations("failures");
  const withSeller = useSellerHref();
  const [open, setOpen] = useState(false);
  const { examples, orders } = failure;
  return (
    <div className="border-line border-t px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {open
          ? null
          : examples.map(({ id, number }) => (
              <Link key={id} href={withSeller(`/orders/${id}`)} className="font-medium text-accent hover:underline">
                {number}
              </Link>
            ))}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="ml-auto inline-flex h-7 items-center gap-1 text-muted hover:text-ink"
        >
          {open ? t("fewer") : t("allOrders", { count: orders })}
          <Icon name={open ? "up" : "down"} className="size-3.5" />
        </button>
      </div>
      {open ? <AllOrders failure={failure} now={now} /> : null}
    </div>
  );
}

function AllOrders({ failure: { sellerId, code, params, orders }, now }: { failure: FailureView; now: string }) {
  const t = useTranslations();
  const ago = useAgo(now);
  const withSeller = useSellerHref();
  const query = new URLSearchParams({ sellerId, code, params: JSON.stringify(params) });
  const url = `/api/failures/orders?${query}`;
  const { data, isError } = useQuery({ queryKey: [url], queryFn: () => getJson<FailingOrder[]>(url) });
  if (isError) return <p className="py-2 text-muted">{t("errors.network")}</p>;
  if (!data) return <p className="py-2 text-muted">{t("common.loading")}</p>;
  return (
    <>
      <ul className="divide-y divide-line">
        {data.map(({ id, number, step, state, since, handOverBy }) => (
          <li key={id} className="relative flex flex-wrap items-center gap-x-4 py-2 hover:bg-sunken">
            <Link href={withSeller(`/orders/${id}`)} className="font-medium text-accent after:absolute after:inset-0">
              {number}
            </Link>
            <span>{step ? t(`step.${step}`) : t("order.attention")}</span>
            <span className="text-muted">{t(`stepState.${state}`)}</span>
            <span className="text-muted text-xs">{t("order.since", { ago: ago(since) })}</span>
            {handOverBy ? (
              <span className="ml-auto text-muted text-xs">
                {t("failures.deadline")} <ChannelTime text={handOverBy} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {orders > data.length ? (
        <p className="py-2 text-muted">{t("failures.firstOnly", { count: data.length })}</p>
      ) : null}
    </>
  );
}
