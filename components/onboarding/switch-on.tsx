"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Button, buttonClass } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast-provider";
import type { Onboarding } from "@/lib/db/overview/onboarding";

/** The last click: from here on orders are entered. */
export function SwitchOn({ data: { integration, dryRun } }: { data: Onboarding }) {
  const t = useTranslations("start");
  const toast = useToast();
  const client = useQueryClient();
  const turn = useMutation({
    mutationFn: () =>
      sendJson("PATCH", `/api/integrations/${integration?.id}`, {
        enabled: true,
        heartbeatMinutes: integration?.heartbeatMinutes,
        settings: integration?.settings,
        revision: integration?.revision,
      }),
    onSuccess: () => toast.good(t("switchedOn")),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  if (!integration) return null;
  return (
    <>
      {dryRun && dryRun.failing > 0 ? (
        <p className="font-medium text-amber">{t("switchStops", { failing: dryRun.failing })}</p>
      ) : null}
      <p className="text-muted">{t("switchLook", { minutes: integration.heartbeatMinutes })}</p>
      {integration.enabled ? null : (
        <Button look="primary" disabled={turn.isPending} onClick={() => turn.mutate()}>
          {turn.isPending ? t("working") : t("switchOn")}
        </Button>
      )}
    </>
  );
}

export function FirstOrder({ data: { firstOrder } }: { data: Onboarding }) {
  const t = useTranslations("start");
  const withSeller = useSellerHref();
  if (!firstOrder) return <p aria-live="polite">{t("waiting")}</p>;
  const { id, number, salesOrder } = firstOrder;
  return (
    <p className="flex flex-wrap items-center gap-3" data-testid="first-order">
      <span>{t("arrived", { number, salesOrder })}</span>
      <Link href={withSeller(`/orders/${id}`)} className={buttonClass("secondary", true)}>
        {t("open")}
      </Link>
    </p>
  );
}
