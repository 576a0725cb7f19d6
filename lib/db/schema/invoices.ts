import { boolean, customType, index, integer, pgTable, text, timestamp, unique, uuid } from "drizzle-orm/pg-core";
import { orders } from "@/lib/db/schema/orders";

const at = (name: string) => timestamp(name, { withTimezone: true });
const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** A document the ERP made, carried unchanged: one row and one stable URL per order and invoice. */
export const invoices = pgTable(
  "invoices",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id, { onDelete: "cascade" }),
    invoiceType: text("invoice_type").notNull(),
    invoiceNumber: text("invoice_number").notNull(),
    fileId: text("file_id").notNull(),
    fileName: text("file_name").notNull(),
    bytes: bytea("bytes").notNull(),
    size: integer("size").notNull(),
    sha256: text("sha256").notNull(),
    /** 192 random bits, the only secret of the public URL. */
    token: text("token").notNull().unique(),
    readAt: at("read_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    withdrawnAt: at("withdrawn_at"),
    /** When the channel accepted the document's URL. */
    attachedAt: at("attached_at"),
    /** When the channel's own list of documents showed it. */
    confirmedAt: at("confirmed_at"),
  },
  (table) => [
    unique("invoices_one_document_per_order_and_invoice").on(table.orderId, table.invoiceType, table.invoiceNumber),
    index("invoices_number").on(table.invoiceNumber.op("text_pattern_ops")),
  ],
);

export const invoiceDownloads = pgTable(
  "invoice_downloads",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    invoiceId: uuid("invoice_id")
      .notNull()
      .references(() => invoices.id, { onDelete: "cascade" }),
    at: at("at").notNull().defaultNow(),
    method: text("method").notNull(),
    address: text("address"),
    agent: text("agent"),
    bytes: integer("bytes").notNull(),
    sha256: text("sha256").notNull(),
    complete: boolean("complete").notNull(),
  },
  (table) => [index("invoice_downloads_invoice").on(table.invoiceId, table.at)],
);
