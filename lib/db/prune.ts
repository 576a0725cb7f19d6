import { sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";

/** `days`: older rows are of no use and go · `by`: the file that removes or replaces rows · `stays`: why rows are kept. */
export type Growth = { days: number; column: string } | { by: string } | { stays: string };

/** What keeps each table from growing without end, or why it may grow. */
export const growth: Record<string, Growth> = {
  sellers: { stays: "one row a seller" },
  users: { stays: "one row a person; the record names people by it" },
  sessions: { by: "lib/flows/privacy/apply-retention.ts" },
  password_links: { days: 30, column: "expires_at" },
  sign_in_failures: { by: "lib/flows/privacy/apply-retention.ts" },
  saved_views: { stays: "at most twenty a person" },
  unmaskings: { stays: "the seller is shown who saw its buyers" },
  audit: { stays: "the record: append-only and chained" },
  connections: { stays: "one row a connection" },
  integrations: { stays: "one row an integration" },
  lookups: { stays: "one row a list of the other side, replaced when it is read again" },
  channel_returns: { stays: "one row a return" },
  wake_ups: { by: "lib/db/engine/wake-ups.ts" },
  notifications: { by: "lib/db/engine/notifications.ts" },
  leases: { stays: "one row a name; orders carry their own" },
  rate_limits: { stays: "one row an account and bucket" },
  rate_limit_calls: { by: "lib/db/engine/rate-limit.ts" },
  runs: { days: 14, column: "started_at" },
  counts: { by: "lib/db/counts/counts.ts" },
  tasks: { days: 90, column: "started_at" },
  mapping_versions: { stays: "each Sales Order names the version it was made by" },
  mapping_drafts: { stays: "one row an integration and kind" },
  orders: {
    stays:
      "a row and a link for ever keep a second Sales Order away; the buyer in it goes (lib/flows/privacy/apply-retention.ts)",
  },
  order_links: { stays: "with its order" },
  steps: { stays: "with its order, at most six" },
  order_events: { by: "lib/flows/privacy/apply-retention.ts" },
  parcels: { stays: "with its order" },
  invoices: { stays: "with its order, as the receipt; the bytes go (lib/flows/invoices/expire-bytes.ts)" },
  invoice_downloads: { by: "lib/flows/privacy/apply-retention.ts" },
  alerts: { by: "lib/flows/alerts/raise-alerts.ts" },
  alert_preferences: { stays: "one row a seller" },
  failure_notes: { stays: "one row a cause or order somebody wrote to" },
  offers: { stays: "one row an offer; a drift or a sale may ask for one that is gone" },
  erp_items: { stays: "one row an item; those the ERP drops go (lib/db/stock/erp-items.ts)" },
  stock_drifts: { days: 180, column: "found_at" },
  stock_history: { days: 7, column: "at" },
};

/** Deletes up to `limit` rows of a table that are past their days at `now`. @returns how many */
export async function pruneTable(db: Db, table: string, now: Date, limit: number): Promise<number> {
  const term = growth[table];
  if (!term || !("days" in term)) return 0;
  const before = new Date(now.getTime() - term.days * 86_400_000).toISOString();
  const [name, column] = [sql.identifier(table), sql.identifier(term.column)];
  const gone = await db.execute(sql`
    delete from ${name} where ctid = any(array(
      select ctid from ${name} where ${column} < ${before}::timestamptz limit ${limit})) returning 1`);
  return gone.length;
}
