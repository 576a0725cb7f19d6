import { inArray } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { wakeUps } from "@/lib/db/schema";

export type WakeUpRow = typeof wakeUps.$inferSelect;
type NewWakeUp = typeof wakeUps.$inferInsert;

/** Stores a wake-up unless the same one is still unanswered; returns whether it was new. */
export async function addWakeUp(db: Db, wakeUp: NewWakeUp): Promise<boolean> {
  const rows = await db.insert(wakeUps).values(wakeUp).onConflictDoNothing().returning({ id: wakeUps.id });
  return rows.length > 0;
}

/**
 * Deletes the waiting wake-ups before they are answered, so that one arriving meanwhile asks for another run. A crash
 * loses them; the next heartbeat then reads the same changes.
 */
export async function takeWakeUps(db: Db, connectionIds: string[]): Promise<WakeUpRow[]> {
  return db.delete(wakeUps).where(inArray(wakeUps.connectionId, connectionIds)).returning();
}
