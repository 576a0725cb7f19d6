"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { AuditRow } from "@/lib/db/audit-log";

const shape = { dateStyle: "short", timeStyle: "medium" } as const;
const cell = "align-top md:px-4 md:py-2";

/** The audit log, newest first. */
export function AuditTable({ rows, severalSellers }: { rows: AuditRow[]; severalSellers: boolean }) {
  const t = useTranslations("audit");
  const format = useFormatter();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="relative overflow-x-auto" tabIndex={0} aria-label={t("title")}>
      <table className="w-full text-left max-md:block md:min-w-[52rem]">
        <thead className="border-line border-b text-muted text-xs max-md:hidden">
          <tr>
            {[t("when"), t("who"), t("action"), t("subject"), t("change")].map((title) => (
              <th key={title} scope="col" className="px-4 py-2 font-medium">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line max-md:block">
          {rows.map((row) => (
            <tr key={row.id} className="max-md:grid max-md:gap-1 max-md:px-4 max-md:py-3">
              <td className={`${cell} whitespace-nowrap tabular-nums max-md:text-muted max-md:text-xs`}>
                {format.dateTime(new Date(row.at), shape)}
              </td>
              <td className={cell}>
                {row.actor}
                {severalSellers && row.seller ? <span className="block text-muted text-xs">{row.seller}</span> : null}
              </td>
              <td className={`${cell} whitespace-nowrap max-md:font-medium`}>{row.action}</td>
              <td className={`${cell} break-words`}>{row.subject}</td>
              <td className={`${cell} wrap-anywhere max-w-xl font-mono text-xs`}>
                {word(row.before)}
                {row.before !== null && row.after !== null ? " → " : null}
                {word(row.after)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const word = (value: unknown) => (value === null ? null : JSON.stringify(value));
