"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Live, LiveValue } from "@/components/mappings/live-values";
import { useProblemTitle } from "@/components/problem-text";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/field";
import { sourceName } from "@/lib/domain/mappings/evaluate";
import type { MappingKind, TargetField } from "@/lib/domain/mappings/rule";

const groups = [
  "document",
  "shipTo",
  "billTo",
  "goods",
  "delivery",
  "voucher",
  "deposit",
  "receiver",
  "parcel",
] as const;
type Group = (typeof groups)[number];

function groupOf(kind: MappingKind, target: string): Group {
  if (kind === "shipment") return target.startsWith("receiver.") ? "receiver" : "parcel";
  const [, group] = /^lines\.(\w+)\./.exec(target) ?? [];
  if (group) return group as Group;
  if (/^(shipTo|extra\.ShipTo)/.test(target)) return "shipTo";
  return /^(billTo|extra\.BillTo)/.test(target) ? "billTo" : "document";
}

type Props = {
  kind: MappingKind;
  live: Live;
  changed: Set<string>;
  chosen: string | null;
  onChoose: (target: string) => void;
};

/** Every field of the ERP's order with its rule and the sample order's value; searched by either name. */
export function FieldList({ kind, live, changed, chosen, onChoose }: Props) {
  const t = useTranslations("mappings");
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = live.fields.filter(({ target, label }) => `${target} ${label}`.toLowerCase().includes(wanted));
  return (
    <Card title={t(`fieldsOf.${kind}`)} flush>
      <div className="border-line border-b p-3">
        <Input
          type="search"
          aria-label={t("searchFields")}
          placeholder={t("searchFields")}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      </div>
      {groups.map((group) => {
        const mine = shown.filter(({ target }) => groupOf(kind, target) === group);
        if (mine.length === 0) return null;
        return (
          <section key={group} aria-label={t(`group.${group}`)}>
            <h3 className="bg-sunken px-4 py-1.5 font-semibold text-muted text-xs">{t(`group.${group}`)}</h3>
            <ul className="divide-y divide-line">
              {mine.map((field) => (
                <FieldRow
                  key={field.target}
                  field={field}
                  live={live}
                  changed={changed.has(field.target)}
                  here={chosen === field.target}
                  onChoose={onChoose}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </Card>
  );
}

type RowProps = { field: TargetField; live: Live; changed: boolean; here: boolean; onChoose: (target: string) => void };

function FieldRow({ field, live, changed, here, onChoose }: RowProps) {
  const t = useTranslations("mappings");
  const rule = live.rules.get(field.target);
  const value = live.value(field.target);
  return (
    <li>
      <button
        type="button"
        data-target={field.target}
        aria-pressed={here}
        onClick={() => onChoose(field.target)}
        className={`grid w-full grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-x-3 px-4 py-2 text-left hover:bg-sunken ${here ? "bg-accent-soft" : ""}`}
      >
        <span className="min-w-0">
          <span className="block break-words font-medium">{field.label}</span>
          <span className="mt-0.5 flex flex-wrap gap-1">
            {changed ? <Badge tone="amber">{t("changed")}</Badge> : null}
            {field.locked ? <Badge tone="grey">{t("locked")}</Badge> : null}
            {field.absent ? <Badge tone="grey">{t("absent")}</Badge> : null}
          </span>
        </span>
        <span className="min-w-0">
          <span className="block truncate text-muted text-xs">{rule ? sourceName(rule.source) : t("noRule")}</span>
          <ValueText value={value} />
        </span>
      </button>
    </li>
  );
}

/** The sample order's value, or what stands in its way. */
export function ValueText({ value }: { value: LiveValue | null }) {
  const t = useTranslations("mappings");
  const titleOf = useProblemTitle();
  if (value === null) return <span className="text-muted">–</span>;
  if ("problem" in value)
    return <span className="block break-words font-medium text-red text-xs">{titleOf(value.problem)}</span>;
  if ("later" in value) return <span className="block text-muted text-xs">{t("inPreview")}</span>;
  return <span className="block truncate">{value.text === "" ? t("empty") : value.text}</span>;
}
