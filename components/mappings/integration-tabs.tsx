"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Select } from "@/components/ui/field";
import type { IntegrationView } from "@/lib/db/connections/integration-list";

type Props = { all: IntegrationView[]; here: string; severalSellers: boolean };

/** Which integration's mapping is shown; nothing to choose, nothing shown. */
export function IntegrationTabs({ all, here, severalSellers }: Props) {
  const t = useTranslations("mappings");
  const router = useRouter();
  const withSeller = useSellerHref();
  if (all.length < 2) return null;
  return (
    <Select
      aria-label={t("integration")}
      className="sm:w-64"
      value={here}
      onChange={({ target }) => router.push(withSeller(`/mappings?integration=${target.value}`))}
    >
      {all.map(({ id, slug, seller }) => (
        <option key={id} value={id}>
          {severalSellers ? `${seller.name} · ${slug}` : slug}
        </option>
      ))}
    </Select>
  );
}
