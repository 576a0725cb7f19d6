import { index, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, id } from "@/lib/db/schema/columns";
import { connections } from "@/lib/db/schema/connections";
import type { ReturnStatus } from "@/lib/domain/connections/channel-lookups";

/** Lists a channel keeps for the seller (courier accounts, addresses, VAT rates …), as read last; never a source of truth. */
export const lookups = pgTable(
  "lookups",
  {
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    kind: text("kind").notNull(),
    /** What was asked for, where the list is too long to keep whole (one locality); "" for a whole list. */
    key: text("key").notNull().default(""),
    rows: jsonb("rows").$type<Record<string, unknown>[]>().notNull(),
    readAt: at("read_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.connectionId, table.kind, table.key] })],
);

/** Returns a channel shows, by its own id: read by status, because no read filters by time of change. */
export const channelReturns = pgTable(
  "channel_returns",
  {
    id: id(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    channelReturnId: text("channel_return_id").notNull(),
    channelOrderId: text("channel_order_id").notNull(),
    status: text("status").$type<ReturnStatus>().notNull(),
    lines: jsonb("lines").$type<{ offerId: string; name: string; quantity: number }[]>().notNull(),
    firstSeenAt: at("first_seen_at").notNull(),
    readAt: at("read_at").notNull(),
  },
  (table) => [
    unique("channel_returns_once").on(table.connectionId, table.channelReturnId),
    index("channel_returns_order").on(table.connectionId, table.channelOrderId),
  ],
);
