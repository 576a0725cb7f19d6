import { drizzle } from "drizzle-orm/postgres-js";
import type { Sql } from "postgres";
import * as schema from "@/lib/db/schema";
import type { Stage } from "./stage";

/** Counts the statements the engine sends from now on; beginnings, commits and the waiting for a turn to call aside. */
export function countStatements(stage: Stage): () => number {
  let statements = 0;
  const client = (stage.ctx.db as unknown as { $client: Sql }).$client;
  const logQuery = (query: string) => {
    if (!query.includes("budget")) statements += 1;
  };
  stage.ctx.db = drizzle(client, { schema, logger: { logQuery } });
  return () => statements;
}
