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
  switch (one.do) {
    case "vat-strip":
    case "vat-add":
      return <Text label={t("rate")} value={one.rate} write={(rate) => onChange({ ...one, rate })} />;
    case "round":
      return (
        <>
          <Text
            label={t("places")}
            value={String(one.places)}
            write={(places) => onChange({ ...one, places: Math.min(6, figure(places)) })}
          />
          <Choice
            label={t("mode")}
            value={one.mode}
            options={roundingModes}
            words={(mode) => t(`rounding.${mode}`)}
            write={(mode) => onChange({ ...one, mode })}
          />
        </>
      );
    case "lookup":
      return <LookupParameters one={one} draft={draft} onChange={onChange} />;
    case "currency":
      return (
        <>
          <Text label={t("rates")} value={one.rates} write={(rates) => onChange({ ...one, rates })} />
          <Text label={t("to")} value={one.to} write={(to) => onChange({ ...one, to: to.toUpperCase() })} />
        </>
      );
    case "text":
      return (
        <Choice
          label={t("do.text")}
          value={one.op}
          options={textOperations}
          words={(op) => t(`op.${op}`)}
          write={(op) => onChange({ ...one, op })}
        />
      );
    case "replace":
      return (
        <>
          <Text label={t("find")} value={one.find} write={(find) => onChange({ ...one, find })} />
          <Text label={t("by")} value={one.by} write={(by) => onChange({ ...one, by })} />
        </>
      );
    case "affix":
      return (
        <>
          <Text label={t("before")} value={one.before} write={(before) => onChange({ ...one, before })} />
          <Text label={t("after")} value={one.after} write={(after) => onChange({ ...one, after })} />
        </>
      );
    case "first-non-empty":
      return (
        <Text
          label={t("paths")}
          value={one.of.join(", ")}
          write={(paths) => onChange({ ...one, of: paths.split(",").map((path) => path.trim()) })}
        />
      );
    case "date":
      return (
        <Choice
          label={t("do.date")}
          value={one.format}
          options={dateFormats}
          words={(format) => format}
          write={(format) => onChange({ ...one, format })}
        />
      );
    case "truncate":
      return (
        <Text
          label={t("length")}
          value={String(one.length ?? "")}
          write={(length) => onChange(figure(length) > 0 ? { ...one, length: figure(length) } : { do: "truncate" })}
        />
      );
    case "county-code":
      return null;
  }
}

type LookupProps = Omit<ParametersProps, "transform"> & { one: Extract<Transform, { do: "lookup" }> };

function LookupParameters({ one, draft, onChange }: LookupProps) {
  const t = useTranslations("mappings");
  const tables = ["", ...Object.keys(draft.mapping.tables), "settings.taxZones", "settings.taxCategories"];
  return (
    <>
      <Choice
        label={t("table")}
        value={one.table}
        options={tables.includes(one.table) ? tables : [...tables, one.table]}
        words={(name) => name || t("chooseTable")}
        write={(table) => onChange({ ...one, table })}
      />
      <Choice
        label={t("otherwise")}
        value={one.otherwise}
        options={unmatched}
        words={(way) => t(`unmatched.${way}`)}
        write={(otherwise) => onChange({ ...one, otherwise })}
      />
      {one.otherwise === "default" ? (
        <Text label={t("default")} value={one.value ?? ""} write={(value) => onChange({ ...one, value })} />
      ) : null}
    </>
  );
}

const figure = (written: string) => Math.max(0, Math.min(500, Number.parseInt(written, 10) || 0));

function Text({ label, value, write }: { label: string; value: string; write: (text: string) => void }) {
  return (
    <Input
      aria-label={label}
      placeholder={label}
      className="max-w-44"
      value={value}
      onChange={({ target }) => write(target.value)}
    />
  );
}

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: readonly T[];
  words: (option: T) => string;
  write: (option: T) => void;
};

function Choice<T extends string>({ label, value, options, words, write }: ChoiceProps<T>) {
  return (
    <Select aria-label={label} className="max-w-52" value={value} onChange={({ target }) => write(target.value as T)}>
      {options.map((option) => (
        <option key={option} value={option}>
          {words(option)}
        </option>
      ))}
    </Select>
  );
}
