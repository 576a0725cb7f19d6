type PreviewRow = { id: string; sku: string; before: number; after: number };

/** What a change would do on the channel; `rows` are the first ones, the largest falls first. */
export type StockPreview = {
  changed: number;
  falls: number;
  rises: number;
  toZero: number;
  /** So many would be held by the mass-change guard for a person. */
  held: number;
  rows: PreviewRow[];
};

const tableReasons = [
  "unknown-offer",
  "ambiguous-sku",
  "not-a-buffer",
  "not-a-cap",
  "unknown-item",
  "no-columns",
] as const;
export type TableReason = (typeof tableReasons)[number];

export type TableProblem = { line: number; column: string; value: string; reason: TableReason };

/** What a table of offers holds and would change; `problems` keep it from being saved. */
export type TableImport = { rows: number; changes: number; problems: TableProblem[]; preview: StockPreview | null };
