"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { ProblemText } from "@/components/problem-text";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Button, buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import { useToast } from "@/components/ui/toast-provider";
import type { FailureView } from "@/lib/db/failures/failure-list";
import { decidedPerOrder } from "@/lib/domain/orders/cause";
import type { Problem, ProblemCode } from "@/lib/domain/problem";

type Check = { checked: boolean; problem: Problem | null };
type Retried = { steps: number; more: boolean };

/** Where a cause is put right inside MEGZO; all others are cured in the other system. */
const places: Partial<Record<ProblemCode, "/settings" | "/connections" | "/stock">> = {
  "settings-missing": "/settings",
  "customer-unknown": "/settings",
  "warehouse-unknown": "/settings",
  "order-type-unknown": "/settings",
  "item-unknown": "/stock",
  "line-without-sku": "/stock",
  "tenant-wrong": "/connections",
  "credentials-refused": "/connections",
};

const checkable: readonly ProblemCode[] = ["item-unknown", "customer-unknown", "warehouse-unknown"];

/** Fix, check, retry all of this cause; a cause that is decided order by order says so instead. */
export function Cure({ failure }: { failure: FailureView }) {
  const t = useTranslations("failures");
  const { sellerId, code, params, retriable } = failure;
  const cause = { sellerId, code, params };
  const toast = useToast();
  const client = useQueryClient();
  const check = useMutation({
    mutationFn: () => sendJson<Check>("POST", "/api/failures/check", cause),
    onError: (error) => toast.failed(error),
  });
  const retry = useMutation({
    mutationFn: (only: 1 | undefined) => sendJson<Retried>("POST", "/api/failures/retry", { ...cause, only }),
    onSuccess: ({ steps, more }) =>
      toast.good(more ? t("retriedMore", { count: steps }) : t("retried", { count: steps })),
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  if (decidedPerOrder.includes(code)) return <p className="font-medium">{t("decide")}</p>;
  if (retriable === 0) return <p className="text-muted">{t("byItself")}</p>;
  const busy = check.isPending || retry.isPending;
  return (
    <div>
      <div className="flex flex-wrap gap-2">
        <Place code={code} />
        {checkable.includes(code) ? (
          <Button small onClick={() => check.mutate()} disabled={busy}>
            <Icon name="search" className="size-3.5" />
            {check.isPending ? t("checking") : t("check")}
          </Button>
        ) : null}
        {retriable > 1 ? (
          <Button small onClick={() => retry.mutate(1)} disabled={busy}>
            {t("tryOne")}
          </Button>
        ) : null}
        <Button small look="primary" onClick={() => retry.mutate(undefined)} disabled={busy}>
          <Icon name="retry" className="size-3.5" />
          {t("retryAll", { count: retriable })}
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {check.data ? <Finding check={check.data} /> : null}
      </div>
    </div>
  );
}

function Place({ code }: { code: ProblemCode }) {
  const t = useTranslations();
  const withSeller = useSellerHref();
  const place = places[code];
  if (!place) return null;
  return (
    <Link href={withSeller(place)} className={buttonClass("secondary", true)}>
      {t("failures.fixAt", { place: t(`nav.${place.slice(1) as "settings" | "connections" | "stock"}`) })}
    </Link>
  );
}

function Finding({ check }: { check: Check }) {
  const t = useTranslations("failures");
  if (!check.checked) return <p className="mt-2 text-muted">{t("notCheckable")}</p>;
  if (check.problem) {
    return (
      <div className="mt-2">
        <p className="mb-1 font-medium text-amber">{t("stillThere")}</p>
        <ProblemText problem={check.problem} tone="amber" />
      </div>
    );
  }
  return (
    <p className="mt-2 flex items-center gap-1.5 font-medium text-green">
      <Icon name="check" />
      {t("cured")}
    </p>
  );
}
