"use client";

import { useTranslations } from "use-intl";
import { Ago } from "@/components/ui/ago";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { Iso } from "@/lib/db/iso";
import type { BufferChange } from "@/lib/db/stock/buffer-history";
import type { StockSettings } from "@/lib/domain/settings";

type Props = { changes: BufferChange[]; now: Iso; editable: boolean; onBring: (stock: StockSettings) => void };

/** What was held back before each change; bringing it back puts it into the fields, to be previewed and saved. */
export function BufferHistory({ changes, now, editable, onBring }: Props) {
  const t = useTranslations("stock.history");
  if (changes.length === 0) return null;
  return (
    <Card title={t("title")} className="mt-4" flush>
      <ol className="divide-y divide-line">
        {changes.map(({ id, until, actor, stock }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <span>
              {t("held", {
                buffer: stock.buffer,
                cap: stock.cap === undefined ? "none" : String(stock.cap),
                rules: stock.bufferRules?.length ?? 0,
              })}
            </span>
            <span className="text-muted text-xs">
              {t("until", { actor })} <Ago at={until} now={now} />
            </span>
            {editable ? (
              <Button small className="ml-auto" onClick={() => onBring(stock)}>
                {t("bring")}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
    </Card>
  );
}
