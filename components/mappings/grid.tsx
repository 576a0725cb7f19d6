"use client";

import Papa from "papaparse";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { Icon } from "@/components/ui/icons";

type Props = {
  name: string;
  columns: readonly string[];
  rows: string[][];
  editable: boolean;
  /** The first cell names the row: a second row with it counts instead of the first. */
  keyed?: boolean;
  /** Null takes the whole table away. */
  put: (rows: string[][] | null) => void;
};

/** A named table of text as a grid, and the same as a CSV file out and in. */
export function Grid({ name, columns, rows: stored, editable, keyed = false, put: store }: Props) {
  const t = useTranslations("mappings");
  const [failure, setFailure] = useState("");
  // A table of named rows has no order and no second row of a name; what is being typed keeps both.
  const [typed, setTyped] = useState(stored);
  const rows = keyed && isSameTable(typed, stored) ? typed : stored;
  const put = (next: string[][] | null) => {
    setTyped(next ?? []);
    store(next);
  };
  const twice = keyed ? rows.findIndex(([first], at) => rows.some(([other], i) => i > at && other === first)) : -1;
  const load = async (file: File) => {
    const read = readCsv(await file.text(), columns.length);
    setFailure("row" in read ? t("csvTrouble", { row: read.row, columns: columns.length }) : "");
    if ("rows" in read) put(read.rows);
  };
  return (
    <section aria-label={name}>
      <div className="mb-1 flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{name}</h3>
        <span className="text-muted text-xs">{t("rows", { count: rows.length })}</span>
        <a href={csvAddress(rows)} download={`${name}.csv`} className="ml-auto text-accent text-xs underline">
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
      {failure ? (
        <p role="alert" className="mb-1 font-medium text-red text-xs">
          {failure}
        </p>
      ) : null}
      {twice >= 0 ? (
        <p role="alert" className="mb-1 font-medium text-amber text-xs">
          {t("rowTwice", { value: rows[twice]?.[0] ?? "" })}
        </p>
      ) : null}
      <Cells columns={columns} rows={rows} editable={editable} put={put} />
      {editable ? (
        <Button
          small
          className="mt-1"
          disabled={rows.some(([first]) => first === "")}
          onClick={() => put([...rows, columns.map(() => "")])}
        >
          {t("addRow")}
        </Button>
      ) : null}
    </section>
  );
}

function Cells({ columns, rows, editable, put }: Omit<Props, "name">) {
  const t = useTranslations("mappings");
  return (
    <table className="w-full">
      <thead>
        <tr className="text-left text-muted text-xs">
          {columns.map((column) => (
            <th key={column} className="font-medium">
              {column}
            </th>
          ))}
          {editable ? <th className="w-8" aria-label={t("removeRow")} /> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while its key is typed
          <tr key={at}>
            {columns.map((column, place) => (
              <td key={column} className="py-0.5 pr-2">
                <Input
                  aria-label={`${column} ${at + 1}`}
                  disabled={!editable}
                  value={row[place] ?? ""}
                  onChange={({ target }) =>
                    put(
                      rows.with(
                        at,
                        columns.map((_, i) => (i === place ? target.value : (row[i] ?? ""))),
                      ),
                    )
                  }
                />
              </td>
            ))}
            {editable ? (
              <td>
                <Button
                  small
                  look="quiet"
                  aria-label={`${t("removeRow")} ${at + 1}`}
                  onClick={() => put(rows.toSpliced(at, 1))}
                >
                  <Icon name="close" />
                </Button>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isSameTable(one: string[][], other: string[][]): boolean {
  const [a, b] = [new Map(one.map(([key, value]) => [key, value])), new Map(other.map(([key, value]) => [key, value]))];
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

const escaped = /^'(?=[=+\-@\t\r])/;

/** Cells that a spreadsheet would run as a formula are written behind an apostrophe; reading takes it off again. */
function csvAddress(rows: string[][]): string {
  return `data:text/csv;charset=utf-8,${encodeURIComponent(Papa.unparse(rows, { escapeFormulae: true }))}`;
}

/** The file's rows, each of so many columns; or the first row that is not. */
function readCsv(text: string, columns: number): { rows: string[][] } | { row: number } {
  const { data, errors } = Papa.parse<string[]>(text, { skipEmptyLines: "greedy" });
  const bad = data.findIndex((row) => row.length < columns || !row[0]?.trim());
  // One column alone leaves the separator to a guess, which is no fault of the file.
  const [failure] = errors.filter(({ type }) => type !== "Delimiter");
  if (failure || bad >= 0) return { row: (failure?.row ?? bad) + 1 };
  return { rows: data.map((row) => row.slice(0, columns).map((cell) => cell.trim().replace(escaped, ""))) };
}
