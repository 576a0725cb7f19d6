"use client";

import { useTranslations } from "use-intl";
import type { FieldProblem } from "@/components/api";
import { type RuleDraft, ruleFields } from "@/components/stock/rule-draft";
import { Button } from "@/components/ui/button";
import { inputClass } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";

type Props = {
  rules: RuleDraft[];
  editable: boolean;
  problems: FieldProblem[];
  onChange: (rules: RuleDraft[]) => void;
};

const hints = { sku: "skuHint", category: "categoryHint", amount: "amountHint" } as const;

/** The rules in the order in which they are tried. */
export function RuleTable({ rules, editable, problems, onChange }: Props) {
  const t = useTranslations("stock.rules");
  const set = (index: number, part: Partial<RuleDraft>) =>
    onChange(rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)));
  const add = () => {
    const id = Math.max(0, ...rules.map((rule) => rule.id + 1));
    onChange([...rules, { id, sku: "", category: "", warehouse: "", amount: "", cap: "" }]);
  };
  const raise = (index: number) => {
    const next = [...rules];
    const [moved] = next.splice(index, 1);
    if (moved) next.splice(index - 1, 0, moved);
    onChange(next);
  };
  return (
    <>
      {rules.length === 0 ? <p className="mb-3 text-muted">{t("none")}</p> : null}
      <ol className="space-y-3">
        {rules.map((rule, index) => (
          <li key={rule.id} className="flex flex-wrap items-end gap-2">
            <span className="w-5 pb-2 text-muted">{index + 1}</span>
            {ruleFields.map((name) => (
              <label key={name} className="min-w-24 flex-1">
                <span className="mb-1 block text-muted text-xs">{t(name)}</span>
                <input
                  aria-label={t("of", { label: t(name), number: index + 1 })}
                  value={rule[name]}
                  disabled={!editable}
                  placeholder={name in hints ? t(hints[name as keyof typeof hints]) : ""}
                  onChange={({ target }) => set(index, { [name]: target.value })}
                  className={inputClass}
                />
              </label>
            ))}
            {editable ? (
              <span className="flex">
                <Button
                  look="quiet"
                  aria-label={t("up", { number: index + 1 })}
                  disabled={index === 0}
                  onClick={() => raise(index)}
                >
                  <Icon name="up" />
                </Button>
                <Button
                  look="quiet"
                  aria-label={t("remove", { number: index + 1 })}
                  onClick={() => onChange(rules.filter((_, at) => at !== index))}
                >
                  <Icon name="close" />
                </Button>
              </span>
            ) : null}
            {problems
              .filter(({ path }) => path.includes(`bufferRules.${index}`))
              .map(({ path, message }) => (
                <p key={path} role="alert" className="w-full font-medium text-red text-xs">
                  {t("wrong", { number: index + 1, message })}
                </p>
              ))}
          </li>
        ))}
      </ol>
      {editable ? (
        <Button className="mt-3" onClick={add}>
          {t("add")}
        </Button>
      ) : null}
    </>
  );
}
