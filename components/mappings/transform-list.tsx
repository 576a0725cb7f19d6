"use client";

import { useTranslations } from "use-intl";
import type { Draft } from "@/components/mappings/use-draft";
import { Button } from "@/components/ui/button";
import { Input, Select } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";
import {
  dateFormats,
  type Rule,
  roundingModes,
  type Transform,
  textOperations,
  unmatched,
} from "@/lib/domain/mappings/rule";

const fresh: { [Name in Transform["do"]]: Extract<Transform, { do: Name }> } = {
  "vat-strip": { do: "vat-strip", rate: "line.vatRate" },
  "vat-add": { do: "vat-add", rate: "line.vatRate" },
  round: { do: "round", places: 2, mode: "half-up" },
  lookup: { do: "lookup", table: "", otherwise: "refuse" },
  currency: { do: "currency", rates: "BNR", to: "RON" },
  text: { do: "text", op: "trim" },
  replace: { do: "replace", find: " ", by: "" },
  affix: { do: "affix", before: "", after: "" },
  "first-non-empty": { do: "first-non-empty", of: ["order.buyer.name"] },
  date: { do: "date", format: "YYYY-MM-DD" },
  truncate: { do: "truncate" },
  "county-code": { do: "county-code" },
};
const names = Object.keys(fresh) as Transform["do"][];

type Props = { rule: Rule; draft: Draft; set: (rule: Rule) => void };

/** The chain a value goes through, first step first. */
export function TransformList({ rule, draft, set }: Props) {
  const t = useTranslations("mappings");
  const replace = (at: number, ...steps: Transform[]) =>
    set({ ...rule, transforms: rule.transforms.toSpliced(at, 1, ...steps) });
  return (
    <div>
      <p className="mb-1 font-medium text-[0.8125rem]">{t("transforms")}</p>
      <ol className="space-y-2">
        {rule.transforms.map((transform, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own, their place is what they are
            key={`${transform.do}-${at}`}
            className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-sunken px-2.5 py-2"
          >
            <span className="font-medium">{t(`do.${transform.do}`)}</span>
            <Parameters transform={transform} draft={draft} onChange={(next) => replace(at, next)} />
            <Button
              small
              look="quiet"
              className="ml-auto"
              aria-label={t("removeStep", { step: t(`do.${transform.do}`) })}
              onClick={() => replace(at)}
            >
              <Icon name="close" />
            </Button>
          </li>
        ))}
      </ol>
      <Select
        aria-label={t("addStep")}
        className="mt-2 sm:w-64"
        value=""
        onChange={({ target }) =>
          set({ ...rule, transforms: [...rule.transforms, fresh[target.value as Transform["do"]]] })
        }
      >
        <option value="">{t("addStep")}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {t(`do.${name}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}

type ParametersProps = { transform: Transform; draft: Draft; onChange: (transform: Transform) => void };

function Parameters({ transform: one, draft, onChange }: ParametersProps) {
  const t = useTranslations("mappings");
  const text = (label: string, value: string, write: (text: string) => Transform) => (
    <Input
      aria-label={label}
      placeholder={label}
      className="max-w-44"
      value={value}
      onChange={({ target }) => onChange(write(target.value))}
    />
  );
  const choice = <T extends string>(
    label: string,
    value: T,
    options: readonly T[],
    words: (option: T) => string,
    write: (option: T) => Transform,
  ) => (
    <Select
      aria-label={label}
      className="max-w-52"
      value={value}
      onChange={({ target }) => onChange(write(target.value as T))}
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {words(option)}
        </option>
      ))}
    </Select>
  );
  const figure = (written: string) => Math.max(0, Math.min(500, Number.parseInt(written, 10) || 0));
  switch (one.do) {
    case "vat-strip":
    case "vat-add":
      return text(t("rate"), one.rate, (rate) => ({ ...one, rate }));
    case "round":
      return (
        <>
          {text(t("places"), String(one.places), (places) => ({ ...one, places: Math.min(6, figure(places)) }))}
          {choice(
            t("mode"),
            one.mode,
            roundingModes,
            (mode) => t(`rounding.${mode}`),
            (mode) => ({ ...one, mode }),
          )}
        </>
      );
    case "lookup": {
      const tables = ["", ...Object.keys(draft.mapping.tables), "settings.taxZones", "settings.taxCategories"];
      const known = tables.includes(one.table) ? tables : [...tables, one.table];
      return (
        <>
          {choice(
            t("table"),
            one.table,
            known,
            (name) => name || t("chooseTable"),
            (table) => ({ ...one, table }),
          )}
          {choice(
            t("otherwise"),
            one.otherwise,
            unmatched,
            (way) => t(`unmatched.${way}`),
            (otherwise) => ({ ...one, otherwise }),
          )}
          {one.otherwise === "default" ? text(t("default"), one.value ?? "", (value) => ({ ...one, value })) : null}
        </>
      );
    }
    case "currency":
      return (
        <>
          {text(t("rates"), one.rates, (rates) => ({ ...one, rates }))}
          {text(t("to"), one.to, (to) => ({ ...one, to: to.toUpperCase() }))}
        </>
      );
    case "text":
      return choice(
        t("do.text"),
        one.op,
        textOperations,
        (op) => t(`op.${op}`),
        (op) => ({ ...one, op }),
      );
    case "replace":
      return (
        <>
          {text(t("find"), one.find, (find) => ({ ...one, find }))}
          {text(t("by"), one.by, (by) => ({ ...one, by }))}
        </>
      );
    case "affix":
      return (
        <>
          {text(t("before"), one.before, (before) => ({ ...one, before }))}
          {text(t("after"), one.after, (after) => ({ ...one, after }))}
        </>
      );
    case "first-non-empty":
      return text(t("paths"), one.of.join(", "), (paths) => ({
        ...one,
        of: paths.split(",").map((path) => path.trim()),
      }));
    case "date":
      return choice(
        t("do.date"),
        one.format,
        dateFormats,
        (format) => format,
        (format) => ({ ...one, format }),
      );
    case "truncate":
      return text(t("length"), String(one.length ?? ""), (length) =>
        figure(length) > 0 ? { ...one, length: figure(length) } : { do: "truncate" },
      );
    case "county-code":
      return null;
  }
}
