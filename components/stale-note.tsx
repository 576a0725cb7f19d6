"use client";

import { useTranslations } from "use-intl";

/** Says that what one sees may be old; takes no room while all is well. */
export function StaleNote({ stale }: { stale: boolean }) {
  const t = useTranslations("common");
  return (
    <div role="status">
      {stale ? <p className="mb-3 rounded-md bg-amber-soft px-3 py-2 font-medium text-amber">{t("stale")}</p> : null}
    </div>
  );
}
