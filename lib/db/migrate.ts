import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { raiseTenantWall } from "@/lib/db/tenant-wall";
import { installQueue } from "@/lib/jobs";
import { log } from "@/lib/log";

const folder = fileURLToPath(new URL("../../drizzle", import.meta.url));
const lockKey = 7_263_401;

/** Brings the database to the newest schema, the queue's included; safe to repeat and to run from two places at once. */
export async function migrate(databaseUrl: string): Promise<void> {
  // The migrator takes no lock of its own, so one connection holds an advisory lock around it.
  const lock = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const work = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const raw = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await lock`select pg_advisory_lock(${lockKey})`;
    await applyMigrations(drizzle(work), { migrationsFolder: folder });
    await installQueue(raw);
    if (!(await raiseTenantWall(raw)))
      log().warn("row-level security could not be raised: the database's user may not create roles (docs/running.md)");
  } finally {
    await Promise.all([lock.end({ timeout: 5 }), work.end({ timeout: 5 }), raw.end({ timeout: 5 })]);
  }
}
