import { integrations, invoices, orderLinks, orders, parcels, steps } from "@/lib/db/schema";
import type { Harness } from "./harness";

/** Everything a restore of an empty database would lack; connections and settings stay. */
export async function wipe({ ctx: { db } }: Harness): Promise<void> {
  await db.delete(orders);
  for (const table of [orderLinks, steps, parcels, invoices]) {
    const left = await db.select().from(table);
    if (left.length > 0) throw new Error(`${left.length} rows outlived their orders`);
  }
  await db.update(integrations).set({ ordersCheckpoint: null });
}
