import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { administer, databaseUrl } from "../../e2e/support/database";

const folder = fileURLToPath(new URL("../../drizzle", import.meta.url));
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".sql"))
  .sort();
const statementsOf = (file: string) =>
  readFileSync(`${folder}/${file}`, "utf8")
    .split("--> statement-breakpoint")
    .map((text) => text.trim())
    .filter(Boolean);

type Column = { name: string; type: string; needed: boolean; refers: string | null; refersTo: string | null };

let admin = "";
const name = `migrations_${process.pid}`;
let sql: Sql;

beforeAll(async () => {
  admin = process.env.TEST_DATABASE_ADMIN_URL ?? "";
  await administer(admin, `create database ${name}`);
  sql = postgres(databaseUrl(admin, name), { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end();
  await administer(admin, `drop database if exists ${name} with (force)`);
});

const columnsOf = (table: string) => sql<Column[]>`
  select c.column_name as name, c.udt_name as type,
    (c.is_nullable = 'NO' and c.column_default is null and c.is_identity = 'NO') or f.refers is not null as needed, f.refers, f.refers_to as "refersTo"
  from information_schema.columns c
  left join (
    select a.attname, cl.relname as refers, fa.attname as refers_to
    from pg_constraint k
    join pg_class own on own.oid = k.conrelid and own.relname = ${table}
    join pg_class cl on cl.oid = k.confrelid
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    join pg_attribute fa on fa.attrelid = k.confrelid and fa.attnum = k.confkey[1]
    where k.contype = 'f' and array_length(k.conkey, 1) = 1
  ) f on f.attname = c.column_name
  where c.table_schema = 'public' and c.table_name = ${table}`;

const values: Record<string, string> = {
  uuid: "gen_random_uuid()",
  timestamptz: "now()",
  jsonb: "'{}'::jsonb",
  json: "'{}'::json",
  bool: "true",
  bytea: "'\\x25504446'::bytea",
  _text: "'{}'::text[]",
};

/** A row in every table that has none yet, those it refers to first: what an installation in use holds. */
async function populate(): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  const left = new Set<string>();
  for (const { name: table } of tables)
    if ((await sql.unsafe(`select 1 from "${table}" limit 1`)).length === 0) left.add(table);
  for (let before = -1; left.size > 0 && left.size !== before; ) {
    before = left.size;
    for (const table of [...left]) {
      const columns = (await columnsOf(table)).filter(({ needed }) => needed);
      if (columns.some(({ refers }) => refers !== null && refers !== table && left.has(refers))) continue;
      const given = columns.filter(({ refers }) => refers !== table);
      const valueFor = ({ name: column, type, refers, refersTo }: Column) =>
        refers
          ? `(select "${refersTo}" from "${refers}" limit 1)`
          : (specials[column] ??
            values[type] ??
            (type.startsWith("int") || type.startsWith("float") || type === "numeric" ? "1" : "'x'"));
      await sql.unsafe(
        `insert into "${table}" (${given.map((one) => `"${one.name}"`).join(", ")}) values (${given.map(valueFor).join(", ")})`,
      );
      left.delete(table);
    }
  }
  return [...left];
}

/** Columns that a check holds to something. */
const specials: Record<string, string> = {
  role: "'admin'",
  gross: "'1.00'",
  size: "4",
  sha256: "encode(sha256('\\x25504446'::bytea), 'hex')",
};

describe("an installation in use", () => {
  it("takes every migration with rows in all of its tables, and keeps them", async () => {
    for (const [n, file] of files.entries()) {
      await sql.begin(async (tx) => {
        for (const statement of statementsOf(file)) await tx.unsafe(statement);
      });
      expect(await populate(), `tables that stayed empty after ${file}`).toEqual([]);
      if (n === 0) await sql`update orders set channel_order_id = 'kept'`;
    }
    expect((await sql`select channel_order_id from orders`).map((row) => row.channel_order_id)).toEqual(["kept"]);
  }, 60_000);

  it("is never made to wait by a migration: none drops, renames or tightens what the version before still uses", () => {
    const breaking = files.slice(1).flatMap((file) =>
      statementsOf(file)
        .filter((text) => takesAway.test(text) || (tightens.test(text) && !isOfNewTable(text, file)))
        .filter((text) => ![...harmless].some((name) => text.includes(`"${name}"`)))
        .map((text) => `${file}: ${text.slice(0, 80)}`),
    );
    expect(breaking).toEqual([]);
  });
});

const takesAway = /\b(DROP (TABLE|COLUMN|DEFAULT)|RENAME (TO|COLUMN)|SET DATA TYPE)\b/i;
const tightens =
  /\bSET NOT NULL\b|\bCREATE UNIQUE INDEX\b|\bADD CONSTRAINT .*\b(CHECK|UNIQUE)\b|\bADD COLUMN (?!.*\bDEFAULT\b).*\bNOT NULL\b/i;
/** Rules that the version before kept already: it wrote the hash with the bytes, and the trigger numbers the record. */
const harmless = new Set([
  "audit_one_row_per_place",
  "invoices_bytes_have_their_hash",
  "invoices_delivered_is_fetched_and_listed",
]);

/** What only holds rows of a table made by the same migration is nobody else's yet. */
function isOfNewTable(text: string, file: string): boolean {
  const table = /(?:ALTER TABLE|\bON) "(\w+)"/i.exec(text)?.[1];
  return statementsOf(file).some((other) => other.startsWith(`CREATE TABLE "${table}"`));
}
