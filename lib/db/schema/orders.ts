import { type SQL, sql } from "drizzle-orm";
import {
  bigint,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, id, money } from "@/lib/db/schema/columns";
import { connections, integrations } from "@/lib/db/schema/connections";
import { sellers } from "@/lib/db/schema/people";
import type { Submitted } from "@/lib/domain/documents/order-change";
import type { TotalDifference } from "@/lib/domain/documents/total-difference";
import type { ChannelOrder } from "@/lib/domain/orders/order";
import { type NotNeededReason, type StepState, stepKinds, type WaitReason } from "@/lib/domain/orders/step";
import type { ParcelAnswers } from "@/lib/domain/parcels/parcel";
import type { Problem } from "@/lib/domain/problem";

/** A name without capitals and accents, so that a person finds it as they type it; the index and the search share it. */
export const foldedName = (name: SQL) =>
  sql`translate(lower(${name}), 'ăâîșşțţáàäéèëíìïóòöőúùüű', 'aaissttaaaeeeiiioooouuuu')`;

export const orders = pgTable(
  "orders",
  {
    id: id(),
    sellerId: uuid("seller_id")
      .notNull()
      .references(() => sellers.id, { onDelete: "cascade" }),
    integrationId: uuid("integration_id")
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id),
    channelOrderId: text("channel_order_id").notNull(),
    fulfilment: text("fulfilment", { enum: ["seller", "channel"] }).notNull(),
    status: text("status", {
      enum: ["cancelled", "new", "in-progress", "prepared", "finalised", "returned"],
    }).notNull(),
    /** The channel's own stamp of the version held here; an older one never overwrites it. */
    modified: text("modified").notNull(),
    placedAt: text("placed_at").notNull(),
    handOverBy: text("hand_over_by"),
    buyerName: text("buyer_name").notNull(),
    currency: text("currency").notNull(),
    gross: money("gross").notNull(),
    data: jsonb("data").$type<ChannelOrder>().notNull(),
    raw: jsonb("raw").notNull(),
    /** What the Sales Order was made from; written with the intent to create it. */
    submitted: jsonb("submitted").$type<Submitted>(),
    /** The version of the Sales Order's mapping it was begun with; a person's Retry lets it take the newest. */
    mappingVersion: integer("mapping_version"),
    /** What a person answered for the parcel where the channel's own data would not do. */
    parcelAnswers: jsonb("parcel_answers").$type<ParcelAnswers>(),
    /** Something a person should look at although no step is stopped by it. */
    needsAttention: jsonb("needs_attention").$type<Problem>(),
    /** A person took the order out of the flow: no step is worked until somebody resumes it. */
    onHoldAt: at("on_hold_at"),
    onHoldBy: text("on_hold_by"),
    onHoldNote: text("on_hold_note"),
    /** Since when no row here holds who bought; a later version of the order is stored without its buyer too. */
    erasedAt: at("erased_at"),
    leaseHolder: text("lease_holder"),
    leaseToken: bigint("lease_token", { mode: "number" }).notNull().default(0),
    leaseTakenAt: at("lease_taken_at"),
    leaseExpiresAt: at("lease_expires_at"),
    receivedAt: at("received_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (table) => [
    unique("orders_one_row_per_channel_order").on(table.connectionId, table.channelOrderId),
    index("orders_seller_received").on(
      table.sellerId,
      table.receivedAt.desc().nullsFirst(),
      table.id.desc().nullsFirst(),
    ),
    index("orders_received").on(table.receivedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index("orders_needing_attention").on(table.id).where(sql`needs_attention is not null`),
    index("orders_not_erased").on(table.sellerId, table.receivedAt).where(sql`erased_at is null`),
    index("orders_on_hold").on(table.id).where(sql`on_hold_at is not null`),
    index("orders_number").on(table.channelOrderId.op("text_pattern_ops")),
    index("orders_buyer").using("gin", sql`to_tsvector('simple', ${foldedName(sql`buyer_name`)})`),
    index("orders_integration_status").on(table.integrationId, table.status),
  ],
);

/** One channel order, one Sales Order: unique from both ends. */
export const orderLinks = pgTable(
  "order_links",
  {
    orderId: uuid("order_id")
      .primaryKey()
      .references(() => orders.id, { onDelete: "cascade" }),
    erpId: uuid("erp_id")
      .notNull()
      .references(() => connections.id),
    orderType: text("order_type").notNull(),
    orderNumber: text("order_number").notNull(),
    /** The ERP's total, for comparison with what the buyer pays. */
    total: money("total"),
    /** Where the two totals parted, and the Sales Order's status after it was to be put on hold. */
    difference: jsonb("difference").$type<TotalDifference & { status: string }>(),
    /** `created` by us, or `adopted`: found in the ERP and linked. */
    origin: text("origin", { enum: ["created", "adopted"] }).notNull(),
    linkedAt: at("linked_at").notNull(),
  },
  (table) => [
    unique("order_links_one_order_per_sales_order").on(table.erpId, table.orderType, table.orderNumber),
    index("order_links_number").on(table.orderNumber.op("text_pattern_ops")),
  ],
);

export const steps = pgTable(
  "steps",
  {
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    /** Its order's, copied by a trigger: the look for work asks by it, without the orders. */
    integrationId: uuid("integration_id"),
    kind: text("kind", { enum: stepKinds }).notNull(),
    state: text("state").$type<StepState>().notNull(),
    waitReason: text("wait_reason").$type<WaitReason | NotNeededReason>(),
    problem: jsonb("problem").$type<Problem>(),
    attempts: integer("attempts").notNull().default(0),
    dueAt: at("due_at").notNull(),
    /** Committed before a write goes out; cleared when its outcome is known. */
    intentAt: at("intent_at"),
    /** Looks after an unknown outcome that found nothing; two are needed. */
    emptyLooks: integer("empty_looks").notNull().default(0),
    updatedAt: at("updated_at").notNull(),
    doneAt: at("done_at"),
  },
  (table) => [
    primaryKey({ name: "steps_one_per_order_and_kind", columns: [table.orderId, table.kind] }),
    index("steps_open_by_due").on(table.dueAt).where(sql`state in ('due', 'waiting', 'in-doubt', 'running')`),
    index("steps_to_work").on(table.integrationId, table.dueAt).where(sql`state in ('due', 'in-doubt', 'running')`),
    index("steps_blocked").on(table.orderId).where(sql`state = 'blocked'`),
    index("steps_failing")
      .on(table.orderId)
      .where(sql`problem is not null and state in ('blocked', 'in-doubt', 'due')`),
    index("steps_in_doubt").on(table.orderId).where(sql`state = 'in-doubt'`),
    index("steps_open").on(table.orderId).where(sql`state not in ('done', 'not-needed')`),
    index("steps_done_at").on(table.doneAt),
  ],
);

/** The order's timeline: what was done, by whom, how long it took. Never a secret, never a buyer's data. */
export const orderEvents = pgTable(
  "order_events",
  {
    id: id(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    at: at("at").notNull(),
    /** `engine` or a person's e-mail. */
    actor: text("actor").notNull(),
    kind: text("kind").notNull(),
    params: jsonb("params").$type<Record<string, string>>().notNull().default({}),
    problem: jsonb("problem").$type<Problem>(),
    durationMs: integer("duration_ms"),
  },
  (table) => [index("order_events_order_at").on(table.orderId, table.at)],
);

/** One parcel per order: the second row is refused by the key, whatever the code does. */
export const parcels = pgTable(
  "parcels",
  {
    orderId: uuid("order_id").primaryKey(),
    parcelId: text("parcel_id"),
    reservationId: text("reservation_id"),
    trackingNumber: text("tracking_number"),
    courier: text("courier"),
    shipmentNumber: text("shipment_number").notNull(),
    origin: text("origin", { enum: ["created", "adopted", "own-courier"] }).notNull(),
    createdAt: at("created_at").notNull(),
    trackingWrittenAt: at("tracking_written_at"),
  },
  (table) => [
    foreignKey({ name: "parcels_order", columns: [table.orderId], foreignColumns: [orders.id] }).onDelete("cascade"),
    index("parcels_tracking_number").on(table.trackingNumber.op("text_pattern_ops")),
    index("parcels_parcel").on(table.parcelId.op("text_pattern_ops")),
    index("parcels_shipment").on(table.shipmentNumber.op("text_pattern_ops")),
  ],
);
