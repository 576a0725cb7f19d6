"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { Note } from "@/components/failures/note";
import { Documents } from "@/components/invoices/documents";
import { Difference } from "@/components/orders/difference";
import { Lines } from "@/components/orders/lines";
import { PageLinks } from "@/components/orders/page-links";
import { Returns } from "@/components/orders/returns";
import { SetAside } from "@/components/orders/set-aside";
import { ChannelStatus, GroupBadge } from "@/components/orders/shown-state";
import { Steps } from "@/components/orders/steps";
import { Timeline } from "@/components/orders/timeline";
import { ParcelQuestion } from "@/components/parcels/parcel-question";
import { BuyerName } from "@/components/privacy/buyer-name";
import { BuyerVisibilityCard } from "@/components/privacy/buyer-visibility-card";
import { useSellerHref } from "@/components/shell/side-navigation";
import { StaleNote } from "@/components/stale-note";
import { ChannelTime } from "@/components/ui/ago";
import { Badge } from "@/components/ui/badge";
import { Button, buttonClass } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icons";
import { Money } from "@/components/ui/money";
import { useLive } from "@/components/use-live";
import type { OrderView } from "@/lib/db/orders/order-detail";

type Props = { url: string; initial: OrderView; mayRetry: boolean; mayUnmask: boolean; severalSellers: boolean };

export function OrderPage({ url, initial, mayRetry, mayUnmask, severalSellers }: Props) {
  const t = useTranslations("order");
  const { data: order, stale } = useLive<OrderView>(url, initial);
  return (
    <>
      <StaleNote stale={stale} />
      <Header order={order} url={url} severalSellers={severalSellers} />
      <BuyerVisibilityCard order={order} mayUnmask={mayUnmask} />
      <SetAside order={order} mayRetry={mayRetry} />
      <ParcelQuestion order={order} mayAnswer={mayRetry} />
      <Difference order={order} mayDecide={mayRetry} />
      {order.group === "needs-person" || order.note ? (
        <Card className="mb-4">
          <Note
            about={{ orderId: order.id }}
            note={order.note}
            now={order.now}
            people={order.people}
            mayWrite={mayRetry}
          />
        </Card>
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
        <div className="space-y-4">
          <Steps order={order} mayRetry={mayRetry} />
          <Lines order={order} />
          {order.raw === null ? null : (
            <details className="rounded-lg border border-line bg-surface print:hidden">
              <summary className="px-4 py-3 font-semibold">{t("raw")}</summary>
              <pre className="max-h-[32rem] overflow-auto border-line border-t p-4 text-xs">
                {JSON.stringify(order.raw, null, 2)}
              </pre>
            </details>
          )}
        </div>
        <div className="space-y-4">
          <Documents order={order} mayRetry={mayRetry} />
          <Returns order={order} />
          <Customer order={order} />
          <Timeline orderId={order.id} events={order.events} now={order.now} />
        </div>
      </div>
    </>
  );
}

function Header({ order, url, severalSellers }: { order: OrderView; url: string; severalSellers: boolean }) {
  const t = useTranslations();
  const withSeller = useSellerHref();
  return (
    <div className="mb-4">
      <div className="flex flex-wrap items-center gap-y-1 print:hidden">
        <Link href={withSeller("/orders")} className="inline-flex items-center gap-1 text-muted hover:text-ink">
          <Icon name="left" className="size-3.5" />
          {t("order.back")}
        </Link>
        <span className="ml-auto flex flex-wrap gap-1">
          <PageLinks pages={order.pages} />
          <a href={url} download={`${order.number}.json`} className={buttonClass("quiet", true)}>
            {t("order.export")}
          </a>
          <Button look="quiet" small onClick={() => window.print()}>
            {t("order.print")}
          </Button>
        </span>
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h1 className="font-semibold text-xl tracking-tight">{t("order.title", { number: order.number })}</h1>
        <GroupBadge group={order.group} />
        <ChannelStatus status={order.status} />
        {order.fulfilment === "channel" ? <Badge tone="grey">{t("orders.fulfilledByChannel")}</Badge> : null}
        {order.data.cancellationRequested ? <Badge tone="amber">{t("order.cancellationRequested")}</Badge> : null}
        <span className="ml-auto font-semibold text-lg">
          <Money amount={order.gross} currency={order.currency} />
        </span>
      </div>
      <p className="mt-0.5 text-muted">
        <ChannelTime text={order.data.placedAt} /> · <BuyerName name={order.data.buyer.name} />
        {severalSellers ? ` · ${order.seller}` : ""}
      </p>
    </div>
  );
}

function Customer({ order }: { order: OrderView }) {
  const t = useTranslations("order");
  const { buyer, shipping, delivery, payment, handOverBy } = order.data;
  return (
    <Card title={t("buyer")}>
      <dl className="space-y-2.5">
        <div>
          <dt className="sr-only">{t("buyer")}</dt>
          <dd className="font-medium">
            <BuyerName name={buyer.name} />
          </dd>
          {buyer.isCompany ? <dd className="text-muted">{`${t("taxId")} ${buyer.taxId}`}</dd> : null}
        </div>
        <div>
          <dt className="text-muted text-xs">{t("delivery")}</dt>
          {delivery.lockerName ? <dd className="font-medium">{t("locker", { name: delivery.lockerName })}</dd> : null}
          <dd>{[shipping.contact, shipping.street].filter(Boolean).join(", ")}</dd>
          <dd>{[shipping.postalCode, shipping.city, shipping.county].filter(Boolean).join(", ")}</dd>
          {handOverBy ? <dd className="text-muted">{t("handOverBy", { date: handOverBy.slice(0, 16) })}</dd> : null}
        </div>
        <div>
          <dt className="text-muted text-xs">{t("payment")}</dt>
          <dd>{`${t(`method.${payment.method}`)}, ${payment.paid ? t("paid") : t("unpaid")}`}</dd>
        </div>
      </dl>
    </Card>
  );
}
