"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useSellerHref } from "@/components/shell/side-navigation";

const tabs = [
  { key: "causes", href: "/failures" },
  { key: "count", href: "/failures/count" },
] as const;

/** Failures by their cause, and the count that finds what caused no failure. */
export function FailureTabs({ here }: { here: (typeof tabs)[number]["key"] }) {
  const t = useTranslations("failures");
  const withSeller = useSellerHref();
  return (
    <nav aria-label={t("views")} className="flex gap-1">
      {tabs.map(({ key, href }) => (
        <Link
          key={key}
          href={withSeller(href)}
          aria-current={here === key ? "page" : undefined}
          className={`flex h-8 items-center whitespace-nowrap rounded-md px-2.5 font-medium ${here === key ? "bg-surface text-ink ring-1 ring-line-strong" : "text-muted hover:bg-grey-soft hover:text-ink"}`}
        >
          {t(`tab.${key}`)}
        </Link>
      ))}
    </nav>
  );
}
