import { inArray } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { hints } from "@/lib/db/schema";

export type HintRow = typeof hints.$inferSelect;
type NewHint = typeof hints.$inferInsert;

/** Stores a wake-up unless the same one is still unanswered; returns whether it was new. */
export async function addHint(db: Db, hint: NewHint): Promise<boolean> {
  const rows = await db.insert(hints).values(hint).onConflictDoNothing().returning({ id: hints.id });
  return rows.length > 0;
}

/**
 * Takes the waiting hints away before they are answered, so that one arriving meanwhile asks for another run. A crash
 * loses them, which only means that the next heartbeat finds out by itself.
 */
export async function takeHints(db: Db, connectionIds: string[]): Promise<HintRow[]> {
  return db.delete(hints).where(inArray(hints.connectionId, connectionIds)).returning();
}
