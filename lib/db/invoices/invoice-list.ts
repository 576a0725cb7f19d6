import { and, asc, desc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { invoiceDownloads, invoices, orders } from "@/lib/db/schema";
import { type InvoiceState, invoiceState } from "@/lib/domain/documents/invoice";
import type { WaitReason } from "@/lib/domain/orders/step";
import type { Problem } from "@/lib/domain/problem";

export type InvoiceView = {
  id: string;
  type: string;
  number: string;
  fileName: string;
  state: InvoiceState;
  wait: WaitReason | null;
  problem: Problem | null;
  erpStatus: string | null;
  size: number | null;
  /** Of the bytes as the ERP gave them; `storedSha256` is computed from the stored ones at this very reading. */
  sha256: string | null;
  storedSha256: string | null;
  foundAt: Iso;
  readAt: Iso | null;
  attachedAt: Iso | null;
  publishedAt: Iso | null;
  publications: number;
  fetchedAt: Iso | null;
  confirmedAt: Iso | null;
  deliveredAt: Iso | null;
  withdrawnAt: Iso | null;
  expiresAt: Iso | null;
  bytesRemovedAt: Iso | null;
  downloads: DownloadView[];
};

export type DownloadView = {
  id: string;
  at: Iso;
  method: string;
  bytes: number;
  complete: boolean;
  sha256: string;
  address: string | null;
  agent: string | null;
};

/** An order's documents with the receipt of each: what was read, what is stored, what was served to whom. */
export async function readInvoiceList(db: Db, orderId: string): Promise<InvoiceView[]> {
  // The bytes stay in the database, the token in the public URL alone.
  const { bytes, token: _token, ...columns } = getTableColumns(invoices);
  const documents = await db
    .select({ ...columns, storedSha256: sql<string | null>`encode(sha256(${bytes}), 'hex')` })
    .from(invoices)
    .where(eq(invoices.orderId, orderId))
    .orderBy(asc(invoices.position), asc(invoices.foundAt), asc(invoices.invoiceNumber));
  const downloads = await db
    .select()
    .from(invoiceDownloads)
    .where(sql`${invoiceDownloads.invoiceId} in (select id from invoices where order_id = ${orderId})`)
    .orderBy(desc(invoiceDownloads.at))
    .limit(100);
  return documents.map((row) => ({
    id: row.id,
    type: row.invoiceType,
    number: row.invoiceNumber,
    fileName: row.fileName,
    state: invoiceState({ ...row, wait: row.waitReason }),
    wait: row.waitReason,
    problem: row.problem,
    erpStatus: row.erpStatus,
    size: row.size,
    sha256: row.sha256,
    storedSha256: row.storedSha256,
    foundAt: iso(row.foundAt),
    readAt: iso(row.readAt),
    attachedAt: iso(row.attachedAt),
    publishedAt: iso(row.publishedAt),
    publications: row.publications,
    fetchedAt: iso(row.fetchedAt),
    confirmedAt: iso(row.confirmedAt),
    deliveredAt: iso(row.deliveredAt),
    withdrawnAt: iso(row.withdrawnAt),
    expiresAt: iso(row.expiresAt),
    bytesRemovedAt: iso(row.bytesRemovedAt),
    downloads: downloads
      .filter(({ invoiceId }) => invoiceId === row.id)
      .map(({ invoiceId: _, at, ...download }) => ({ ...download, at: iso(at) })),
  }));
}

/** The PDF of one invoice of an order, for a signed-in person; null also once its bytes are no longer kept. */
export async function readInvoiceFile(
  db: Db,
  sellerId: string | null,
  ids: { orderId: string; invoiceId: string },
): Promise<{ fileName: string; bytes: Uint8Array } | null> {
  const [row] = await db
    .select({ fileName: invoices.fileName, bytes: invoices.bytes })
    .from(invoices)
    .innerJoin(orders, eq(orders.id, invoices.orderId))
    .where(
      and(
        eq(invoices.id, ids.invoiceId),
        eq(orders.id, ids.orderId),
        sellerId ? eq(orders.sellerId, sellerId) : undefined,
      ),
    );
  return row?.bytes ? { fileName: row.fileName, bytes: row.bytes } : null;
}
