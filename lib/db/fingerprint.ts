import type { Sql, TransactionSql } from "postgres";

/** Of every table of ours, how many rows it has and what they amount to; equal for equal contents in any order. */
export type Fingerprint = Record<string, { rows: number; hash: string }>;

/** Reads every row once; in one transaction that sees one moment, it is that moment's. */
export async function takeFingerprint(sql: Sql | TransactionSql): Promise<Fingerprint> {
  const tables = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' order by tablename`;
  const fingerprint: Fingerprint = {};
  for (const { name } of tables) {
    const [row] = await sql<{ rows: number; hash: string }[]>`
      select count(*)::int as rows, coalesce(bit_xor(hashtextextended(t::text, 0)), 0)::text as hash from ${sql(name)} t`;
    if (row) fingerprint[name] = { rows: row.rows, hash: row.hash };
  }
  return fingerprint;
}

/** The tables in which a copy differs, with what is there and what should be; also those that only one side has. */
export function differingTables(wanted: Fingerprint, found: Fingerprint): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort();
  const rowsOf = (side: Fingerprint, name: string) => (side[name] ? `${side[name].rows} rows` : "no such table");
  return names
    .filter((name) => wanted[name]?.rows !== found[name]?.rows || wanted[name]?.hash !== found[name]?.hash)
    .map((name) => {
      const other = wanted[name]?.rows === found[name]?.rows ? ", other contents" : "";
      return `${name}: ${rowsOf(found, name)} instead of ${rowsOf(wanted, name)}${other}`;
    });
}
