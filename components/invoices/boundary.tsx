"use client";

import { useTranslations } from "use-intl";
import { Rights } from "@/components/invoices/rights";
import { Card } from "@/components/ui/card";

const does = ["reads", "carries", "one", "stops"] as const;
const doesNot = ["anaf", "creates", "proof", "deadline"] as const;

/** What the product does about fiscal documents, what it leaves alone, and the rights that follow from it. */
export function Boundary() {
  const t = useTranslations("fiscal");
  const list = "list-disc space-y-1.5 pl-5 text-pretty";
  return (
    <div className="grid gap-4 lg:grid-cols-3">
      <Card title={t("does")}>
        <ul className={list}>
          {does.map((key) => (
            <li key={key}>{t(`doesList.${key}`)}</li>
          ))}
        </ul>
      </Card>
      <Card title={t("doesNot")}>
        <ul className={list}>
          {doesNot.map((key) => (
            <li key={key}>{t(`doesNotList.${key}`)}</li>
          ))}
        </ul>
      </Card>
      <Card title={t("rights")}>
        <Rights />
      </Card>
    </div>
  );
}
