import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres, { type Sql } from "postgres";
import { applyRowLevelSecurity } from "@/lib/db/row-level-security";
import { installQueue } from "@/lib/jobs";
import { log } from "@/lib/log";

const lockKey = 7_263_401;
const lockNotAvailable = "55P03";

/** How long running processes may be held up for a table's lock, and how often it is asked for anew. */
export type Patience = { lockTimeoutMs: number; pauseMs: number; tries: number };
type Options = Partial<Patience> & { folder?: string };

const usual = {
  lockTimeoutMs: 3000,
  pauseMs: 5000,
  tries: 60,
  folder: fileURLToPath(new URL("../../drizzle", import.meta.url)),
};

/**
 * Brings the database to the newest schema, the queue's included; safe to repeat and to run from two places at once.
 * Needs a connection of its own: behind a transaction pooler its lock holds nobody off.
 * @throws when a table's lock could not be had in `tries`, naming who held it; what was begun is rolled back; and when the
 *   database was made by the first edition
 */
export async function migrate(databaseUrl: string, options: Options = {}): Promise<void> {
  const { folder, ...patience } = { ...usual, ...options };
  // The migrator takes no lock of its own, so one connection holds an advisory lock around it.
  const lock = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const step = (work: (sql: Sql) => Promise<unknown>) => patiently(databaseUrl, lock, work, patience);
  try {
    await lock`select pg_advisory_lock(${lockKey})`;
    await refuseFirstEdition(lock, folder);
    await step((sql) => applyMigrations(drizzle(sql), { migrationsFolder: folder }));
    await step(installQueue);
    await step(async (sql) => {
      if (!(await applyRowLevelSecurity(sql)))
        log().warn(
          "row-level security could not be raised: the database's user may not create roles (docs/running.md)",
        );
    });
  } finally {
    await lock.end({ timeout: 5 });
  }
}

/** The first edition's twenty migrations became one: a database made by them has tables this one would make again. */
async function refuseFirstEdition(sql: Sql, folder: string): Promise<void> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
  if (!table?.there || folder !== usual.folder) return;
  const [first] = await sql`select created_at as when from drizzle.__drizzle_migrations order by created_at limit 1`;
  const [oldest] = readMigrationFiles({ migrationsFolder: folder });
  if (!first || !oldest || Number(first.when) >= oldest.folderMillis) return;
  throw new Error(
    "This database was made by MEGZO's first edition, whose tables have other names. Give DATABASE_URL an empty database; for the sandbox of `npm start`, delete the folder .megzo in the checkout.",
  );
}

/** Whoever asks for a table's lock lets every later statement wait behind it: so it is asked for briefly, and again. */
async function patiently(
  databaseUrl: string,
  watcher: Sql,
  work: (sql: Sql) => Promise<unknown>,
  { lockTimeoutMs, pauseMs, tries }: Patience,
): Promise<void> {
  for (let left = tries - 1; ; left -= 1) {
    // A try that was cut off may leave its connection inside a failed transaction: each has its own.
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connection: { lock_timeout: lockTimeoutMs } });
    const watch = await watchHolders(watcher, sql, lockTimeoutMs / 4);
    try {
      await work(sql);
      return;
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      const what = `A table could not be locked within ${lockTimeoutMs} ms: ${watch.holders() || "who holds it was not seen"}.`;
      if (left <= 0)
        throw new Error(`${what} Nothing was changed by this step. End that transaction, then migrate again.`);
      log().warn(`${what} Trying again in ${pauseMs} ms, ${left} more times.`);
    } finally {
      await watch.stop();
      await sql.end({ timeout: 5 });
    }
    await sleep(pauseMs);
  }
}

/** Remembers who was last seen standing in the way of `sql`; their statements stay untold, since buyers may be in them. */
async function watchHolders(watcher: Sql, sql: Sql, everyMs: number) {
  const [own] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  let seen = "";
  let look = Promise.resolve();
  const timer = setInterval(() => {
    look = holdersOf(watcher, own?.pid ?? 0).then(
      (names) => {
        seen = names || seen;
      },
      () => {},
    );
  }, everyMs);
  return {
    holders: () => seen,
    stop: async () => {
      clearInterval(timer);
      await look;
    },
  };
}

async function holdersOf(watcher: Sql, pid: number): Promise<string> {
  const rows = await watcher<{ holder: string }[]>`
    select distinct format('process %s (%s, %s, for %s s)', a.pid, coalesce(nullif(a.application_name, ''), a.backend_type),
      coalesce(a.state, 'at work'), round(extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.backend_start)))) as holder
    from unnest(pg_blocking_pids(${pid})) as way(pid) join pg_stat_activity a on a.pid = way.pid`;
  return rows.map(({ holder }) => holder).join(", ");
}

function isLockTimeout(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if ("code" in at && at.code === lockNotAvailable) return true;
  return false;
}
