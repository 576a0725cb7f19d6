import { and, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { encrypt, isEncryptedWithNewestKey } from "@/lib/db/encryption";
import { alertPreferences, connections, users } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import { opened, type SealedKind, type SealedValue, sealedValues } from "@/lib/flows/operations/sealed-values";

export type Rotation = { kind: string; resealed: number; current: number; unreadable: string[] };

/** Each writes only where the value is still the one that was read. */
const write: Record<SealedKind, (db: Db, was: SealedValue, sealed: string) => Promise<unknown>> = {
  "connection credentials": (db, { id, sealed: was }, credentials) =>
    db
      .update(connections)
      .set({ credentials })
      .where(and(eq(connections.id, id), eq(connections.credentials, was))),
  "second factors": (db, { id, sealed: was }, totpSecret) =>
    db
      .update(users)
      .set({ totpSecret })
      .where(and(eq(users.id, id), eq(users.totpSecret, was))),
  "alert webhook secrets": (db, { id, sealed: was }, webhookSecret) =>
    db
      .update(alertPreferences)
      .set({ webhookSecret })
      .where(and(eq(alertPreferences.sellerId, id), eq(alertPreferences.webhookSecret, was))),
};

/**
 * Started by `megzo keys rotate` after a new key was put in front of ENCRYPTION_KEYS. Seals again what an older key
 * sealed, row by row while the product runs: a row that somebody saves meanwhile is left to its newer value, and a
 * second start goes on where the first was stopped. What no key opens is named and left alone.
 */
export async function rotateKeys({ db }: FlowContext): Promise<Rotation[]> {
  const values = await sealedValues(db);
  const rotations: Rotation[] = [];
  for (const kind of Object.keys(write) as SealedKind[]) {
    const rotation: Rotation = { kind, resealed: 0, current: 0, unreadable: [] };
    for (const value of values.filter((one) => one.kind === kind)) {
      if (isEncryptedWithNewestKey(value.sealed)) {
        rotation.current++;
        continue;
      }
      const plain = opened(value);
      if (plain === null) rotation.unreadable.push(value.id);
      else {
        await write[kind](db, value, encrypt(plain, value.identity));
        rotation.resealed++;
      }
    }
    rotations.push(rotation);
  }
  return rotations;
}
