import { and, eq, gt, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { leases, orders } from "@/lib/db/schema";
import type { OrderFacts } from "@/lib/domain/orders/decide";
import type { IntegrationSettings } from "@/lib/domain/settings";

export type OrderLease = { orderId: string; holder: string; token: number };

/** What may be written of an order in the statement that extends its lease. */
export type OrderChange = Partial<Pick<typeof orders.$inferInsert, "submitted" | "mappingVersion">>;

const inSeconds = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`;
const now = sql`clock_timestamp()`;

/**
 * Takes the leases of orders with one conditional update; those that somebody holds are left out. The token grows with
 * every taking, so a write that carries an older one matches nothing. The database's clock is the only one that counts.
 */
export async function takeOrderLeases(
  db: Db,
  orderIds: string[],
  holder: string,
  seconds: number,
): Promise<OrderLease[]> {
  if (orderIds.length === 0) return [];
  const free = and(inArray(orders.id, orderIds), or(isNull(orders.leaseHolder), lte(orders.leaseExpiresAt, now)));
  const rows = await db
    .update(orders)
    .set({
      leaseHolder: holder,
      leaseToken: sql`${orders.leaseToken} + 1`,
      leaseTakenAt: now,
      leaseExpiresAt: inSeconds(seconds),
    })
    .where(and(free, inArray(orders.id, locked(db, free))))
    .returning({ orderId: orders.id, token: orders.leaseToken });
  return rows.map((row) => ({ ...row, holder }));
}

/** Whether a row is written by the holder of this very taking, still unexpired. */
export function heldBy(lease: OrderLease) {
  return and(
    eq(orders.id, lease.orderId),
    eq(orders.leaseHolder, lease.holder),
    eq(orders.leaseToken, lease.token),
    gt(orders.leaseExpiresAt, now),
  );
}

/** What may have changed of an order since it was read, and of its integration since the run began. */
export type FreshFacts = Pick<OrderFacts, "status" | "complete" | "erased" | "setAside"> & {
  settings: IntegrationSettings;
};

/**
 * Makes sure the lease lasts `seconds` from now, longer than the call that follows, and writes `change` with it.
 * @returns what the rows say at this very moment; null when the lease is no longer ours
 */
export async function extendOrderLease(
  db: Db,
  lease: OrderLease,
  seconds: number,
  change: OrderChange = {},
): Promise<FreshFacts | null> {
  const [fresh] = await db
    .update(orders)
    .set({ ...change, leaseExpiresAt: sql`greatest(${orders.leaseExpiresAt}, ${inSeconds(seconds)})` })
    .where(heldBy(lease))
    .returning({
      status: orders.status,
      complete: sql<boolean>`(${orders.data} ->> 'complete')::boolean`,
      erased: sql<boolean>`${orders.erasedAt} is not null`,
      setAside: sql<boolean>`${orders.onHoldAt} is not null`,
      settings: sql<IntegrationSettings>`(select i.settings from integrations i where i.id = ${orders.integrationId})`,
    });
  return fresh ?? null;
}

/** Gives leases back, in one statement; one that was lost meanwhile stays with who has it. */
export async function releaseOrderLeases(db: Db, leases: OrderLease[]): Promise<void> {
  if (leases.length === 0) return;
  const taken = or(
    ...leases.map(({ orderId, holder, token }) =>
      and(eq(orders.id, orderId), eq(orders.leaseHolder, holder), eq(orders.leaseToken, token)),
    ),
  );
  await db
    .update(orders)
    .set({ leaseHolder: null, leaseTakenAt: null, leaseExpiresAt: null })
    .where(and(taken, inArray(orders.id, locked(db, taken))));
}

/** Rows locked by id, so that two processes that lease the same orders cannot deadlock. */
const locked = (db: Db, which: SQL | undefined) =>
  db.select({ id: orders.id }).from(orders).where(which).orderBy(orders.id).for("update");

/** Takes a named lease (an ERP seat); false while another holder's has not expired. */
export async function takeLease(db: Db, name: string, holder: string, seconds: number): Promise<boolean> {
  const rows = await db
    .insert(leases)
    .values({ name, holder, token: 1, takenAt: now, expiresAt: inSeconds(seconds) })
    .onConflictDoUpdate({
      target: leases.name,
      set: { holder, token: sql`${leases.token} + 1`, takenAt: now, expiresAt: inSeconds(seconds) },
      setWhere: or(lte(leases.expiresAt, now), eq(leases.holder, holder)),
    })
    .returning({ name: leases.name });
  return rows.length === 1;
}

export async function extendLease(db: Db, name: string, holder: string, seconds: number): Promise<boolean> {
  const rows = await db
    .update(leases)
    .set({ expiresAt: inSeconds(seconds) })
    .where(and(eq(leases.name, name), eq(leases.holder, holder), gt(leases.expiresAt, now)))
    .returning({ name: leases.name });
  return rows.length === 1;
}

export async function releaseLease(db: Db, name: string, holder: string): Promise<void> {
  await db.delete(leases).where(and(eq(leases.name, name), eq(leases.holder, holder)));
}
