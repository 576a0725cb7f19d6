"use client";

import { useTranslations } from "use-intl";

const rights = ["salesOrders", "shipments", "invoices", "files", "stock"] as const;

/** What the ERP user must be allowed, form by form; invoices are only ever read. */
export function Rights() {
  const t = useTranslations("fiscal");
  return (
    <>
      <p className="mb-2 text-muted">{t("rightsHint")}</p>
      <ul className="list-disc space-y-1.5 text-pretty pl-5">
        {rights.map((key) => (
          <li key={key}>{t(`right.${key}`)}</li>
        ))}
      </ul>
    </>
  );
}
