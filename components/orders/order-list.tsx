"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { ActionBar } from "@/components/orders/action-bar";
import { OrderCards } from "@/components/orders/order-cards";
import { OrderFilters } from "@/components/orders/order-filters";
import { OrderTable } from "@/components/orders/order-table";
import { OrderViews } from "@/components/orders/order-views";
import { useChoice } from "@/components/orders/use-choice";
import { useHeldRows } from "@/components/orders/use-held-rows";
import { StaleNote } from "@/components/stale-note";
import { buttonClass } from "@/components/ui/button";
import { Empty } from "@/components/ui/card";
import { Icon } from "@/components/ui/icons";
import { useLive } from "@/components/use-live";
import type { OrderList as List } from "@/lib/db/orders/order-list";

type Props = { url: string; initial: List; severalSellers: boolean; mayAct: boolean };

export function OrderList({ url, initial, severalSellers, mayAct }: Props) {
  const t = useTranslations("orders");
  const { data, stale } = useLive<List>(url, initial);
  const { visible, waiting, show } = useHeldRows(data.rows, url);
  const search = useSearchParams();
  const path = usePathname();
  const chosen = useChoice(visible.map(({ id }) => id));
  const choice = mayAct ? chosen.choice : null;

  const showNew = () => {
    show();
    window.scrollTo({ top: 0 });
  };
  const older = new URLSearchParams(search);
  if (data.next) older.set("after", data.next);
  const newest = new URLSearchParams(search);
  newest.delete("after");

  return (
    <>
      <StaleNote stale={stale} />
      <OrderFilters counts={data.counts} />
      <OrderViews />
      {waiting > 0 ? (
        <button
          type="button"
          onClick={showNew}
          className="fixed top-16 left-1/2 z-40 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent-strong px-3.5 font-medium text-white shadow-lg lg:top-4"
        >
          <Icon name="up" />
          {t("newAbove", { count: waiting })}
        </button>
      ) : null}
      {visible.length === 0 ? (
        <NoOrders filtered={search.has("q") || search.has("state")} />
      ) : (
        <>
          <OrderTable rows={visible} severalSellers={severalSellers} choice={choice} />
          <OrderCards rows={visible} severalSellers={severalSellers} choice={choice} />
        </>
      )}
      {chosen.ids.length > 0 ? <ActionBar ids={chosen.ids} clear={chosen.clear} /> : null}
      <div className="mt-3 flex items-center justify-between gap-3 text-muted">
        <span className="text-xs">{t("page")}</span>
        <span className="flex gap-2">
          {search.has("after") ? (
            <Link href={`${path}?${newest}`} className={buttonClass("secondary", true)}>
              <Icon name="left" />
              {t("newest")}
            </Link>
          ) : null}
          {data.next ? (
            <Link href={`${path}?${older}`} className={buttonClass("secondary", true)}>
              {t("older")}
              <Icon name="right" />
            </Link>
          ) : null}
        </span>
      </div>
    </>
  );
}

function NoOrders({ filtered }: { filtered: boolean }) {
  const t = useTranslations("orders");
  const path = usePathname();
  return (
    <div className="rounded-lg border border-line bg-surface">
      {filtered ? (
        <Empty title={t("emptyFilter")} hint={t("emptyFilterHint")}>
          <Link href={path} className={buttonClass()}>
            {t("clearFilter")}
          </Link>
        </Empty>
      ) : (
        <Empty title={t("empty")} hint={t("emptyHint")} />
      )}
    </div>
  );
}
