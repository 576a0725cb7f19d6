"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useSellerHref } from "@/components/shell/side-navigation";
import { type MappingKind, mappingKinds } from "@/lib/domain/mappings/rule";

/** What is filled in: the ERP's Sales Order or the parcel; buffer rules have their own page beside the stock they hold back. */
export function KindTabs({ here, integration }: { here: MappingKind; integration: string }) {
  const t = useTranslations("mappings");
  const withSeller = useSellerHref();
  const tab = (current: boolean) =>
    `-mb-px whitespace-nowrap border-b-2 px-2.5 py-2 font-medium ${current ? "border-accent text-accent" : "border-transparent text-muted hover:text-ink"}`;
  return (
    <nav
      aria-label={t("kinds")}
      className="-mx-4 mb-4 flex gap-1 overflow-x-auto border-line border-b px-4 lg:mx-0 lg:px-0"
    >
      {mappingKinds.map((kind) => (
        <Link
          key={kind}
          href={withSeller(`/mappings?integration=${integration}&kind=${kind}`)}
          aria-current={here === kind ? "page" : undefined}
          className={tab(here === kind)}
        >
          {t(`kind.${kind}`)}
        </Link>
      ))}
      <Link href={withSeller("/stock/rules")} className={tab(false)}>
        {t("kind.stock")}
      </Link>
    </nav>
  );
}
