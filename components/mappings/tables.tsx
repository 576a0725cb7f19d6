"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Grid } from "@/components/mappings/grid";
import type { Draft } from "@/components/mappings/use-draft";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/field";

type Props = { draft: Draft; editable: boolean };

/** The lookup tables and the dated exchange rates, by name. */
export function Tables({ draft, editable }: Props) {
  const t = useTranslations("mappings");
  const { mapping } = draft;
  const { tables, rates } = mapping;
  const putTable = (name: string, rows: string[][] | null) =>
    draft.set({
      ...mapping,
      tables: withNamed(tables, name, rows && Object.fromEntries(rows.map(([from = "", to = ""]) => [from, to]))),
    });
  const putRates = (name: string, rows: string[][] | null) =>
    draft.set({
      ...mapping,
      rates: withNamed(
        rates,
        name,
        rows?.map(([currency = "", from = "", rate = ""]) => ({ currency: currency.toUpperCase(), from, rate })) ??
          null,
      ),
    });
  return (
    <Card title={t("tables")}>
      {Object.keys(tables).length + Object.keys(rates).length === 0 ? (
        <p className="text-muted">{t("noTables")}</p>
      ) : null}
      <div className="space-y-4">
        {Object.entries(tables).map(([name, rows]) => (
          <Grid
            key={name}
            name={name}
            columns={[t("valueRead"), t("valueWritten")]}
            rows={Object.entries(rows)}
            keyed
            editable={editable}
            put={(next) => putTable(name, next)}
          />
        ))}
        {Object.entries(rates).map(([name, rows]) => (
          <Grid
            key={name}
            name={name}
            columns={[t("currency"), t("rateFrom"), t("rateFigure")]}
            rows={rows.map(({ currency, from, rate }) => [currency, from, rate])}
            editable={editable}
            put={(next) => putRates(name, next)}
          />
        ))}
      </div>
      {editable ? (
        <NewTable
          taken={[...Object.keys(tables), ...Object.keys(rates)]}
          onTable={(name) => putTable(name, [])}
          onRates={(name) => putRates(name, [])}
        />
      ) : null}
    </Card>
  );
}

function withNamed<T>(all: Record<string, T>, name: string, value: T | null): Record<string, T> {
  const { [name]: _, ...others } = all;
  return value === null ? others : { ...all, [name]: value };
}

type NewProps = { taken: string[]; onTable: (name: string) => void; onRates: (name: string) => void };

function NewTable({ taken, onTable, onRates }: NewProps) {
  const t = useTranslations("mappings");
  const [name, setName] = useState("");
  const fit = /^[\w .-]{1,60}$/.test(name.trim()) && !taken.includes(name.trim());
  const add = (make: (name: string) => void) => {
    make(name.trim());
    setName("");
  };
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Input
        aria-label={t("tableName")}
        placeholder={t("tableName")}
        className="max-w-56"
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Button disabled={!fit} onClick={() => add(onTable)}>
        {t("addTable")}
      </Button>
      <Button disabled={!fit} onClick={() => add(onRates)}>
        {t("addRates")}
      </Button>
    </div>
  );
}
