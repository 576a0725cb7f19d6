import { and, asc, count, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { orderViews } from "@/lib/db/schema";

export type SavedView = { id: string; name: string; query: string };

/** A bar of chips nobody can read is no help. */
export const mostViews = 20;

/** A person's own views of the orders list, oldest first. */
export function readSavedViews(db: Db, userId: string): Promise<SavedView[]> {
  const { id, name, query, createdAt } = orderViews;
  return db.select({ id, name, query }).from(orderViews).where(eq(orderViews.userId, userId)).orderBy(asc(createdAt));
}

/** Keeps a view; a name the person has used before gets the new filter. False when they have as many as can be shown. */
export async function keepSavedView(db: Db, userId: string, view: Omit<SavedView, "id">): Promise<boolean> {
  const renewed = await db
    .update(orderViews)
    .set({ query: view.query })
    .where(and(eq(orderViews.userId, userId), eq(orderViews.name, view.name)))
    .returning({ id: orderViews.id });
  if (renewed.length > 0) return true;
  const [row] = await db.select({ views: count() }).from(orderViews).where(eq(orderViews.userId, userId));
  if ((row?.views ?? 0) >= mostViews) return false;
  await db
    .insert(orderViews)
    .values({ userId, ...view })
    .onConflictDoNothing();
  return true;
}

/** False when the person has no such view. */
export async function forgetSavedView(db: Db, userId: string, id: string): Promise<boolean> {
  const mine = and(eq(orderViews.id, id), eq(orderViews.userId, userId));
  return (await db.delete(orderViews).where(mine).returning({ id: orderViews.id })).length > 0;
}
