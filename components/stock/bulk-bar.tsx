"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { PreviewCard } from "@/components/stock/preview-card";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { OfferView } from "@/lib/db/stock/offer-list";
import { parseBuffer, parseCap } from "@/lib/domain/stock/stock";
import type { StockPreview } from "@/lib/domain/stock/stock-preview";

type Props = { offers: OfferView[]; onDone: () => void };

/** One buffer and cap for all chosen offers, of one integration at a time; shown before it is saved. */
export function BulkBar({ offers, onDone }: Props) {
  const t = useTranslations("stock");
  const toast = useToast();
  const client = useQueryClient();
  const [buffer, setBuffer] = useState("");
  const [cap, setCap] = useState("");
  const parts = { buffer: parseBuffer(buffer), cap: parseCap(cap) };
  const wrong = parts.buffer === undefined || parts.cap === undefined;
  const change = { ...parts.buffer, ...(cap.trim() === "" ? {} : { cap: parts.cap }) };
  const integrationId = offers[0]?.integrationId ?? "";
  const changes = offers
    .filter((offer) => offer.integrationId === integrationId)
    .map(({ id }) => ({ offerId: id, ...change }));
  const preview = useMutation({
    mutationFn: () => sendJson<StockPreview>("POST", `/api/integrations/${integrationId}/stock/preview`, { changes }),
    onError: (error) => toast.failed(error),
  });
  const save = useMutation({
    mutationFn: () => sendJson("PATCH", `/api/integrations/${integrationId}/stock/offers`, { changes }),
    onSuccess: async () => {
      toast.good(t("preview.saved"));
      preview.reset();
      onDone();
      await client.invalidateQueries();
    },
    onError: (error) => toast.failed(error),
  });
  return (
    <div className="mb-3 rounded-lg border border-line bg-surface p-3">
      <div className="flex flex-wrap items-end gap-3">
        <p className="pb-2 font-medium">{t("bulk.selected", { count: changes.length })}</p>
        <div className="w-36">
          <Field label={t("bulk.buffer")} error={parts.buffer === undefined ? t("bufferWrong") : undefined}>
            {(ids) => (
              <Input
                {...ids}
                value={buffer}
                placeholder={t("bulk.bufferHint")}
                onChange={({ target }) => setBuffer(target.value)}
              />
            )}
          </Field>
        </div>
        <div className="w-36">
          <Field label={t("bulk.cap")}>
            {(ids) => (
              <Input
                {...ids}
                value={cap}
                placeholder={t("bulk.capHint")}
                onChange={({ target }) => setCap(target.value)}
              />
            )}
          </Field>
        </div>
        <Button look="primary" disabled={wrong || preview.isPending} onClick={() => preview.mutate()}>
          {t("bulk.preview")}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t("bulk.clear")}
        </Button>
      </div>
      {preview.data ? (
        <PreviewCard
          preview={preview.data}
          saving={save.isPending}
          onSave={() => save.mutate()}
          onCancel={() => preview.reset()}
        />
      ) : null}
    </div>
  );
}
