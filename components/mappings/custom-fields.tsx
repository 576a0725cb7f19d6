"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Draft } from "@/components/mappings/use-draft";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input, Select } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import { customTarget, type FieldType, fieldTypes } from "@/lib/domain/mappings/rule";

/** The fields the seller's ERP has beyond the standard ones; each then takes a rule like any other. */
export function CustomFields({ draft, editable }: { draft: Draft; editable: boolean }) {
  const t = useTranslations("mappings");
  const [target, setTarget] = useState("");
  const [type, setType] = useState<FieldType>("text");
  const { mapping } = draft;
  const wanted = target.trim();
  const fit = customTarget.test(wanted) && !mapping.custom.some((one) => one.target === wanted);
  const remove = (name: string) =>
    draft.set({
      ...mapping,
      custom: mapping.custom.filter((one) => one.target !== name),
      rules: mapping.rules.filter((rule) => rule.target !== name),
    });
  return (
    <Card title={t("customFields")}>
      <p className="mb-2 text-muted text-xs">{t("customHint")}</p>
      <ul className="space-y-1">
        {mapping.custom.map((one) => (
          <li key={one.target} className="flex items-center gap-2">
            <span className="min-w-0 break-words font-mono text-xs">{one.target}</span>
            <span className="text-muted text-xs">{t(`type.${one.type}`)}</span>
            {editable ? (
              <Button
                small
                look="quiet"
                className="ml-auto"
                aria-label={t("removeTable", { name: one.target })}
                onClick={() => remove(one.target)}
              >
                <Icon name="close" />
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {editable ? (
        <div className="mt-2 flex flex-wrap gap-2">
          <Input
            aria-label={t("customName")}
            placeholder="custom.Document.UsrChannel"
            className="max-w-72 font-mono"
            value={target}
            onChange={(event) => setTarget(event.target.value)}
          />
          <Select
            aria-label={t("customType")}
            className="max-w-40"
            value={type}
            onChange={(event) => setType(event.target.value as FieldType)}
          >
            {fieldTypes.map((one) => (
              <option key={one} value={one}>
                {t(`type.${one}`)}
              </option>
            ))}
          </Select>
          <Button
            disabled={!fit}
            onClick={() => {
              draft.set({ ...mapping, custom: [...mapping.custom, { target: wanted, type }] });
              setTarget("");
            }}
          >
            {t("addCustom")}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
