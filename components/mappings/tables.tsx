"use client";

import Papa from "papaparse";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Draft } from "@/components/mappings/use-draft";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";

type Props = { draft: Draft; editable: boolean };

/** The lookup tables: a grid each, and the same as a CSV file out and in. */
export function Tables({ draft, editable }: Props) {
  const t = useTranslations("mappings");
  const [name, setName] = useState("");
  const { mapping } = draft;
  const names = Object.keys(mapping.tables);
  const put = (table: string, rows: Record<string, string> | null) => {
    const { [table]: _, ...others } = mapping.tables;
    draft.set({ ...mapping, tables: rows === null ? others : { ...mapping.tables, [table]: rows } });
  };
  const fit = /^[\w .-]{1,60}$/.test(name.trim()) && !names.includes(name.trim());
  return (
    <Card title={t("tables")}>
      {names.length === 0 ? <p className="text-muted">{t("noTables")}</p> : null}
      <div className="space-y-4">
        {names.map((table) => (
          <Grid
            key={table}
            name={table}
            rows={mapping.tables[table] ?? {}}
            editable={editable}
            put={(rows) => put(table, rows)}
          />
        ))}
      </div>
      {editable ? (
        <div className="mt-3 flex gap-2">
          <Input
            aria-label={t("tableName")}
            placeholder={t("tableName")}
            className="max-w-56"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
          <Button
            disabled={!fit}
            onClick={() => {
              put(name.trim(), {});
              setName("");
            }}
          >
            {t("addTable")}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

type GridProps = {
  name: string;
  rows: Record<string, string>;
  editable: boolean;
  put: (rows: Record<string, string> | null) => void;
};

function Grid({ name, rows, editable, put }: GridProps) {
  const t = useTranslations("mappings");
  const [trouble, setTrouble] = useState("");
  const entries = Object.entries(rows);
  const rewrite = (at: number, entry: [string, string] | null) =>
    put(Object.fromEntries(entries.toSpliced(at, 1, ...(entry ? [entry] : []))));
  const load = async (file: File) => {
    const { data, errors } = Papa.parse<string[]>(await file.text(), { skipEmptyLines: "greedy" });
    const bad = data.findIndex((row) => row.length < 2 || !row[0]?.trim());
    if (errors[0] || bad >= 0) {
      setTrouble(t("csvTrouble", { row: (errors[0]?.row ?? bad) + 1 }));
      return;
    }
    setTrouble("");
    put(Object.fromEntries(data.map(([from = "", to = ""]) => [from.trim(), to.trim()])));
  };
  const csv = `data:text/csv;charset=utf-8,${encodeURIComponent(Papa.unparse(entries, { escapeFormulae: true }))}`;
  return (
    <section aria-label={name}>
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{name}</h3>
        <span className="text-muted text-xs">{t("rows", { count: entries.length })}</span>
        <a href={csv} download={`${name}.csv`} className="ml-auto text-accent text-xs underline">
          {t("csvOut")}
        </a>
        {editable ? (
          <>
            <label className="cursor-pointer text-accent text-xs underline focus-within:outline-2">
              {t("csvIn")}
              <input
                type="file"
                accept=".csv,text/csv"
                className="sr-only"
                onChange={({ target }) => {
                  const [file] = target.files ?? [];
                  if (file) void load(file);
                  target.value = "";
                }}
              />
            </label>
            <Button small look="quiet" aria-label={t("removeTable", { name })} onClick={() => put(null)}>
              <Icon name="close" />
            </Button>
          </>
        ) : null}
      </div>
      {trouble ? (
        <p role="alert" className="mb-1 font-medium text-red text-xs">
          {trouble}
        </p>
      ) : null}
      <table className="w-full">
        <thead>
          <tr className="text-left text-muted text-xs">
            <th className="font-medium">{t("valueRead")}</th>
            <th className="font-medium">{t("valueWritten")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(([from, to], at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while its key is typed
            <tr key={at}>
              <td className="py-0.5 pr-2">
                <Input
                  aria-label={`${t("valueRead")} ${at + 1}`}
                  disabled={!editable}
                  value={from}
                  onChange={({ target }) => rewrite(at, [target.value, to])}
                />
              </td>
              <td className="py-0.5">
                <Input
                  aria-label={`${t("valueWritten")} ${at + 1}`}
                  disabled={!editable}
                  value={to}
                  onChange={({ target }) => rewrite(at, [from, target.value])}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {editable ? (
        <Button small className="mt-1" disabled={Object.hasOwn(rows, "")} onClick={() => put({ ...rows, "": "" })}>
          {t("addRow")}
        </Button>
      ) : null}
    </section>
  );
}
