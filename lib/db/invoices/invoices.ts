import { and, asc, eq, gte, inArray, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { invoiceDownloads, invoices, orders, steps } from "@/lib/db/schema";
import { type DocumentKey, publicFileName } from "@/lib/domain/documents/invoice";

export type Invoice = typeof invoices.$inferSelect;

/** An order's documents in the ERP's order, bytes included. */
export function readDocuments(db: Db, orderId: string): Promise<Invoice[]> {
  return db
    .select()
    .from(invoices)
    .where(eq(invoices.orderId, orderId))
    .orderBy(asc(invoices.position), asc(invoices.foundAt), asc(invoices.invoiceNumber));
}

/** Remembers documents as known, behind those known before; a second time changes nothing. */
export async function addInvoices(
  db: Db,
  input: { orderId: string; keys: DocumentKey[]; now: Date; token(): string },
): Promise<void> {
  const next = sql<number>`(select coalesce(max(i.position) + 1, 0) from invoices i where i.order_id = ${input.orderId})`;
  for (const key of input.keys) {
    await db
      .insert(invoices)
      .values({
        orderId: input.orderId,
        invoiceType: key.type,
        invoiceNumber: key.number,
        position: next,
        fileName: publicFileName(key.number),
        token: input.token(),
        foundAt: input.now,
      })
      .onConflictDoNothing();
  }
}

/** @throws Error when the row is gone: its order was deleted meanwhile */
export async function changeInvoice(
  db: Db,
  id: string,
  change: Partial<Omit<Invoice, "id" | "orderId">>,
): Promise<Invoice> {
  const [row] = await db.update(invoices).set(change).where(eq(invoices.id, id)).returning();
  if (!row) throw new Error(`document ${id} vanished`);
  return row;
}

/** The first complete download of exactly these bytes; null while there is none. */
export async function findWholeDownload(db: Db, document: Invoice): Promise<Date | null> {
  if (!document.sha256) return null;
  const whole = and(
    eq(invoiceDownloads.invoiceId, document.id),
    eq(invoiceDownloads.complete, true),
    eq(invoiceDownloads.sha256, document.sha256),
  );
  const [row] = await db
    .select({ at: invoiceDownloads.at })
    .from(invoiceDownloads)
    .where(whole)
    .orderBy(asc(invoiceDownloads.at))
    .limit(1);
  return row?.at ?? null;
}

/** Ends the wait for the channel's download: somebody has taken the last byte. */
export async function wakeAttachment(db: Db, orderId: string, now: Date): Promise<void> {
  await db
    .update(steps)
    .set({ state: "due", dueAt: now, updatedAt: now })
    .where(
      and(
        eq(steps.orderId, orderId),
        eq(steps.kind, "attach-invoice"),
        eq(steps.state, "waiting"),
        eq(steps.waitReason, "invoice-fetch"),
      ),
    );
}

/** A document was found or has changed: the step is worked again, also when it was done; what is under way is left. */
export async function reopenAttachment(db: Db, orderId: string, now: Date): Promise<void> {
  await db
    .update(steps)
    .set({ state: "due", waitReason: null, doneAt: null, dueAt: now, updatedAt: now })
    .where(
      and(eq(steps.orderId, orderId), eq(steps.kind, "attach-invoice"), inArray(steps.state, ["done", "waiting"])),
    );
}

/** How many requests for one address were recorded since a moment. */
export async function countDownloads(db: Db, invoiceId: string, since: Date): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(invoiceDownloads)
    .where(and(eq(invoiceDownloads.invoiceId, invoiceId), gte(invoiceDownloads.at, since)));
  return row?.n ?? 0;
}

/** Documents of a seller's orders that carry this key, whatever order they belong to. */
export function findDocuments(db: Db, integrationId: string, key: DocumentKey): Promise<Invoice[]> {
  return db
    .select({ document: invoices })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .where(
      and(
        eq(orders.integrationId, integrationId),
        eq(invoices.invoiceType, key.type),
        eq(invoices.invoiceNumber, key.number),
      ),
    )
    .then((rows) => rows.map(({ document }) => document));
}
