import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { forEngine } from "@/lib/db/driver";
import { forTenant } from "@/lib/db/for-tenant";
import { isRlsEnabled } from "@/lib/db/row-level-security";
import * as schema from "@/lib/db/schema";
import { env } from "@/lib/env";
import { log } from "@/lib/log";

/** The client, or a transaction on it: what a query is given. */
export type Db = PostgresJsDatabase<typeof schema>;
/** A transaction, for what must not be done outside one: a row locked, then changed. */
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

export type Database = {
  db: Db;
  /** The raw client: Drizzle changes the serializers of the one it is given, so the queue has its own. */
  sql: Sql;
  /** The same rows as far as one seller may touch them, by the database's own word. */
  forTenant(sellerId: string): Db;
  /** Whether that word holds: false where its user may not take the role on. */
  rlsEnabled(): Promise<boolean>;
  close(): Promise<void>;
};

/** Opens two small pools on `url`; `prepare: false` lets a transaction pooler stand in between. */
export function openDatabase(url: string, connections = 8): Database {
  const options = { max: connections, prepare: false, onnotice: () => {}, connect_timeout: 10, idle_timeout: 30 };
  const forDrizzle = postgres(url, options);
  const sql = postgres(url, { ...options, max: Math.max(2, Math.floor(connections / 2)) });
  let stands: Promise<boolean> | undefined;
  const rlsEnabled = () => {
    stands ??= isRlsEnabled(sql).then((up) => {
      if (!up)
        log().warn("row-level security is not in force: isolation stands in the queries alone (docs/running.md)");
      return up;
    });
    return stands;
  };
  return {
    db: drizzle(forEngine(forDrizzle), { schema }),
    sql,
    forTenant: (sellerId) => drizzle(forTenant(forDrizzle, sellerId, rlsEnabled), { schema }),
    rlsEnabled: rlsEnabled,
    close: async () => {
      await Promise.all([forDrizzle.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}

const shared = globalThis as { megzoDatabase?: Database };

/** The process's database, opened at first use and kept across hot reloads. */
export function database(): Database {
  shared.megzoDatabase ??= openDatabase(env("DATABASE_URL"));
  return shared.megzoDatabase;
}
