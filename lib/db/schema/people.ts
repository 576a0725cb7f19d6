import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, id } from "@/lib/db/schema/columns";
import type { Retention } from "@/lib/domain/privacy/retention";

export const sellers = pgTable("sellers", {
  id: id(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  /** How many days each kind of data is kept, where it is not the default of lib/domain/privacy/retention.ts. */
  retention: jsonb("retention").$type<Partial<Retention>>().notNull().default({}),
  createdAt: at("created_at").notNull().defaultNow(),
});

/** `sellerId` is null for staff, who belong to no seller. */
export const users = pgTable(
  "users",
  {
    id: id(),
    sellerId: uuid("seller_id").references(() => sellers.id, { onDelete: "cascade" }),
    email: text("email").notNull().unique(),
    name: text("name").notNull(),
    role: text("role", { enum: ["admin", "viewer", "support", "operator"] }).notNull(),
    passwordHash: text("password_hash").notNull(),
    /** Sealed with the person's id; asked for at sign-in once `totpSince` is set. */
    totpSecret: text("totp_secret"),
    totpSince: at("totp_since"),
    /** The newest thirty-second step whose code was used; none is taken twice. */
    totpStep: bigint("totp_step", { mode: "number" }).notNull().default(0),
    /** SHA-256 of each recovery code that is left. */
    recoveryHashes: jsonb("recovery_hashes").$type<string[]>().notNull().default([]),
    createdAt: at("created_at").notNull().defaultNow(),
    disabledAt: at("disabled_at"),
  },
  (table) => [
    index("users_seller").on(table.sellerId),
    check("users_role_fits_tenancy", sql`(${table.sellerId} is null) = (${table.role} in ('support', 'operator'))`),
  ],
);

/**
 * One row per sign-in: a cookie without its row is refused, so a session can be ended at once. A sign-in that was
 * refused is a row that was never valid, kept as long as an ended one, of people who are here only.
 */
export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    lastSeenAt: at("last_seen_at").notNull().defaultNow(),
    revokedAt: at("revoked_at"),
    refused: boolean("refused").notNull().default(false),
    address: text("address"),
    agent: text("agent"),
  },
  (table) => [index("sessions_user").on(table.userId)],
);

/** An invitation or a reset: whoever holds the link may set this person's password once. */
export const passwordLinks = pgTable(
  "password_links",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    tokenHash: text("token_hash").notNull().unique(),
    createdAt: at("created_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
  },
  (table) => [index("password_links_user").on(table.userId)],
);

/** Until when a member of staff sees a seller's buyers unmasked, and what for; the seller sees these rows. */
export const unmaskings = pgTable(
  "unmaskings",
  {
    id: id(),
    sellerId: uuid("seller_id")
      .notNull()
      .references(() => sellers.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    reason: text("reason").notNull(),
    grantedAt: at("granted_at").notNull().defaultNow(),
    expiresAt: at("expires_at").notNull(),
  },
  (table) => [index("unmaskings_seller_user").on(table.sellerId, table.userId, table.expiresAt)],
);

/**
 * Who changed what and when; secrets appear only as "changed". A trigger numbers and chains the rows of each seller, and
 * two more refuse every change of a row: see lib/db/audit.ts. The seller is named without a foreign key, because the
 * record outlives what it is about.
 */
export const audit = pgTable(
  "audit",
  {
    id: id(),
    sellerId: uuid("seller_id"),
    /** Set by the trigger: place in the seller's chain, the former row's hash, and this row's. */
    seq: bigint("seq", { mode: "number" }).notNull().default(0),
    previous: text("previous").notNull().default(""),
    hash: text("hash").notNull().default(""),
    /** E-mail of the person, or the name of the part of the program. */
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    subject: text("subject").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    at: at("at").notNull().defaultNow(),
  },
  (table) => [
    index("audit_seller_at").on(table.sellerId, table.at),
    unique("audit_one_row_per_place").on(table.sellerId, table.seq).nullsNotDistinct(),
  ],
);

/** Failed sign-ins per account and address, for the throttle of `lib/auth/throttled.ts`. */
export const signInFailures = pgTable(
  "sign_in_failures",
  {
    id: id(),
    subject: text("subject").notNull(),
    at: at("at").notNull().defaultNow(),
  },
  (table) => [index("sign_in_failures_subject_at").on(table.subject, table.at)],
);
