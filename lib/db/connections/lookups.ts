import { and, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { lookups } from "@/lib/db/schema";
import type { ChannelLookups, LookupKind } from "@/lib/domain/connections/channel-lookups";

export type KeptLookup<K extends LookupKind> = { rows: ChannelLookups[K][]; readAt: Date };

type Name<K extends LookupKind> = { connectionId: string; kind: K; key: string };

const mine = ({ connectionId, kind, key }: Name<LookupKind>) =>
  and(eq(lookups.connectionId, connectionId), eq(lookups.kind, kind), eq(lookups.key, key));

/** A list as it was read last; null when it never was. */
export async function keptLookup<K extends LookupKind>(db: Db, name: Name<K>): Promise<KeptLookup<K> | null> {
  const [row] = await db.select().from(lookups).where(mine(name));
  return row ? { rows: row.rows as ChannelLookups[K][], readAt: row.readAt } : null;
}

export async function keepLookup<K extends LookupKind>(
  db: Db,
  name: Name<K>,
  { rows, readAt }: KeptLookup<K>,
): Promise<void> {
  await db
    .insert(lookups)
    .values({ ...name, rows, readAt })
    .onConflictDoUpdate({ target: [lookups.connectionId, lookups.kind, lookups.key], set: { rows, readAt } });
}
