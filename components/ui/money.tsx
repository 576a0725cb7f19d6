"use client";

import { useLocale } from "use-intl";
import type { Decimal } from "@/lib/domain/money";

/** Decimal text with the reader's separators; the formatter takes text, so no digit is lost. */
export function Money({ amount, currency, digits = 2 }: { amount: Decimal; currency?: string; digits?: number }) {
  const shape = { minimumFractionDigits: Math.min(digits, 2), maximumFractionDigits: digits };
  const text = new Intl.NumberFormat(useLocale(), shape).format(amount as `${number}`);
  return (
    <span className="whitespace-nowrap">
      {text}
      {currency ? <span className="ml-1 text-muted text-xs">{currency}</span> : null}
    </span>
  );
}
