import { migrate } from "@/lib/db/migrate";
import { checkEnvironment, env } from "@/lib/env";
import { migrations } from "./migrations";

try {
  checkEnvironment("migrate");
  await migrate(env("DATABASE_URL"), { folder: migrations });
  console.log("The database is up to date.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
