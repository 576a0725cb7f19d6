import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at, id } from "@/lib/db/schema/columns";
import { integrations } from "@/lib/db/schema/connections";
import type { CountFigures, Difference } from "@/lib/domain/documents/count";

/** One three-way count: the channel's orders, ours with their links, and the ERP's Sales Orders of a period. */
export const counts = pgTable(
  "counts",
  {
    id: id(),
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    at: at("at").notNull(),
    /** The channel's local days, `YYYY-MM-DD`, both included. */
    fromDay: text("from_day").notNull(),
    toDay: text("to_day").notNull(),
    figures: jsonb("figures").$type<CountFigures>().notNull(),
    differences: jsonb("differences").$type<Difference[]>().notNull(),
  },
  (table) => [index("counts_integration_at").on(table.integrationId, table.at)],
);
