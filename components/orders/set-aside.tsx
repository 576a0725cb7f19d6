"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Ago } from "@/components/ui/ago";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast-provider";
import type { OrderView } from "@/lib/db/orders/order-detail";

/** Says that a person took the order out of the flow, who and why, and lets one put it back. */
export function SetAside({ order, mayRetry }: { order: OrderView; mayRetry: boolean }) {
  const t = useTranslations("order");
  const orders = useTranslations("orders");
  const toast = useToast();
  const queries = useQueryClient();
  const resume = useMutation({
    mutationFn: () => sendJson("POST", "/api/orders/act", { action: "resume", ids: [order.id], preview: false }),
    onSuccess: () => void queries.invalidateQueries(),
    onError: toast.failed,
  });
  if (!order.setAside) return null;
  const { at, by, note } = order.setAside;
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line-strong bg-sunken px-4 py-3">
      <div className="min-w-0">
        <p className="font-medium">{t("setAside", { by })}</p>
        {note ? <p className="text-pretty">{note}</p> : null}
        <p className="text-muted text-xs">
          <Ago at={at} now={order.now} />
        </p>
      </div>
      {mayRetry ? (
        <Button look="primary" disabled={resume.isPending} onClick={() => resume.mutate()}>
          {orders("act.resume")}
        </Button>
      ) : null}
    </div>
  );
}
