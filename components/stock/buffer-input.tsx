"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { useToast } from "@/components/ui/toast";
import type { OfferView } from "@/lib/db/read/offers";
import { bufferText, parseBuffer } from "@/lib/domain/stock";

/** An offer's own buffer, saved when the field is left or Enter is pressed; emptied, the rules hold again. */
export function BufferInput({ offer, editable }: { offer: OfferView; editable: boolean }) {
  const t = useTranslations("stock");
  const toast = useToast();
  const client = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (change: object) => sendJson("PATCH", `/api/offers/${offer.id}`, change),
    onSuccess: () => toast.good(t("bufferSaved", { sku: offer.sku })),
    onError: (error) => toast.failed(error),
    onSettled: async () => {
      await client.invalidateQueries();
      setTyped(null);
    },
  });
  const stored = bufferText(offer);
  const text = typed ?? stored;
  const parsed = parseBuffer(text);
  const usual = String(offer.heldBack ?? offer.defaultBuffer);

  if (!editable) return <span>{stored || <span className="text-muted">{usual}</span>}</span>;

  const keep = () => {
    if (typed === null || typed.trim() === stored) return setTyped(null);
    // What cannot be read stays in its field, marked, so that it can be mended.
    if (parsed) save.mutate(parsed);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key === "Escape") setTyped(null);
  };
  return (
    <input
      aria-label={t("bufferOf", { sku: offer.sku })}
      aria-invalid={parsed === undefined}
      title={parsed === undefined ? t("bufferWrong") : t("defaultBuffer", { buffer: offer.defaultBuffer })}
      inputMode="text"
      autoComplete="off"
      value={text}
      placeholder={usual}
      disabled={save.isPending}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={keep}
      onKeyDown={onKey}
      className="h-8 w-16 rounded-md border border-line-strong bg-raised px-2 text-right placeholder:text-muted aria-invalid:border-red max-md:text-base"
    />
  );
}
