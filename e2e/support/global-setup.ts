import { migrate } from "@/lib/db/migrate";
import { startThrowawayPostgres } from "../../scripts/postgres/postgres.mjs";
import { administer, databaseUrl, templateName } from "./database";

/**
 * One throwaway PostgreSQL for the whole test run, with a migrated template to copy. A server named by
 * TEST_DATABASE_ADMIN_URL is used instead and left running.
 */
export default async function setup(): Promise<() => Promise<void>> {
  // Each project of a run asks; the first one's server is everybody's.
  if (process.env.TEST_DATABASE_READY) return async () => {};
  const given = process.env.TEST_DATABASE_ADMIN_URL;
  const server = given ? { url: given, stop: async () => {} } : await startThrowawayPostgres();
  try {
    await administer(
      server.url,
      `drop database if exists ${templateName} with (force)`,
      `create database ${templateName}`,
    );
    await migrate(databaseUrl(server.url, templateName));
  } catch (error) {
    await server.stop();
    throw error;
  }
  process.env.TEST_DATABASE_ADMIN_URL = server.url;
  process.env.TEST_DATABASE_READY = "1";
  return async () => {
    delete process.env.TEST_DATABASE_READY;
    if (!given) delete process.env.TEST_DATABASE_ADMIN_URL;
    await server.stop();
  };
}
