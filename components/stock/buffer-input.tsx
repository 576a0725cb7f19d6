"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { useToast } from "@/components/ui/toast-provider";
import type { OfferView } from "@/lib/db/stock/offer-list";
import { bufferText, parseBuffer } from "@/lib/domain/stock/stock";
import type { StockPreview } from "@/lib/domain/stock/stock-preview";

/** How long the typing must pause before its outcome is asked for. */
const pauseMs = 250;

/**
 * An offer's own buffer, saved when the field is left or Enter is pressed; emptied, the rules hold again. While it is
 * typed, what eMAG would show stands under it.
 */
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
    <>
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
      {typed !== null && typed.trim() !== stored && parsed ? <Outcome offer={offer} change={parsed} /> : null}
    </>
  );
}

/** What eMAG would show with a buffer that is not saved yet, in one line. */
function Outcome({ offer, change }: { offer: OfferView; change: NonNullable<ReturnType<typeof parseBuffer>> }) {
  const t = useTranslations("stock.preview");
  const changes = [{ offerId: offer.id, ...change }];
  const { data, error } = useQuery({
    queryKey: ["stock-preview", ...changes],
    queryFn: async ({ signal }) => {
      // Every offer is figured anew for an answer, so a key that is followed by another asks for none.
      await new Promise((done) => setTimeout(done, pauseMs));
      signal.throwIfAborted();
      return sendJson<StockPreview>("POST", `/api/integrations/${offer.integrationId}/stock/preview`, { changes });
    },
    staleTime: 5_000,
  });
  if (error) return <output className="mt-1 block text-muted text-xs">{t("unknown")}</output>;
  const row = data?.rows.find(({ id }) => id === offer.id);
  const tone = row && row.after < row.before ? "text-red" : "text-green";
  return (
    <output className={`mt-1 block whitespace-nowrap text-xs ${row ? tone : "text-muted"}`}>
      {data ? (row ? t("one", row) : t("oneStays")) : "…"}
    </output>
  );
}
