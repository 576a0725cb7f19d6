"use client";

import { useTranslations } from "use-intl";
import { buttonClass } from "@/components/ui/button";
import { Icon } from "@/components/ui/icons";
import type { OrderView } from "@/lib/db/orders/order-detail";

/** The same order in the two systems' own screens. */
export function PageLinks({ pages }: Pick<OrderView, "pages">) {
  const t = useTranslations("order");
  const links = [
    { href: pages.channel, system: "eMAG" },
    { href: pages.erp, system: "Acumatica" },
  ];
  return links.map(({ href, system }) =>
    href ? (
      <a key={system} href={href} target="_blank" rel="noreferrer" className={buttonClass("quiet", true)}>
        {t("openIn", { system })}
        <Icon name="open" className="size-3.5" />
      </a>
    ) : null,
  );
}
