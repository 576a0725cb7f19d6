import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true });

export const sellers = pgTable("sellers", {
  id: uuid("id").primaryKey().defaultRandom(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** `sellerId` is null for staff, who belong to no seller. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    sellerId: uuid("seller_id").references(() => sellers.id, { onDelete: "cascade" }),
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    role: text("role", { enum: ["admin", "viewer", "support", "operator"] }).notNull(),
    passwordHash: text("password_hash").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    disabledAt: at("disabled_at"),
  },
  (table) => [
    index("users_seller").on(table.sellerId),
    check("users_role_fits_tenancy", sql`(${table.sellerId} is null) = (${table.role} in ('support', 'operator'))`),
  ],
);

/** One row per sign-in: the cookie's token is worth nothing without it, so a session can be ended at once. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

/** Who changed what and when; secrets appear only as "changed". Rows are never updated. */
export const audit = pgTable(
  "audit",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    sellerId: uuid("seller_id").references(() => sellers.id, { onDelete: "cascade" }),
    /** E-mail of the person, or the name of the part of the program. */
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    at: at("at").notNull().defaultNow(),
  },
  (table) => [index("audit_seller_at").on(table.sellerId, table.at)],
);

/** Failed sign-ins per account and address, for the brute-force brake. */
export const signInFailures = pgTable(
  "sign_in_failures",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    subject: text("subject").notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (table) => [index("sign_in_failures_subject_at").on(table.subject, table.at)],
);
