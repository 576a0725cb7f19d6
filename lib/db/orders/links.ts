import { and, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { orderLinks } from "@/lib/db/schema";

type NewLink = typeof orderLinks.$inferInsert;

/**
 * Ties an order to its Sales Order. Both ends are unique: false when the order already has one, or when the Sales Order
 * belongs to another order.
 */
export async function insertLink(db: Db, link: NewLink): Promise<boolean> {
  const rows = await db
    .insert(orderLinks)
    .values(link)
    .onConflictDoNothing()
    .returning({ orderId: orderLinks.orderId });
  return rows.length === 1;
}

/** The orders linked to a Sales Order: none or one. */
export async function ordersOfSalesOrder(
  db: Db,
  erpId: string,
  key: { orderType: string; number: string },
): Promise<string[]> {
  const rows = await db
    .select({ orderId: orderLinks.orderId })
    .from(orderLinks)
    .where(
      and(eq(orderLinks.erpId, erpId), eq(orderLinks.orderType, key.orderType), eq(orderLinks.orderNumber, key.number)),
    );
  return rows.map((row) => row.orderId);
}
