import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import postgres from "postgres";
import { openDatabase } from "@/lib/db/client";
import { differingTables, type Fingerprint, takeFingerprint } from "@/lib/db/fingerprint";
import { migrate } from "@/lib/db/migrate";
import { verifyBackup } from "@/lib/flows/operations/verify-backup";
import { migrations } from "../migrations";

const beside = (file: string) => `${file}.json`;

/** Dumps the database with `pg_dump`, and writes beside the dump what was in it at that very moment. */
export async function backUp(url: string, file: string): Promise<Fingerprint> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.begin("isolation level repeatable read read only", async (tx) => {
      const [row] = await tx<{ snapshot: string }[]>`select pg_export_snapshot() as snapshot`;
      await tool("pg_dump", url, ["--format=custom", `--snapshot=${row?.snapshot}`, `--file=${file}`]);
      const fingerprint = await takeFingerprint(tx);
      await writeFile(beside(file), JSON.stringify(fingerprint));
      return fingerprint;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Restores a dump into a database of its own on the same server, holds it against what was noted beside it, brings it to
 * the newest schema and looks whether it could be worked with; the database is dropped again.
 * @returns what is wrong, line by line; nothing when the dump can be relied on
 */
export async function rehearse(url: string, file: string, say: (line: string) => void): Promise<string[]> {
  const wanted = JSON.parse(await readFile(beside(file), "utf8")) as Fingerprint;
  const name = `megzo_rehearsal_${randomBytes(4).toString("hex")}`;
  const admin = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create database ${name}`);
    const copy = new URL(url);
    copy.pathname = `/${name}`;
    await tool("pg_restore", copy.href, ["--no-owner", "--no-acl", "--exit-on-error", file]);
    return await inspect(copy.href, wanted, say);
  } finally {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end({ timeout: 5 });
  }
}

/** What differs in a restored copy from what was noted of the original, and what would not work in it. */
export async function inspect(url: string, wanted: Fingerprint, say: (line: string) => void): Promise<string[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const differing = differingTables(wanted, await takeFingerprint(sql).finally(() => sql.end({ timeout: 5 })));
  const rows = Object.values(wanted).reduce((sum, table) => sum + table.rows, 0);
  say(`${rows} rows of ${Object.keys(wanted).length} tables: ${verdict(differing)}`);
  // Only now: a newer schema adds columns, and rows would no longer equal those noted.
  await migrate(url, { folder: migrations });
  const database = openDatabase(url, 2);
  try {
    const wrong = [...differing];
    for (const check of await verifyBackup(database.db)) {
      say(`${check.looked}: ${verdict(check.wrong)}`);
      wrong.push(...check.wrong);
    }
    say(`row-level security: ${(await database.rlsEnabled()) ? "up" : "down (docs/running.md)"}`);
    return wrong;
  } finally {
    await database.close();
  }
}

const verdict = (wrong: string[]) => (wrong.length === 0 ? "as they should be" : `${wrong.length} wrong`);

/** Runs a program of PostgreSQL's own; the password goes by the environment, where no process list shows it. */
function tool(program: "pg_dump" | "pg_restore", url: string, args: string[]): Promise<void> {
  const target = new URL(url);
  const env = { ...process.env, PGPASSWORD: decodeURIComponent(target.password) };
  target.password = "";
  return new Promise((resolve, reject) => {
    const child = spawn(program, [`--dbname=${target.href}`, ...args], {
      env,
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", () => reject(new Error(`${program} is not installed; take that of the server's own version.`)));
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}.`))));
  });
}
