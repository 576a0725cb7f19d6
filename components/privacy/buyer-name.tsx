import { useTranslations } from "use-intl";

/** Who bought; in words where the buyer was erased. */
export function BuyerName({ name }: { name: string }) {
  const t = useTranslations("privacy");
  return name || <span className="text-muted">{t("erased")}</span>;
}
