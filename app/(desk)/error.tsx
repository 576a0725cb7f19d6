"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/card";

export default function DeskError({ reset }: { error: Error; reset: () => void }) {
  const t = useTranslations("errors");
  return (
    <Empty title={t("title")} hint={t("body")}>
      <Button onClick={reset}>{t("again")}</Button>
    </Empty>
  );
}
