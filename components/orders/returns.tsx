"use client";

import { useTranslations } from "use-intl";
import { Ago } from "@/components/ui/ago";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { OrderView } from "@/lib/db/orders/order-detail";

/** What the buyer sends back, as the channel says; nothing is shown for an order without returns. */
export function Returns({ order }: { order: OrderView }) {
  const t = useTranslations("order");
  if (order.returns.length === 0) return null;
  return (
    <Card title={t("returns")}>
      <ul className="space-y-3">
        {order.returns.map((one) => (
          <li key={one.id} data-testid="return">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-semibold">{t("returnTitle", { id: one.id })}</span>
              <Badge tone={one.status === "new" ? "amber" : "grey"}>{t(`returnStatus.${one.status}`)}</Badge>
              <Ago at={one.readAt} now={order.now} className="ml-auto text-muted text-xs" />
            </p>
            <ul className="text-muted">
              {one.lines.map((line) => (
                <li key={`${line.offerId} ${line.name}`}>{`${line.quantity} × ${line.name}`}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}
