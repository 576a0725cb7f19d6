import { and, eq, lt } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { notifications } from "@/lib/db/schema";

type Notification = typeof notifications.$inferInsert;

const daysKept = 3;

/** Remembers a delivery; false when the same one came before. Those older than any sender repeats are forgotten. */
export async function addNotification(db: Db, notification: Notification): Promise<boolean> {
  const { connectionId, receivedAt } = notification;
  const before = new Date(receivedAt.getTime() - daysKept * 86_400_000);
  await db
    .delete(notifications)
    .where(and(eq(notifications.connectionId, connectionId), lt(notifications.receivedAt, before)));
  const rows = await db
    .insert(notifications)
    .values(notification)
    .onConflictDoNothing()
    .returning({ query: notifications.query });
  return rows.length > 0;
}
