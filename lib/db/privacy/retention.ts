import { inArray, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { invoiceDownloads, invoices, orderEvents, orders, sessions, users } from "@/lib/db/schema";
import type { RetentionKind } from "@/lib/domain/privacy/retention";

export type Forgettable = Exclude<RetentionKind, "buyers">;

/** Deletes up to `limit` of a seller's (null: staff's) rows of this kind older than `before`. @returns how many */
export async function deleteByRetention(
  db: Db,
  kind: Forgettable,
  sellerId: string | null,
  before: Date,
  limit: number,
): Promise<number> {
  const old = { timeline: oldEvents, downloads: oldDownloads, sessions: endedSessions }[kind];
  const ids = (await db.execute<{ id: string }>(old(sellerId, before.toISOString(), limit))).map(({ id }) => id);
  if (ids.length === 0) return 0;
  const table = { timeline: orderEvents, downloads: invoiceDownloads, sessions }[kind];
  await db.delete(table).where(inArray(table.id, ids));
  return ids.length;
}

/** A timeline goes when its order is erased: until then a person may need it. */
const oldEvents = (sellerId: string | null, before: string, limit: number): SQL => sql`
  select e.id from ${orderEvents} e join ${orders} o on o.id = e.order_id
  where o.seller_id = ${sellerId} and o.erased_at is not null and o.received_at < ${before} and e.at < ${before}
  limit ${limit}`;

const oldDownloads = (sellerId: string | null, before: string, limit: number): SQL => sql`
  select d.id from ${orders} o join ${invoices} i on i.order_id = o.id join ${invoiceDownloads} d on d.invoice_id = i.id
  where o.seller_id = ${sellerId} and o.received_at < ${before} and d.at < ${before} limit ${limit}`;

const endedSessions = (sellerId: string | null, before: string, limit: number): SQL => sql`
  select s.id from ${sessions} s join ${users} u on u.id = s.user_id
  where u.seller_id is not distinct from ${sellerId}::uuid and least(s.expires_at, coalesce(s.revoked_at, s.expires_at)) < ${before}
  limit ${limit}`;
