import { drizzle } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import type { Db } from "@/lib/db/client";
import * as schema from "@/lib/db/schema";
import type { Harness } from "../harness";

const clientOf = (db: Db) => (db as Db & { $client: Sql }).$client;

/**
 * Counts the statements the engine itself sends from now on: what is wrapped around each of them to keep it within its
 * seller (beginning, role, commit: the same write), and the waiting for a turn to call, are left aside.
 */
export function countStatements(harness: Harness): () => number {
  let statements = 0;
  const logQuery = (query: string) => {
    if (!query.includes("rate_limit")) statements += 1;
  };
  const counted = (client: Sql) => drizzle(client, { schema, logger: { logQuery } });
  const { forTenant } = harness.ctx;
  harness.ctx.db = counted(clientOf(harness.ctx.db));
  harness.ctx.forTenant = (sellerId) => counted(clientOf(forTenant(sellerId)));
  return () => statements;
}
