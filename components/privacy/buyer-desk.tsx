"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { EraseBuyer } from "@/components/privacy/erase-buyer";
import { FoundOrders } from "@/components/privacy/found-orders";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { BuyerOrder } from "@/lib/db/privacy/buyers";

/** A buyer asks what is held of them, or to be forgotten: first the orders found, then what is done with those chosen. */
export function BuyerDesk({ query }: { query: string }) {
  const t = useTranslations("privacy");
  const toast = useToast();
  const [asked, setAsked] = useState("");
  const [chosen, setChosen] = useState<string[]>([]);
  const find = useMutation({
    mutationFn: () => sendJson<{ orders: BuyerOrder[] }>("POST", `/api/privacy/find${query}`, { asked }),
    onSuccess: ({ orders }) => setChosen(orders.filter(({ erasedAt }) => !erasedAt).map(({ id }) => id)),
    onError: (error) => toast.failed(error),
  });
  const give = useMutation({
    mutationFn: () => sendJson("POST", `/api/privacy/export${query}`, { orders: chosen }),
    onSuccess: (held) => hand("megzo-data-request.json", JSON.stringify(held, null, 2)),
    onError: (error) => toast.failed(error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asked.trim()) find.mutate();
  };
  const found = find.data?.orders ?? null;
  const picked = found?.filter(({ id }) => chosen.includes(id)) ?? [];
  const toggle = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
  return (
    <Card title={t("buyer")}>
      <p className="mb-4 max-w-3xl text-muted">{t("buyerLead")}</p>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <Field label={t("asked")}>
            {(ids) => (
              <Input
                {...ids}
                value={asked}
                maxLength={200}
                autoComplete="off"
                onChange={({ target }) => setAsked(target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" disabled={find.isPending || !asked.trim()}>
          {t("find")}
        </Button>
      </form>
      {find.error instanceof ApiProblem
        ? null
        : found && <FoundOrders orders={found} chosen={chosen} toggle={toggle} />}
      {picked.length > 0 ? (
        <div className="mt-4 flex flex-wrap items-start gap-3">
          <Button onClick={() => give.mutate()} disabled={give.isPending}>
            {t("export", { count: picked.length })}
          </Button>
          <EraseBuyer key={chosen.join()} query={query} orders={picked} onErased={() => find.mutate()} />
        </div>
      ) : null}
    </Card>
  );
}

/** Hands a text to the browser as a file; it stands in no address. */
function hand(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
