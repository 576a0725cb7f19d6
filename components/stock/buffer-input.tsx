"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { useToast } from "@/components/ui/toast";
import type { OfferView } from "@/lib/db/read/offers";

/** An offer's own buffer, saved when the field is left or Enter is pressed; emptied, the integration's holds again. */
export function BufferInput({ offer, editable }: { offer: OfferView; editable: boolean }) {
  const t = useTranslations("stock");
  const toast = useToast();
  const client = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (buffer: number | null) => sendJson("PATCH", `/api/offers/${offer.id}`, { buffer }),
    onSuccess: () => toast.good(t("bufferSaved", { sku: offer.sku })),
    onError: (error) => toast.failed(error),
    onSettled: async () => {
      await client.invalidateQueries();
      setTyped(null);
    },
  });
  const stored = offer.buffer === null ? "" : String(offer.buffer);
  const text = typed ?? stored;

  if (!editable) return <span>{offer.buffer ?? <span className="text-muted">{offer.defaultBuffer}</span>}</span>;

  const keep = () => {
    const digits = text.trim();
    if (typed === null || digits === stored) return setTyped(null);
    if (!/^\d{0,5}$/.test(digits)) return setTyped(null);
    save.mutate(digits === "" ? null : Number(digits));
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key === "Escape") setTyped(null);
  };
  return (
    <input
      aria-label={t("bufferOf", { sku: offer.sku })}
      title={t("defaultBuffer", { buffer: offer.defaultBuffer })}
      inputMode="numeric"
      autoComplete="off"
      value={text}
      placeholder={String(offer.defaultBuffer)}
      disabled={save.isPending}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={keep}
      onKeyDown={onKey}
      className="h-8 w-16 rounded-md border border-line-strong bg-raised px-2 text-right placeholder:text-muted max-md:text-base"
    />
  );
}
