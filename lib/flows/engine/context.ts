import type { Logger } from "pino";
import type { Http } from "@/lib/connectors/http";
import type { Database, Db } from "@/lib/db/client";
import type { Mailer } from "@/lib/mailer";

/** What every flow is given; time comes only from `now`. */
export type FlowContext = {
  db: Db;
  /** The rows of one seller alone, by row-level security: for work that concerns nobody else. */
  forTenant(sellerId: string): Db;
  sql: Database["sql"];
  now(): Date;
  random(): number;
  sleep(ms: number): Promise<void>;
  http: Http;
  /** The installation's mail server; null when none is set. */
  mailer: Mailer | null;
  log: Logger;
  /** Public origin, for invoice links and webhook URLs; no trailing slash. */
  appUrl: string;
  /** Who acts: `engine`, or a person's e-mail. */
  actor: string;
};
