import { and, eq, isNotNull, sql } from "drizzle-orm";
import { alertDesks, connections, users } from "@/lib/db/schema";
import { seal, sealedWithNewestKey, unseal } from "@/lib/db/seal";
import type { FlowContext } from "@/lib/flows/context";

export type Rotation = { kind: string; resealed: number; current: number; unreadable: string[] };

/**
 * Started by `megzo keys rotate` after a new key was put in front of ENCRYPTION_KEYS. Seals again what an older key
 * sealed, row by row while the product runs: a row that somebody saves meanwhile is left to its newer value, and a
 * second start goes on where the first was stopped. What no key opens is named and left alone.
 */
export async function rotateKeys(ctx: FlowContext): Promise<Rotation[]> {
  const { db } = ctx;
  const sealedConnections = await db.select({ id: connections.id, sealed: connections.credentials }).from(connections);
  const factors = db.select({ id: users.id, sealed: users.totpSecret }).from(users).where(isNotNull(users.totpSecret));
  const desks = db.select({ id: alertDesks.sellerId, sealed: alertDesks.webhookSecret }).from(alertDesks);
  return [
    await reseal("connection credentials", sealedConnections, {
      identity: (id) => id,
      write: async (id, was, sealed) =>
        db
          .update(connections)
          .set({ credentials: sealed })
          .where(and(eq(connections.id, id), eq(connections.credentials, was))),
    }),
    await reseal("second factors", await factors, {
      identity: (id) => `second-factor/${id}`,
      write: async (id, was, sealed) =>
        db
          .update(users)
          .set({ totpSecret: sealed })
          .where(and(eq(users.id, id), eq(users.totpSecret, was))),
    }),
    await reseal("alert webhook secrets", await desks, {
      identity: (id) => `alerts/${id}`,
      write: async (id, was, sealed) =>
        db
          .update(alertDesks)
          .set({ webhookSecret: sealed })
          .where(and(eq(alertDesks.sellerId, id), sql`${alertDesks.webhookSecret} = ${was}`)),
    }),
  ];
}

type Sealed = { id: string; sealed: string | null };
type Kind = {
  /** What the value is bound to: see lib/db/seal.ts. */
  identity(id: string): string;
  write(id: string, was: string, sealed: string): Promise<unknown>;
};

async function reseal(kind: string, rows: Sealed[], { identity, write }: Kind): Promise<Rotation> {
  const rotation: Rotation = { kind, resealed: 0, current: 0, unreadable: [] };
  for (const { id, sealed } of rows) {
    if (!sealed) continue;
    if (sealedWithNewestKey(sealed)) rotation.current++;
    else {
      const plain = open(sealed, identity(id));
      if (plain === null) rotation.unreadable.push(id);
      else {
        await write(id, sealed, seal(plain, identity(id)));
        rotation.resealed++;
      }
    }
  }
  return rotation;
}

function open(sealed: string, identity: string): string | null {
  try {
    return unseal(sealed, identity);
  } catch {
    return null;
  }
}
