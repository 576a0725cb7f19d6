"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { OrderView } from "@/lib/db/orders/order-detail";
import { reasonLength } from "@/lib/domain/privacy/buyer-visibility";

const clock = { dateStyle: "short", timeStyle: "short" } as const;

/** Says that the buyer is hidden and asks for a reason; lists who of the staff saw this seller's buyers. */
export function BuyerVisibilityCard({ order, mayUnmask }: { order: OrderView; mayUnmask: boolean }) {
  const t = useTranslations("sight");
  const format = useFormatter();
  if (!order.masked && order.unmaskings.length === 0) return null;
  return (
    <Card title={order.masked ? t("masked") : undefined} className="mb-4 print:hidden">
      {order.masked && mayUnmask ? <Reason orderId={order.id} /> : null}
      {order.unmaskings.length > 0 ? (
        <details data-testid="unmaskings">
          <summary className="text-muted">{t("seen", { count: order.unmaskings.length })}</summary>
          <ul className="mt-2 divide-y divide-line">
            {order.unmaskings.map(({ id, by, reason, grantedAt, expiresAt }) => (
              <li key={id} className="py-1.5">
                <p className="break-words">{t("who", { by, reason })}</p>
                <p className="text-muted text-xs">
                  {t("when", {
                    from: format.dateTime(new Date(grantedAt), clock),
                    until: format.dateTime(new Date(expiresAt), clock),
                  })}
                </p>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Card>
  );
}

function Reason({ orderId }: { orderId: string }) {
  const t = useTranslations("sight");
  const toast = useToast();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [isShort, setShort] = useState(false);
  const unmask = useMutation({
    mutationFn: () => sendJson("POST", `/api/orders/${orderId}/unmask`, { reason }),
    onSuccess: () => toast.good(t("shown")),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const short = reason.trim().length < reasonLength.least;
    setShort(short);
    if (!short) unmask.mutate();
  };
  return (
    <form onSubmit={submit} noValidate className="mb-3 flex flex-wrap items-start gap-3">
      <div className="min-w-0 grow basis-72">
        <Field
          label={t("reason")}
          hint={t("hint")}
          error={isShort ? t("short", { least: reasonLength.least }) : undefined}
        >
          {(ids) => (
            <Input
              {...ids}
              autoComplete="off"
              maxLength={reasonLength.most}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
      </div>
      <Button type="submit" look="primary" disabled={unmask.isPending} className="mt-6">
        {t("show")}
      </Button>
    </form>
  );
}
