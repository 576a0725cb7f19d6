import { and, asc, count, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { savedViews } from "@/lib/db/schema";

export type SavedView = { id: string; name: string; query: string };

/** Most views of one person: they are shown in one row above the list. */
export const mostViews = 20;

/** A person's own views of the orders list, oldest first. */
export function readSavedViews(db: Db, userId: string): Promise<SavedView[]> {
  const { id, name, query, createdAt } = savedViews;
  return db.select({ id, name, query }).from(savedViews).where(eq(savedViews.userId, userId)).orderBy(asc(createdAt));
}

/** Keeps a view; a name the person has used before gets the new filter. False when they have as many as can be shown. */
export async function keepSavedView(db: Db, userId: string, view: Omit<SavedView, "id">): Promise<boolean> {
  const renewed = await db
    .update(savedViews)
    .set({ query: view.query })
    .where(and(eq(savedViews.userId, userId), eq(savedViews.name, view.name)))
    .returning({ id: savedViews.id });
  if (renewed.length > 0) return true;
  const [row] = await db.select({ views: count() }).from(savedViews).where(eq(savedViews.userId, userId));
  if ((row?.views ?? 0) >= mostViews) return false;
  await db
    .insert(savedViews)
    .values({ userId, ...view })
    .onConflictDoNothing();
  return true;
}

/** False when the person has no such view. */
export async function forgetSavedView(db: Db, userId: string, id: string): Promise<boolean> {
  const mine = and(eq(savedViews.id, id), eq(savedViews.userId, userId));
  return (await db.delete(savedViews).where(mine).returning({ id: savedViews.id })).length > 0;
}
