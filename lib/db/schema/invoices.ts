import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, bytea, id } from "@/lib/db/schema/columns";
import { orders } from "@/lib/db/schema/orders";
import type { WaitReason } from "@/lib/domain/orders/step";
import type { Problem } from "@/lib/domain/problem";

/**
 * A document the ERP made, carried unchanged: one row and one stable URL per order and invoice, from the moment it is
 * known. `sha256` is of the bytes as the ERP gave them; the database itself refuses bytes that do not have it.
 */
export const invoices = pgTable(
  "invoices",
  {
    id: id(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    invoiceType: text("invoice_type").notNull(),
    invoiceNumber: text("invoice_number").notNull(),
    /** The ERP's own order of an order's documents, from 0. */
    position: integer("position").notNull().default(0),
    fileName: text("file_name").notNull(),
    /** 192 random bits: whoever knows the URL may download. */
    token: text("token").notNull().unique(),
    foundAt: at("found_at").notNull().defaultNow(),
    /** The ERP's status label and stamp of the version last looked at. */
    erpStatus: text("erp_status"),
    erpModified: text("erp_modified"),
    /** To be compared with the ERP's file at the next look. */
    lookAgain: boolean("look_again").notNull().default(false),
    fileId: text("file_id"),
    /** Null before they are read and after they are no longer needed; the hash stays. */
    bytes: bytea("bytes"),
    size: integer("size"),
    sha256: text("sha256"),
    readAt: at("read_at"),
    bytesRemovedAt: at("bytes_removed_at"),
    expiresAt: at("expires_at"),
    withdrawnAt: at("withdrawn_at"),
    /** How often the URL was sent to the channel, and when last. */
    publications: integer("publications").notNull().default(0),
    publishedAt: at("published_at"),
    /** When the channel first accepted the document's URL. */
    attachedAt: at("attached_at"),
    /** Found on the channel with an address from before our rows began: no download of it can be expected here. */
    adopted: boolean("adopted").notNull().default(false),
    /** The first complete download of these very bytes after a publication. */
    fetchedAt: at("fetched_at"),
    /** When the channel's own list of documents showed it. */
    confirmedAt: at("confirmed_at"),
    /** Both: downloaded to the last byte and listed. */
    deliveredAt: at("delivered_at"),
    /** What it waits for, or why it needs a person; both null when nothing is to be done. */
    waitReason: text("wait_reason").$type<WaitReason>(),
    problem: jsonb("problem").$type<Problem>(),
    /** The hash of another file the ERP holds now, when it differs from what was sent. */
    otherSha256: text("other_sha256"),
    /** A person's word on that file: send it too, in the same place, or leave the buyer with what was sent. */
    decision: text("decision", { enum: ["publish", "keep"] }),
  },
  (table) => [
    unique("invoices_one_document_per_order_and_invoice").on(table.orderId, table.invoiceType, table.invoiceNumber),
    index("invoices_number").on(table.invoiceNumber.op("text_pattern_ops")),
    check(
      "invoices_bytes_have_their_hash",
      sql`${table.bytes} is null or (${table.size} = length(${table.bytes}) and ${table.sha256} = encode(sha256(${table.bytes}), 'hex'))`,
    ),
    check(
      "invoices_delivered_is_fetched_and_listed",
      sql`${table.deliveredAt} is null or (${table.fetchedAt} is not null and ${table.confirmedAt} is not null)`,
    ),
    index("invoices_bytes_to_remove").on(table.expiresAt).where(sql`bytes is not null`),
    index("invoices_key").on(table.invoiceType, table.invoiceNumber),
  ],
);

export const invoiceDownloads = pgTable(
  "invoice_downloads",
  {
    id: id(),
    invoiceId: uuid("invoice_id")
      .notNull()
      .references(() => invoices.id, { onDelete: "cascade" }),
    at: at("at").notNull().defaultNow(),
    method: text("method").notNull(),
    address: text("address"),
    agent: text("agent"),
    /** Sent so far, and their hash; `complete` once the last byte was taken. */
    bytes: integer("bytes").notNull(),
    sha256: text("sha256").notNull(),
    complete: boolean("complete").notNull(),
  },
  (table) => [index("invoice_downloads_invoice").on(table.invoiceId, table.at)],
);
