import { isNotNull } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { decrypt } from "@/lib/db/encryption";
import { alertPreferences, connections, users } from "@/lib/db/schema";

/** A sealed value; `identity` is what it is bound to (lib/db/encryption.ts). */
export type SealedValue = { kind: SealedKind; id: string; identity: string; sealed: string };
export type SealedKind = "connection credentials" | "second factors" | "alert webhook secrets";

/** Everything that is sealed in the database. */
export async function sealedValues(db: Db): Promise<SealedValue[]> {
  const credentials = await db.select({ id: connections.id, sealed: connections.credentials }).from(connections);
  const factors = await db
    .select({ id: users.id, sealed: users.totpSecret })
    .from(users)
    .where(isNotNull(users.totpSecret));
  const desks = await db
    .select({ id: alertPreferences.sellerId, sealed: alertPreferences.webhookSecret })
    .from(alertPreferences);
  const named = (kind: SealedKind, rows: { id: string; sealed: string | null }[], identity: (id: string) => string) =>
    rows.flatMap(({ id, sealed }) => (sealed ? [{ kind, id, identity: identity(id), sealed }] : []));
  return [
    ...named("connection credentials", credentials, (id) => id),
    ...named("second factors", factors, (id) => `second-factor/${id}`),
    ...named("alert webhook secrets", desks, (id) => `alerts/${id}`),
  ];
}

/** The value, or null when none of the keys opens it. */
export function opened({ sealed, identity }: SealedValue): string | null {
  try {
    return decrypt(sealed, identity);
  } catch {
    return null;
  }
}
