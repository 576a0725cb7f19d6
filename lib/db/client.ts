import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import * as schema from "@/lib/db/schema";
import { env } from "@/lib/env";

export type Db = PostgresJsDatabase<typeof schema>;
/** A database or a transaction on it: what a query module takes. */
export type Queries = Pick<Db, "select" | "insert" | "update" | "delete" | "execute" | "query" | "selectDistinct">;

export type Database = {
  db: Db;
  /** The raw client: Drizzle changes the serializers of the one it is given, so the queue has its own. */
  sql: Sql;
  close(): Promise<void>;
};

/** Opens two small pools on `url`; `prepare: false` lets a transaction pooler stand in between. */
export function openDatabase(url: string, connections = 8): Database {
  const options = { max: connections, prepare: false, onnotice: () => {}, connect_timeout: 10, idle_timeout: 30 };
  const forDrizzle = postgres(url, options);
  const sql = postgres(url, { ...options, max: Math.max(2, Math.floor(connections / 2)) });
  return {
    db: drizzle(forDrizzle, { schema }),
    sql,
    close: async () => {
      await Promise.all([forDrizzle.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
    },
  };
}

const shared = globalThis as unknown as { megzoDatabase?: Database };

/** The process's database, opened at first use and kept across hot reloads. */
export function database(): Database {
  shared.megzoDatabase ??= openDatabase(env("DATABASE_URL"));
  return shared.megzoDatabase;
}
