"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { sendText } from "@/components/api";
import { PreviewCard } from "@/components/stock/preview-card";
import { Button, buttonClass } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useToast } from "@/components/ui/toast-provider";
import type { TableImport } from "@/lib/domain/stock/stock-preview";

/** Buffers, caps and ERP items of all offers, out as CSV and in again; what it would change is shown before it is saved. */
export function TableExchange({ integrationId }: { integrationId: string }) {
  const t = useTranslations("stock");
  const toast = useToast();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const url = `/api/integrations/${integrationId}/stock/table`;
  const read = useMutation({
    mutationFn: async (file: File) => {
      const text = await file.text();
      return { text, found: await sendText<TableImport>(url, "text/csv", text) };
    },
    onError: (error) => toast.failed(error),
  });
  const save = useMutation({
    mutationFn: (text: string) => sendText<TableImport>(`${url}?save=1`, "text/csv", text),
    onSuccess: async () => {
      toast.good(t("preview.saved"));
      read.reset();
      await client.invalidateQueries();
    },
    onError: (error) => toast.failed(error),
  });
  const found = read.data?.found;
  return (
    <Card title={t("table.title")} className="mb-4">
      <p className="mb-3 text-muted">{t("table.hint")}</p>
      <div className="flex flex-wrap gap-2">
        <a href={url} download className={buttonClass()}>
          {t("table.out")}
        </a>
        <Button onClick={() => input.current?.click()}>{t("table.in")}</Button>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          aria-label={t("table.in")}
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) read.mutate(file);
            target.value = "";
          }}
        />
      </div>
      {found ? <p className="mt-3">{t("table.rows", { rows: found.rows, changes: found.changes })}</p> : null}
      {found && found.problems.length > 0 ? (
        <div className="mt-2 rounded-md border-red border-l-2 bg-red-soft px-3 py-2">
          <p className="font-semibold text-red">{t("table.problems")}</p>
          <ul className="mt-1 max-h-56 overflow-y-auto">
            {found.problems.map(({ line, column, value, reason }) => (
              <li key={`${line}-${column}`}>
                {t("table.line", { line, column, value, reason: t(`table.reason.${reason}`) })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {found?.preview ? (
        <PreviewCard
          preview={found.preview}
          saving={save.isPending}
          onSave={() => read.data && save.mutate(read.data.text)}
          onCancel={() => read.reset()}
        />
      ) : null}
    </Card>
  );
}
