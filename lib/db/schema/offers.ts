import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, id } from "@/lib/db/schema/columns";
import { integrations } from "@/lib/db/schema/connections";
import type { Problem } from "@/lib/domain/problem";
import type { Units } from "@/lib/domain/stock/stock";

/** An offer on the channel and the figures behind its published stock. */
export const offers = pgTable(
  "offers",
  {
    id: id(),
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    channelOfferId: text("channel_offer_id").notNull(),
    sku: text("sku").notNull(),
    name: text("name").notNull(),
    active: boolean("active").notNull(),
    eans: text("eans").array().notNull().default([]),
    /** The channel's own category. */
    category: text("category"),
    /** The ERP item where it differs from the SKU, and who said so. */
    itemId: text("item_id"),
    linkedBy: text("linked_by", { enum: ["person", "barcode"] }),
    /** Units or per cent held back on this offer, and the most it shows; null: what the rules and the integration say. */
    buffer: integer("buffer"),
    bufferPercent: integer("buffer_percent"),
    cap: integer("cap"),
    available: integer("available"),
    /** The same by warehouse. */
    warehouses: jsonb("warehouses").$type<Units>(),
    /** While the item is absent, when it was last read; else the integration's `stock_read_at` holds. */
    availableReadAt: at("available_read_at"),
    inFlight: integer("in_flight"),
    /** What the rules held back, and the cap, when `target` was computed. */
    bufferUnits: integer("buffer_units"),
    capUnits: integer("cap_units"),
    /** What the formula asked for, and what was last accepted by the channel. */
    target: integer("target"),
    published: integer("published"),
    publishedAt: at("published_at"),
    /** What the channel held before that. */
    publishedBefore: integer("published_before"),
    /** A push went out and its outcome is unknown: the next one sends again, whatever the figures say. */
    unconfirmed: boolean("unconfirmed").notNull().default(false),
    /** Why the channel refuses this offer's stock, and since when it is left alone. */
    refusal: jsonb("refusal").$type<Problem>(),
    refusedAt: at("refused_at"),
    /** What the channel itself last showed. */
    observed: integer("observed"),
    observedAt: at("observed_at"),
    /** When the channel was last seen to show what was sent. */
    confirmedAt: at("confirmed_at"),
    /** Since when the channel no longer lists this offer. */
    delistedAt: at("delisted_at"),
    /** Since when the ERP's feed has not held this item. */
    absentSince: at("absent_since"),
    /** Held by the mass-change guard until a person decides; `decision` lasts until the offer has stock again. */
    held: boolean("held").notNull().default(false),
    heldSince: at("held_since"),
    decision: text("decision", { enum: ["released", "rejected"] }),
    decidedAt: at("decided_at"),
    decidedBy: text("decided_by"),
    driftSince: at("drift_since"),
  },
  (table) => [
    unique("offers_one_row_per_channel_offer").on(table.integrationId, table.channelOfferId),
    index("offers_integration_sku").on(table.integrationId, table.sku),
  ],
);

/** Where the channel was found to show something else than was sent; never deleted with its correction. */
export const stockDrifts = pgTable(
  "stock_drifts",
  {
    id: id(),
    offerId: uuid("offer_id")
      .notNull()
      .references(() => offers.id, { onDelete: "cascade" }),
    expected: integer("expected").notNull(),
    observed: integer("observed").notNull(),
    /** The last moment at which the two are known to have agreed. */
    since: at("since"),
    foundAt: at("found_at").notNull(),
    cause: text("cause", { enum: ["sold", "lost-push", "edited"] }).notNull(),
    correctedAt: at("corrected_at"),
    correctedTo: integer("corrected_to"),
  },
  (table) => [
    index("stock_drifts_found").on(table.foundAt),
    index("stock_drifts_offer").on(table.offerId, table.foundAt),
  ],
);

/** Every change of an offer's figures, for its chart; kept for a week. */
export const stockHistory = pgTable(
  "stock_history",
  {
    offerId: uuid("offer_id")
      .notNull()
      .references(() => offers.id, { onDelete: "cascade" }),
    at: at("at").notNull(),
    available: integer("available"),
    inFlight: integer("in_flight").notNull(),
    bufferUnits: integer("buffer_units"),
    target: integer("target"),
  },
  (table) => [
    primaryKey({ name: "stock_history_offer_at", columns: [table.offerId, table.at] }),
    index("stock_history_at").on(table.at),
  ],
);

/** The ERP's items as its feed and catalogue name them: what offers are matched with. */
export const erpItems = pgTable(
  "erp_items",
  {
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    /** `itemKey` of the id. */
    key: text("key").notNull(),
    itemId: text("item_id").notNull(),
    itemClass: text("item_class"),
    eans: text("eans").array().notNull().default([]),
    firstSeenAt: at("first_seen_at").notNull(),
  },
  (table) => [primaryKey({ name: "erp_items_one_per_key", columns: [table.integrationId, table.key] })],
);
