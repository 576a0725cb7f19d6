"use client";

import { useTranslations } from "use-intl";
import { ValueText } from "@/components/mappings/field-list";
import type { Live } from "@/components/mappings/live-values";
import { SourcePicker } from "@/components/mappings/source-picker";
import { TransformList } from "@/components/mappings/transform-list";
import type { Draft } from "@/components/mappings/use-draft";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input, inputClass, Select } from "@/components/ui/field";
import type { Rule, Source, TargetField } from "@/lib/domain/mappings/rule";

type Props = { field: TargetField; live: Live; draft: Draft; editable: boolean };

const kinds = ["path", "constant", "template", "expression"] as const;

function sourceOf(kind: Source["from"]): Source {
  if (kind === "path") return { from: "path", path: "order.id" };
  if (kind === "constant") return { from: "constant", value: "" };
  return kind === "template" ? { from: "template", text: "{order.id}" } : { from: "expression", code: "order.id" };
}

/** The rule of one field: where the value comes from, what is done to it, what stands there when it ends empty. */
export function RuleEditor({ field, live, draft, editable }: Props) {
  const t = useTranslations("mappings");
  const rule = live.rules.get(field.target) ?? null;
  const set = (next: Rule | null) => draft.setRule(field.target, next);
  const facts = [
    t(`type.${field.type}`),
    field.length ? t("atMost", { count: field.length }) : "",
    field.required ? t("required") : "",
    field.options ? field.options.join(" / ") : "",
  ];
  return (
    <Card title={field.label} aside={<span className="text-muted text-xs">{facts.filter(Boolean).join(" · ")}</span>}>
      {field.locked ? <p className="mb-3 text-muted">{t("lockedWhy")}</p> : null}
      {rule === null ? (
        <div className="flex items-center gap-3">
          <p className="text-muted">{t("noRule")}</p>
          {editable ? (
            <Button small onClick={() => set({ target: field.target, source: sourceOf("path"), transforms: [] })}>
              {t("addRule")}
            </Button>
          ) : null}
        </div>
      ) : (
        <fieldset disabled={!editable} className="space-y-4">
          <legend className="sr-only">{field.label}</legend>
          <div className="grid gap-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
            <Field label={t("source")}>
              {(ids) => (
                <Select
                  {...ids}
                  value={rule.source.from}
                  onChange={({ target }) => set({ ...rule, source: sourceOf(target.value as Source["from"]) })}
                >
                  {kinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {t(`from.${kind}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <SourceValue rule={rule} set={set} live={live} />
          </div>
          <When rule={rule} set={set} />
          <TransformList rule={rule} draft={draft} set={set} />
          <Fallback rule={rule} set={set} />
          <div className="flex flex-wrap items-center justify-between gap-3 border-line border-t pt-3">
            <div className="min-w-0">
              <p className="text-muted text-xs">{t("sampleValue")}</p>
              <div aria-live="polite" data-testid="sample-value">
                <ValueText value={live.value(field.target)} />
              </div>
            </div>
            {field.required ? null : (
              <Button small look="quiet" onClick={() => set(null)}>
                {t("removeRule")}
              </Button>
            )}
          </div>
        </fieldset>
      )}
    </Card>
  );
}

type PartProps = { rule: Rule; set: (rule: Rule) => void };

function SourceValue({ rule, set, live }: PartProps & { live: Live }) {
  const t = useTranslations("mappings");
  const { source } = rule;
  if (source.from === "path")
    return (
      <SourcePicker
        label={t("path")}
        value={source.path}
        leaves={live.leaves(rule.target)}
        onChange={(path) => set({ ...rule, source: { from: "path", path } })}
      />
    );
  if (source.from === "expression")
    return (
      <Field label={t("from.expression")} hint={t("expressionHint")}>
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            spellCheck={false}
            className={`${inputClass} h-auto py-2 font-mono`}
            value={source.code}
            onChange={({ target }) => set({ ...rule, source: { from: "expression", code: target.value } })}
          />
        )}
      </Field>
    );
  const text = source.from === "template" ? source.text : String(source.value);
  return (
    <Field label={t(`from.${source.from}`)} hint={source.from === "template" ? t("templateHint") : undefined}>
      {(ids) => (
        <Input
          {...ids}
          value={text}
          onChange={({ target: { value } }) =>
            set({
              ...rule,
              source: source.from === "template" ? { from: "template", text: value } : { from: "constant", value },
            })
          }
        />
      )}
    </Field>
  );
}

/** The rule may speak of some orders only; the others take what stands there when it is empty. */
function When({ rule, set }: PartProps) {
  const t = useTranslations("mappings");
  const { when, ...rest } = rule;
  const write = (path: string, is: string) =>
    set(path.trim() === "" ? rest : { ...rest, when: { path: path.trim(), is } });
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t("when")} hint={t("whenHint")}>
        {(ids) => (
          <Input
            {...ids}
            placeholder="order.shipping.country"
            value={when?.path ?? ""}
            onChange={({ target }) => write(target.value, when?.is ?? "")}
          />
        )}
      </Field>
      {when ? (
        <Field label={t("whenIs")}>
          {(ids) => <Input {...ids} value={when.is} onChange={({ target }) => write(when.path, target.value)} />}
        </Field>
      ) : null}
    </div>
  );
}

function Fallback({ rule, set }: PartProps) {
  const t = useTranslations("mappings");
  const { fallback, ...rest } = rule;
  const value = fallback ? (fallback.from === "path" ? fallback.path : String(fallback.value)) : "";
  return (
    <div className="grid gap-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <Field label={t("fallback")}>
        {(ids) => (
          <Select
            {...ids}
            value={fallback?.from ?? "none"}
            onChange={({ target }) => {
              if (target.value === "none") set(rest);
              else
                set(
                  target.value === "path"
                    ? { ...rest, fallback: { from: "path", path: "order.id" } }
                    : { ...rest, fallback: { from: "constant", value: "" } },
                );
            }}
          >
            <option value="none">{t("fallbackNone")}</option>
            <option value="constant">{t("from.constant")}</option>
            <option value="path">{t("from.path")}</option>
          </Select>
        )}
      </Field>
      {fallback ? (
        <Field label={t("fallbackValue")}>
          {(ids) => (
            <Input
              {...ids}
              value={value}
              onChange={({ target }) =>
                set({
                  ...rest,
                  fallback:
                    fallback.from === "path"
                      ? { from: "path", path: target.value }
                      : { from: "constant", value: target.value },
                })
              }
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
