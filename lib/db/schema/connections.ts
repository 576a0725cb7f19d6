import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, id } from "@/lib/db/schema/columns";
import { sellers } from "@/lib/db/schema/people";
import type { Problem } from "@/lib/domain/problem";
import type { IntegrationSettings } from "@/lib/domain/settings";

/** What *Test connection* found last. */
export type ConnectionTest = {
  at: string;
  ok: boolean;
  findings: { subject: string; problem: Problem | null; note: string | null }[];
};

export const connections = pgTable(
  "connections",
  {
    id: id(),
    sellerId: uuid("seller_id")
      .notNull()
      .references(() => sellers.id, { onDelete: "cascade" }),
    slug: text("slug").notNull(),
    connector: text("connector").notNull(),
    settings: jsonb("settings").$type<Record<string, unknown>>().notNull(),
    /** Sealed with the record's id; see lib/db/encryption.ts. */
    credentials: text("credentials").notNull(),
    webhookToken: text("webhook_token").notNull(),
    /** The token before the last rotation, and until when it is accepted. */
    previousWebhookToken: text("previous_webhook_token"),
    previousTokenUntil: at("previous_token_until"),
    /** Whose call limits it spends: connections with one account share them. Null until it was opened once. */
    rateLimitKey: text("rate_limit_key"),
    /** Why this connection is paused (refused credentials, taken seats …) and until when; null when it is in order. */
    pauseProblem: jsonb("pause_problem").$type<Problem>(),
    pausedUntil: at("paused_until"),
    /** What the connector must remember between sessions (a session to end, a refresh token); sealed with the record's id. */
    memory: text("memory"),
    lastTest: jsonb("last_test").$type<ConnectionTest>(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [unique("connections_one_slug_per_seller").on(table.sellerId, table.slug)],
);

export const integrations = pgTable(
  "integrations",
  {
    id: id(),
    sellerId: uuid("seller_id")
      .notNull()
      .references(() => sellers.id, { onDelete: "cascade" }),
    slug: text("slug").notNull(),
    channelId: uuid("channel_id")
      .notNull()
      .references(() => connections.id),
    erpId: uuid("erp_id")
      .notNull()
      .references(() => connections.id),
    enabled: boolean("enabled").notNull(),
    heartbeatMinutes: integer("heartbeat_minutes").notNull(),
    settings: jsonb("settings").$type<IntegrationSettings>().notNull(),
    /** Grows with every change of the settings, so that a form filled in before it is noticed. */
    settingsRevision: integer("settings_revision").notNull().default(1),
    /** Up to which order the steps were decided anew after such a change; null when none is left, "" to begin. */
    projectedUpTo: text("projected_up_to"),
    /** The channel's own `modified` of the newest order read, taken before the read and saved after the write. */
    ordersCheckpoint: text("orders_checkpoint"),
    heartbeatStartedAt: at("heartbeat_started_at"),
    heartbeatFinishedAt: at("heartbeat_finished_at"),
    /** Set by the clock or a person, cleared by the run that answers: the queue's job carries nothing but the id. */
    heartbeatRequestedAt: at("heartbeat_requested_at"),
    stockRequestedAt: at("stock_requested_at"),
    stockPushedAt: at("stock_pushed_at"),
    /** When the ERP was last asked for stock: orders linked from then on are still in flight. */
    stockReadAt: at("stock_read_at"),
    offersReadAt: at("offers_read_at"),
    /** How far a reading of all offers has come; null when none is under way. */
    reconcile: jsonb("reconcile").$type<{
      startedAt: string;
      page: number;
      read: number;
      drifts: number;
      resumeAt: string;
    }>(),
    itemsReadAt: at("items_read_at"),
    /** The last push that was watched until the channel showed it; `ms` is null while it does not. */
    visibility: jsonb("visibility").$type<{ offerId: string; quantity: number; sentAt: string; ms: number | null }>(),
    /** The ERP's own stamp of the newest invoice seen, and when invoices were last looked for. */
    invoicesCheckpoint: text("invoices_checkpoint"),
    invoicesReadAt: at("invoices_read_at"),
    createdAt: at("created_at").notNull().defaultNow(),
  },
  (table) => [unique("integrations_one_slug_per_seller").on(table.sellerId, table.slug)],
);

/** A wake-up from outside: which order or item to read, never its data; de-duplicated while unanswered. */
export const wakeUps = pgTable(
  "wake_ups",
  {
    id: id(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    dedupeKey: text("dedupe_key").notNull(),
    orderId: text("order_id"),
    salesOrderType: text("sales_order_type"),
    salesOrderNumber: text("sales_order_number"),
    itemId: text("item_id"),
    receivedAt: at("received_at").notNull().defaultNow(),
  },
  (table) => [
    unique("wake_ups_once_per_key").on(table.connectionId, table.dedupeKey),
    index("wake_ups_connection").on(table.connectionId, table.receivedAt),
  ],
);

/** Notifications of the last days, so that one delivered again is known; never their contents (acumatica-api.md §8.3). */
export const notifications = pgTable(
  "notifications",
  {
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id, { onDelete: "cascade" }),
    /** The delivery's own id and the name of its query. */
    deliveryId: text("delivery_id").notNull(),
    query: text("query").notNull(),
    /** The sender's 64-bit tick count, all its digits. */
    timeStamp: numeric("time_stamp", { precision: 20, scale: 0 }),
    rows: integer("rows").notNull(),
    receivedAt: at("received_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.deliveryId] }),
    index("notifications_connection_received").on(table.connectionId, table.receivedAt),
  ],
);

/** Named leases: `seat:<connection>` for an ERP session, `run:<integration>` for a run. */
export const leases = pgTable("leases", {
  name: text("name").primaryKey(),
  holder: text("holder").notNull(),
  /** Grows with every change of holder; a write carrying an older one is refused. */
  token: bigint("token", { mode: "number" }).notNull(),
  takenAt: at("taken_at").notNull(),
  expiresAt: at("expires_at").notNull(),
});

/** Rate limits shared by all processes: when the next call of an account and kind of route may go out. */
export const rateLimits = pgTable("rate_limits", {
  /** `account:bucket`; the account is a connection's `rateLimitKey`. */
  key: text("key").primaryKey(),
  nextAt: at("next_at").notNull(),
  perSecond: doublePrecision("per_second"),
  perMinute: doublePrecision("per_minute"),
  /** What the other side last said is left of its own window. */
  remaining: integer("remaining"),
  remainingAt: at("remaining_at"),
  /** Answers "too many requests" so far, and the last of them. */
  refused: integer("refused").notNull().default(0),
  refusedAt: at("refused_at"),
});

/** Calls of the last two minutes and those that still wait for their turn. */
export const rateLimitCalls = pgTable(
  "rate_limit_calls",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    key: text("key").notNull(),
    at: at("at").notNull(),
    /** A person waits for it: it goes before background calls. */
    byPerson: boolean("by_person").notNull(),
  },
  (table) => [index("rate_limit_calls_key_at").on(table.key, table.at)],
);

export type RunProcessed = Record<string, number>;

export const runs = pgTable(
  "runs",
  {
    id: id(),
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    trigger: text("trigger", { enum: ["heartbeat", "wake-up"] }).notNull(),
    startedAt: at("started_at").notNull(),
    finishedAt: at("finished_at"),
    processed: jsonb("processed").$type<RunProcessed>().notNull().default({}),
    failed: integer("failed").notNull().default(0),
    problem: jsonb("problem").$type<Problem>(),
  },
  (table) => [
    index("runs_integration_started").on(table.integrationId, table.startedAt),
    index("runs_started").on(table.startedAt),
  ],
);
