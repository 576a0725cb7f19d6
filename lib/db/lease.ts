import { and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { leases, orders } from "@/lib/db/schema";

export type OrderLease = { orderId: string; holder: string; token: number };

const inSeconds = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`;
const now = sql`clock_timestamp()`;

/**
 * Takes an order's lease with one conditional update; null when somebody holds it. The token grows with every taking,
 * so a write that carries an older one matches nothing. The database's clock is the only one that counts.
 */
export async function takeOrderLease(
  db: Db,
  orderId: string,
  holder: string,
  seconds: number,
): Promise<OrderLease | null> {
  const [row] = await db
    .update(orders)
    .set({
      leaseHolder: holder,
      leaseToken: sql`${orders.leaseToken} + 1`,
      leaseTakenAt: now,
      leaseExpiresAt: inSeconds(seconds),
    })
    .where(and(eq(orders.id, orderId), or(isNull(orders.leaseHolder), lte(orders.leaseExpiresAt, now))))
    .returning({ token: orders.leaseToken });
  return row ? { orderId, holder, token: row.token } : null;
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

/** Makes sure the lease lasts `seconds` from now, longer than the call that follows; false when it is no longer ours. */
export async function extendOrderLease(db: Db, lease: OrderLease, seconds: number): Promise<boolean> {
  const rows = await db
    .update(orders)
    .set({ leaseExpiresAt: sql`greatest(${orders.leaseExpiresAt}, ${inSeconds(seconds)})` })
    .where(heldBy(lease))
    .returning({ id: orders.id });
  return rows.length === 1;
}

export async function releaseOrderLease(db: Db, lease: OrderLease): Promise<void> {
  await db
    .update(orders)
    .set({ leaseHolder: null, leaseTakenAt: null, leaseExpiresAt: null })
    .where(and(eq(orders.id, lease.orderId), eq(orders.leaseHolder, lease.holder), eq(orders.leaseToken, lease.token)));
}

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
