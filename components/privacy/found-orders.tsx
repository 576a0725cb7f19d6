"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Badge } from "@/components/ui/badge";
import type { BuyerOrder } from "@/lib/db/privacy/buyers";

type Props = { orders: BuyerOrder[]; chosen: string[]; toggle: (id: string) => void };

/** The orders found, each with what it still waits for: one that is not finished keeps its buyer. */
export function FoundOrders({ orders, chosen, toggle }: Props) {
  const t = useTranslations("privacy");
  const href = useSellerHref();
  if (orders.length === 0) return <p className="mt-4 text-muted">{t("nothingFound")}</p>;
  return (
    <ul className="mt-4 divide-y divide-line rounded-md border border-line" aria-label={t("found")}>
      {orders.map((order) => (
        <li key={order.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2" data-order={order.number}>
          <input
            type="checkbox"
            className="size-4"
            aria-label={t("choose", { number: order.number })}
            checked={chosen.includes(order.id)}
            onChange={() => toggle(order.id)}
          />
          <Link href={href(`/orders/${order.id}`)} className="font-medium font-mono text-accent hover:underline">
            {order.number}
          </Link>
          <span className="text-muted text-xs tabular-nums">{order.placedAt.slice(0, 10)}</span>
          <span className="min-w-0 flex-1 basis-40 truncate">{order.buyer}</span>
          <Standing order={order} />
        </li>
      ))}
    </ul>
  );
}

function Standing({ order: { erasedAt, waitsFor } }: { order: BuyerOrder }) {
  const t = useTranslations();
  if (erasedAt) return <Badge tone="grey">{t("privacy.erased")}</Badge>;
  if (!waitsFor) return <Badge tone="green">{t("privacy.finished")}</Badge>;
  const why =
    waitsFor.why === "step"
      ? t(`step.${waitsFor.step}`)
      : waitsFor.why === "status"
        ? t(`status.${waitsFor.status}`)
        : t("privacy.person");
  return <Badge tone="amber">{t("privacy.inFlight", { why })}</Badge>;
}
