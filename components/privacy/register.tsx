"use client";

import { useTranslations } from "use-intl";
import { Card } from "@/components/ui/card";
import type { Processing } from "@/lib/domain/privacy/register";

type Props = { rows: Processing[]; controller: string; host: string };
const cell = "px-4 py-2.5 align-top";

/** The register of processing, made from the configuration: what is switched off is not in it. */
export function Register({ rows, controller, host }: Props) {
  const t = useTranslations("privacy");
  const titles = [t("activity"), t("data"), t("why"), t("from"), t("receives"), t("howLong")];
  return (
    <Card title={t("register")} flush>
      <p className="border-line border-b px-4 py-3 text-muted">{t("registerLead", { controller, host })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label={t("register")}>
        <table className="w-full min-w-[60rem] text-left">
          <thead className="border-line border-b text-muted text-xs">
            <tr>
              {titles.map((title) => (
                <th key={title} scope="col" className="px-4 py-2 font-medium">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map(({ activity, from, to, term }) => (
              <tr key={activity}>
                <th scope="row" className={`${cell} whitespace-nowrap font-medium`}>
                  {t(`activities.${activity}.name`)}
                </th>
                <td className={cell}>{t(`activities.${activity}.data`)}</td>
                <td className={cell}>{t(`activities.${activity}.why`)}</td>
                <td className={`${cell} break-words`}>{from.join(", ") || "–"}</td>
                <td className={`${cell} break-words`}>{to.join(", ") || t("nobody")}</td>
                <td className={cell}>
                  {term.kind === "days" ? t("days", { count: term.days }) : t(`term.${term.kind}`)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
}
