import { integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at } from "@/lib/db/schema/columns";
import { integrations } from "@/lib/db/schema/connections";
import type { MappingChange, PastVersion } from "@/lib/domain/mappings/change";
import { type Mapping, mappingKinds } from "@/lib/domain/mappings/rule";

/** Never changed once published: a trigger refuses every change of a row. */
export const mappingVersions = pgTable(
  "mapping_versions",
  {
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: mappingKinds }).notNull(),
    version: integer("version").notNull(),
    content: jsonb("content").$type<Mapping>().notNull(),
    /** What it changed in the version before it. */
    changes: jsonb("changes").$type<MappingChange[]>().notNull(),
    author: text("author").notNull(),
    note: text("note").notNull(),
    publishedAt: at("published_at").notNull(),
    /** The older version it brought back. */
    restores: integer("restores"),
    /** Where it came with a configuration file: what was published before it there, newest first. */
    imported: jsonb("imported").$type<PastVersion[]>(),
  },
  (table) => [
    primaryKey({ name: "mapping_versions_one_per_number", columns: [table.integrationId, table.kind, table.version] }),
  ],
);

/** One draft per integration and kind; a save names the revision it was made from. */
export const mappingDrafts = pgTable(
  "mapping_drafts",
  {
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: mappingKinds }).notNull(),
    content: jsonb("content").$type<Mapping>().notNull(),
    revision: integer("revision").notNull(),
    basedOn: integer("based_on").notNull(),
    author: text("author").notNull(),
    savedAt: at("saved_at").notNull(),
  },
  (table) => [primaryKey({ name: "mapping_drafts_one_per_kind", columns: [table.integrationId, table.kind] })],
);
