"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast-provider";
import type { BuyerOrder } from "@/lib/db/privacy/buyers";

type Props = { query: string; orders: BuyerOrder[]; onErased: () => void };

/** What erasing would do is said first; it is done at the second click, and only when every order is finished. */
export function EraseBuyer({ query, orders, onErased }: Props) {
  const t = useTranslations("privacy");
  const common = useTranslations("common");
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const erase = useMutation({
    mutationFn: () =>
      sendJson<{ erased: number }>("POST", `/api/privacy/erase${query}`, { orders: orders.map(({ id }) => id) }),
    onSuccess: ({ erased }) => {
      toast.good(t("done", { count: erased }));
      onErased();
    },
    onError: (error) => toast.failed(error),
  });
  const waiting = orders.filter(({ waitsFor, erasedAt }) => waitsFor && !erasedAt);
  if (waiting.length > 0) {
    const numbers = waiting.map(({ number }) => number).join(", ");
    return <p className="max-w-2xl flex-1 basis-64 text-amber">{t("refused", { count: waiting.length, numbers })}</p>;
  }
  const left = orders.filter(({ erasedAt }) => !erasedAt);
  if (left.length === 0) return null;
  if (!asking) return <Button onClick={() => setAsking(true)}>{t("erase", { count: left.length })}</Button>;
  return (
    <div role="alertdialog" aria-label={t("erase", { count: left.length })} className="flex-1 basis-80">
      <p className="font-medium">{t("preview", { count: left.length })}</p>
      <ul className="mt-1 list-disc pl-5 text-muted">
        <li>{t("goes")}</li>
        <li>{t("stays")}</li>
        <li>{t("elsewhere")}</li>
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button look="primary" onClick={() => erase.mutate()} disabled={erase.isPending}>
          {t("eraseNow")}
        </Button>
        <Button look="quiet" onClick={() => setAsking(false)}>
          {common("cancel")}
        </Button>
      </div>
    </div>
  );
}
