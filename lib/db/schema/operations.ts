import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, id } from "@/lib/db/schema/columns";
import { integrations } from "@/lib/db/schema/connections";
import { sellers, users } from "@/lib/db/schema/people";
import type { Problem } from "@/lib/domain/problem";
import { taskKinds } from "@/lib/domain/task";

/** Who looks after a failure, until when, and what they wrote; one per cause or order; when and by whom is in the audit. */
export const failureNotes = pgTable(
  "failure_notes",
  {
    id: id(),
    sellerId: uuid("seller_id")
      .notNull()
      .references(() => sellers.id, { onDelete: "cascade" }),
    /** `cause` with its code and params as the desk groups them, or `order` with the order's id. */
    subject: text("subject").notNull(),
    assigneeId: uuid("assignee_id").references(() => users.id, { onDelete: "set null" }),
    comment: text("comment").notNull(),
    dueAt: at("due_at"),
    updatedAt: at("updated_at").notNull(),
    /** E-mail of the person who wrote last. */
    updatedBy: text("updated_by").notNull(),
  },
  (table) => [unique("failure_notes_one_per_subject").on(table.sellerId, table.subject)],
);

/** A filter of the orders list under a name of a person's own. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The list's address without its `?` and without the page: `state=needs-person&q=SD-1`. */
    query: text("query").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [unique("saved_views_one_per_name").on(table.userId, table.name)],
);

/** Long work a person asked for, with how far it got; at most one unfinished per integration. */
export const tasks = pgTable(
  "tasks",
  {
    id: id(),
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: taskKinds }).notNull(),
    actor: text("actor").notNull(),
    startedAt: at("started_at").notNull(),
    /** Updated every 20 s while the task runs; after 90 s without it counts as dead with its process. */
    seenAt: at("seen_at").notNull(),
    done: integer("done").notNull().default(0),
    total: integer("total"),
    finishedAt: at("finished_at"),
    result: jsonb("result").$type<Record<string, number>>(),
    problem: jsonb("problem").$type<Problem>(),
  },
  (table) => [
    uniqueIndex("tasks_one_unfinished_per_integration").on(table.integrationId).where(sql`finished_at is null`),
  ],
);
