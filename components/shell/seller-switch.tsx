"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";

/** Staff choose whose rows they see; the choice stands in the address, so that it can be shared. */
export function SellerSwitch({ sellers }: { sellers: { slug: string; name: string }[] }) {
  const t = useTranslations("nav");
  const router = useRouter();
  const path = usePathname();
  const chosen = useSearchParams().get("seller") ?? "";
  return (
    <select
      aria-label={t("seller")}
      value={chosen}
      onChange={({ target }) => router.push(target.value ? `${path}?seller=${encodeURIComponent(target.value)}` : path)}
      className="h-8 w-full min-w-0 rounded-md border border-line bg-surface px-2 font-medium"
    >
      <option value="">{t("allSellers")}</option>
      {sellers.map(({ slug, name }) => (
        <option key={slug} value={slug}>
          {name}
        </option>
      ))}
    </select>
  );
}
