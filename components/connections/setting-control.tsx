"use client";

import { useTranslations } from "use-intl";
import { type OptionKey, pathOf, type SettingField } from "@/components/connections/setting-fields";
import { Field, Input, Select } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import type { Suggestion } from "@/lib/db/connections/integration-list";

type Props = {
  field: SettingField;
  value: string | boolean;
  error: string | undefined;
  editable: boolean;
  /** What the channel's own lists offer; anything else may be typed. */
  suggestions?: Suggestion[];
  onChange: (value: string | boolean) => void;
};

export function SettingControl({ field, value, error, editable, suggestions = [], onChange }: Props) {
  const t = useTranslations("settings");
  const label = t(`field.${field.key}`);
  if (field.kind === "switch") {
    return (
      <div className="sm:col-span-full">
        <Switch label={label} checked={value === true} disabled={!editable} onChange={onChange} />
      </div>
    );
  }
  return (
    <Field label={label} hint={field.hint ? t(`hint.${field.hint}`) : undefined} error={error}>
      {(ids) =>
        field.kind === "choice" ? (
          <Select
            {...ids}
            name={pathOf(field.key)}
            value={String(value)}
            onChange={({ target }) => onChange(target.value)}
          >
            {(field.options ?? []).map((option) => (
              <option key={option} value={option}>
                {t(`option.${`${field.key}_${option}` as OptionKey}`)}
              </option>
            ))}
          </Select>
        ) : (
          <>
            <Input
              {...ids}
              name={pathOf(field.key)}
              list={suggestions.length > 0 ? `${ids.id}-list` : undefined}
              inputMode={field.kind === "number" ? "decimal" : undefined}
              autoComplete="off"
              value={String(value)}
              onChange={({ target }) => onChange(target.value)}
            />
            {suggestions.length > 0 ? (
              <datalist id={`${ids.id}-list`}>
                {suggestions.map((one) => (
                  <option key={one.value} value={one.value} label={one.label} />
                ))}
              </datalist>
            ) : null}
          </>
        )
      }
    </Field>
  );
}
