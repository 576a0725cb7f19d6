import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, id } from "@/lib/db/schema/columns";
import { sellers } from "@/lib/db/schema/people";
import type { AlertKind, AlertSettings } from "@/lib/domain/alert";

/** Something wrong, from the moment it was found until it is over by itself. */
export const alerts = pgTable(
  "alerts",
  {
    id: id(),
    sellerId: uuid("seller_id")
      .notNull()
      .references(() => sellers.id, { onDelete: "cascade" }),
    kind: text("kind").$type<AlertKind>().notNull(),
    subject: text("subject").notNull(),
    params: jsonb("params").$type<Record<string, string>>().notNull(),
    openedAt: at("opened_at").notNull(),
    /** When a look at the rows found it over. */
    closedAt: at("closed_at"),
    /** When the notification of its opening and of its end was sent. */
    openingSentAt: at("opening_sent_at"),
    endSentAt: at("end_sent_at"),
  },
  (table) => [
    uniqueIndex("alerts_one_open_per_subject")
      .on(table.sellerId, table.kind, table.subject)
      .where(sql`closed_at is null`),
    index("alerts_seller_opened").on(table.sellerId, table.openedAt),
  ],
);

/** How a seller is notified; no row: the defaults of `lib/domain/alert.ts`. */
export const alertPreferences = pgTable("alert_preferences", {
  sellerId: uuid("seller_id")
    .primaryKey()
    .references(() => sellers.id, { onDelete: "cascade" }),
  settings: jsonb("settings").$type<AlertSettings>().notNull(),
  /** Signs the webhook's calls; sealed with the seller's id. */
  webhookSecret: text("webhook_secret"),
  lastSentAt: at("last_sent_at"),
  /** What went wrong at the last sending, in the mail server's or receiver's own words. */
  lastFailure: text("last_failure"),
  failures: integer("failures").notNull().default(0),
});
