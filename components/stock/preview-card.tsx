"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import type { StockPreview } from "@/lib/domain/stock/stock-preview";

type Props = { preview: StockPreview; saving: boolean; onSave: () => void; onCancel: () => void };

/** What a change would do on eMAG, before it is saved. */
export function PreviewCard({ preview, saving, onSave, onCancel }: Props) {
  const t = useTranslations("stock.preview");
  const { changed, falls, rises, toZero, held, rows } = preview;
  return (
    <section
      aria-labelledby="preview-title"
      className="my-4 rounded-lg border border-accent bg-surface p-4"
      data-preview={changed}
    >
      <h2 id="preview-title" className="font-semibold">
        {t("title")}
      </h2>
      <p className="mt-1" role="status">
        {changed === 0 ? t("none") : t("sum", { changed, falls, rises, toZero })}
      </p>
      {held > 0 ? <p className="mt-1 font-medium text-red">{t("held", { count: held })}</p> : null}
      {rows.length > 0 ? (
        <div className="mt-3 max-h-72 overflow-y-auto rounded-md border border-line">
          <table className="w-full text-left">
            <thead className="border-line border-b text-muted text-xs">
              <tr>
                <th scope="col" className="px-3 py-1.5 font-medium">
                  SKU
                </th>
                <th scope="col" className="w-20 px-3 py-1.5 text-right font-medium">
                  {t("now")}
                </th>
                <th scope="col" className="w-20 px-3 py-1.5 text-right font-medium">
                  {t("after")}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {rows.map((row) => (
                <tr key={row.id} data-preview-sku={row.sku}>
                  <td className="truncate px-3 py-1.5">{row.sku}</td>
                  <td className="px-3 py-1.5 text-right text-muted">{row.before}</td>
                  <td
                    className={`px-3 py-1.5 text-right font-semibold ${row.after < row.before ? "text-red" : "text-green"}`}
                  >
                    {row.after}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {rows.length < changed ? <p className="mt-1 text-muted text-xs">{t("first", { count: rows.length })}</p> : null}
      <div className="mt-3 flex gap-2">
        <Button look="primary" onClick={onSave} disabled={saving}>
          {t("save")}
        </Button>
        <Button onClick={onCancel}>{t("cancel")}</Button>
      </div>
    </section>
  );
}
