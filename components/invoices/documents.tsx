"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Document } from "@/components/invoices/document";
import { LabelButton } from "@/components/parcels/label-button";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Ago, useAgo } from "@/components/ui/ago";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { Money } from "@/components/ui/money";
import { useToast } from "@/components/ui/toast-provider";
import type { OrderView } from "@/lib/db/orders/order-detail";

type Props = { order: OrderView; mayRetry: boolean };

/** The three documents an order becomes, and the lease that keeps two processes from working on it. */
export function Documents({ order, mayRetry }: Props) {
  const t = useTranslations("order");
  return (
    <Card flush>
      <dl className="divide-y divide-line">
        <Part label={t("salesOrder")}>
          <SalesOrder order={order} />
        </Part>
        <Part label={t("invoice")}>
          {order.invoices.length === 0 ? <Nothing order={order} text={t("invoiceNone")} /> : null}
          {order.invoices.map((invoice) => (
            <Document
              key={invoice.id}
              invoice={invoice}
              orderId={order.id}
              now={order.now}
              mayDecide={mayRetry}
              mayOpen={!order.masked}
            />
          ))}
        </Part>
        <Part label={t("parcel")}>
          <Parcel order={order} />
        </Part>
        <Part label={t("lock")}>
          <Lock order={order} mayRelease={mayRetry} />
        </Part>
      </dl>
    </Card>
  );
}

function Part({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="px-4 py-3">
      <dt className="mb-0.5 text-muted text-xs">{label}</dt>
      {/* Room for two lines from the start: what comes later moves nothing below it. */}
      <dd className="min-h-12 space-y-1">{children}</dd>
    </div>
  );
}

/** What is still to come, or, for a cancelled order, that nothing will. */
function Nothing({ order, text }: { order: OrderView; text: string }) {
  const t = useTranslations("stepState");
  return <p className="text-muted">{order.status === "cancelled" ? t("none") : text}</p>;
}

function SalesOrder({ order }: { order: OrderView }) {
  const t = useTranslations("order");
  const withSeller = useSellerHref();
  const link = order.salesOrder;
  if (!link) return <p className="text-muted">{t("salesOrderNone")}</p>;
  return (
    <>
      <p className="flex items-center gap-1">
        <span className="font-semibold" data-testid="sales-order">{`${link.type} ${link.number}`}</span>
        <CopyButton text={link.number} label={t("salesOrder")} />
      </p>
      <p className="text-muted text-xs">
        {link.origin === "created" ? t("created") : t("adopted")} <Ago at={link.linkedAt} now={order.now} />
        {link.total ? (
          <>
            {" · "}
            {t("erpTotal")} <Money amount={link.total} currency={order.currency} />
          </>
        ) : null}
        {link.mapping === null ? null : (
          <>
            {" · "}
            <Link
              href={withSeller(`/mappings?integration=${order.integrationId}#version-${link.mapping}`)}
              className="underline"
            >
              {t("builtBy", { version: link.mapping })}
            </Link>
          </>
        )}
      </p>
    </>
  );
}

function Parcel({ order }: { order: OrderView }) {
  const t = useTranslations("order");
  const ago = useAgo(order.now);
  const { parcel } = order;
  if (!parcel) return <Nothing order={order} text={t("parcelNone")} />;
  const written = parcel.trackingWrittenAt
    ? t("trackingWritten", { ago: ago(parcel.trackingWrittenAt) })
    : t("trackingNotWritten");
  return (
    <>
      <p className="flex items-center gap-1">
        <span className="font-semibold" data-testid="awb">
          {parcel.trackingNumber ?? "…"}
        </span>
        {parcel.trackingNumber ? <CopyButton text={parcel.trackingNumber} label={t("tracking")} /> : null}
      </p>
      <p className="text-muted text-xs">
        {[parcel.courier, `${t("shipment")} ${parcel.shipmentNumber}`, written].filter(Boolean).join(" · ")}
      </p>
      {parcel.parcelId && !order.masked ? <LabelButton orderId={order.id} /> : null}
    </>
  );
}

function Lock({ order, mayRelease }: { order: OrderView; mayRelease: boolean }) {
  const t = useTranslations("order");
  const ago = useAgo(order.now);
  const toast = useToast();
  const client = useQueryClient();
  const release = useMutation({
    mutationFn: () => sendJson<{ released: boolean }>("POST", `/api/orders/${order.id}/release-lock`),
    onSuccess: ({ released }) => toast.good(released ? t("released") : t("notReleased")),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  const { lock } = order;
  if (!lock) return <p className="text-muted">{t("lockFree")}</p>;
  const values = {
    holder: lock.holder,
    age: lock.takenAt ? ago(lock.takenAt) : "…",
    expiry: lock.expiresAt ? ago(lock.expiresAt) : "…",
  };
  return (
    <>
      <p className="break-words">{lock.expired ? t("lockExpired", values) : t("lockHeld", values)}</p>
      {lock.expired && mayRelease ? (
        <Button small onClick={() => release.mutate()} disabled={release.isPending}>
          {t("release")}
        </Button>
      ) : null}
    </>
  );
}
