"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { useSellerHref } from "@/components/shell/side-navigation";

const parts = [
  { key: "offers", href: "/stock" },
  { key: "rules", href: "/stock/rules" },
  { key: "drift", href: "/stock/drift" },
  { key: "matching", href: "/stock/matching" },
] as const;

export function StockTabs() {
  const t = useTranslations("stock");
  const path = usePathname();
  const withSeller = useSellerHref();
  return (
    <nav
      aria-label={t("parts")}
      className="-mx-4 mb-4 flex gap-1 overflow-x-auto border-line border-b px-4 lg:mx-0 lg:px-0"
    >
      {parts.map(({ key, href }) => (
        <Link
          key={key}
          href={withSeller(href)}
          aria-current={path === href ? "page" : undefined}
          className={`-mb-px whitespace-nowrap border-b-2 px-2.5 py-2 font-medium ${path === href ? "border-accent text-accent" : "border-transparent text-muted hover:text-ink"}`}
        >
          {t(`part.${key}`)}
        </Link>
      ))}
    </nav>
  );
}
