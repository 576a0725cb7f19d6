import { boolean, index, integer, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { integrations } from "@/lib/db/schema/connections";

const at = (name: string) => timestamp(name, { withTimezone: true });

/** An offer on the channel and the figures behind its published stock. */
export const offers = pgTable(
  "offers",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    channelOfferId: text("channel_offer_id").notNull(),
    sku: text("sku").notNull(),
    name: text("name").notNull(),
    active: boolean("active").notNull(),
    /** The ERP item where it differs from the SKU. */
    itemId: text("item_id"),
    /** Units held back on this offer; null: the integration's. */
    buffer: integer("buffer"),
    available: integer("available"),
    availableReadAt: at("available_read_at"),
    inFlight: integer("in_flight"),
    /** What the formula asked for, and what was last accepted by the channel. */
    wanted: integer("wanted"),
    sent: integer("sent"),
    sentAt: at("sent_at"),
    /** What the channel itself last showed. */
    seen: integer("seen"),
    seenAt: at("seen_at"),
    /** Since when the ERP's feed has not held this item. */
    absentSince: at("absent_since"),
    /** Held by the brake until a person decides. */
    held: boolean("held").notNull().default(false),
    driftSince: at("drift_since"),
  },
  (table) => [
    unique("offers_one_row_per_channel_offer").on(table.integrationId, table.channelOfferId),
    index("offers_integration_sku").on(table.integrationId, table.sku),
  ],
);
