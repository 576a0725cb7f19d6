import { and, asc, eq, inArray, notInArray } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
import { channelReturns, lookups } from "@/lib/db/schema";
import { type ChannelReturn, openReturnStatuses } from "@/lib/domain/connections/channel-lookups";

/** Inserts a return or updates it; `first_seen_at` stays. */
export async function keepReturn(db: Db, connectionId: string, one: ChannelReturn, now: Date): Promise<void> {
  const { id, orderId, status, lines } = one;
  const facts = { channelOrderId: orderId, status, lines, readAt: now };
  await db
    .insert(channelReturns)
    .values({ connectionId, channelReturnId: id, firstSeenAt: now, ...facts })
    .onConflictDoUpdate({ target: [channelReturns.connectionId, channelReturns.channelReturnId], set: facts });
}

/** Returns held as open that a read of all open ones did not show. */
export async function returnsGone(db: Db, connectionId: string, seen: string[], limit: number): Promise<string[]> {
  const rows = await db
    .select({ id: channelReturns.channelReturnId })
    .from(channelReturns)
    .where(
      and(
        eq(channelReturns.connectionId, connectionId),
        inArray(channelReturns.status, openReturnStatuses),
        seen.length > 0 ? notInArray(channelReturns.channelReturnId, seen) : undefined,
      ),
    )
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** A return of the channel, as read last. */
export type ReturnView = Pick<ChannelReturn, "id" | "status" | "lines"> & { readAt: Iso };

/** The returns of one order, oldest first. */
export async function returnsOfOrder(db: Db, connectionId: string, channelOrderId: string): Promise<ReturnView[]> {
  const rows = await db
    .select()
    .from(channelReturns)
    .where(and(eq(channelReturns.connectionId, connectionId), eq(channelReturns.channelOrderId, channelOrderId)))
    .orderBy(asc(channelReturns.firstSeenAt));
  return rows.map(({ channelReturnId, status, lines, readAt }) => ({
    id: channelReturnId,
    status,
    lines,
    readAt: iso(readAt),
  }));
}

const kind = "open-returns";

/** When all open returns were read last; null when they never were. */
export async function returnsReadAt(db: Db, connectionId: string): Promise<Date | null> {
  const [row] = await db
    .select({ readAt: lookups.readAt })
    .from(lookups)
    .where(and(eq(lookups.connectionId, connectionId), eq(lookups.kind, kind)));
  return row?.readAt ?? null;
}

export async function noteReturnsRead(db: Db, connectionId: string, ids: string[], readAt: Date): Promise<void> {
  const rows = ids.map((id) => ({ id }));
  await db
    .insert(lookups)
    .values({ connectionId, kind, rows, readAt })
    .onConflictDoUpdate({ target: [lookups.connectionId, lookups.kind, lookups.key], set: { rows, readAt } });
}
