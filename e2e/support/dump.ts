import type { Db } from "@/lib/db/client";

/** Everything the database holds, the queue's and the migrations' own tables included, a line a row; files also as text. */
export async function dump(db: Db): Promise<string> {
  const tables = await db.execute<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const lines: string[] = [];
  for (const { schema, name } of tables) {
    const rows = await db.execute<{ row: string }>(`select t::text as row from "${schema}"."${name}" t`);
    lines.push(...rows.map(({ row }) => `${schema}.${name} ${row}`));
  }
  const files = await db.execute<{ file: string }>(
    "select encode(bytes, 'escape') as file from invoices where bytes is not null",
  );
  lines.push(...files.map(({ file }) => `invoices.bytes ${file}`));
  return lines.join("\n");
}

/** The lines of `text` that hold one of `words`, capitals or not: what a test shows when something got out. */
export function linesWith(text: string, words: string[]): string[] {
  const small = words.map((word) => word.toLowerCase());
  return text.split("\n").filter((line) => small.some((word) => line.toLowerCase().includes(word)));
}
