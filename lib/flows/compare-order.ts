import { eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { enteredFrom } from "@/lib/db/orders";
import { orderLinks, orders } from "@/lib/db/schema";
import type { ChannelOrder } from "@/lib/domain/order";
import { attentionFor } from "@/lib/domain/order-change";

/**
 * Called in the transaction that brought a newer order or a link. Holds the order against what its Sales Order was made
 * from and leaves what differs for a person. The row is locked first: of a link and a change that meet, the later one
 * sees the other. `before`: the version to go by where nobody knows what was entered.
 */
export async function compareOrder(
  tx: Db,
  orderId: string,
  { tolerance, before }: { tolerance: string; before?: ChannelOrder },
): Promise<void> {
  const { data, entered: known, status, gross } = orders;
  const [order] = await tx
    .select({ data, entered: known, status, gross })
    .from(orders)
    .where(eq(orders.id, orderId))
    .for("update");
  const [link] = await tx.select().from(orderLinks).where(eq(orderLinks.orderId, orderId));
  if (!order || !link) return;
  const entered = order.entered ?? enteredFrom(before ?? order.data);
  const attention = attentionFor({
    status: order.status,
    gross: order.gross,
    now: enteredFrom(order.data),
    entered,
    salesOrder: { number: link.orderNumber, total: link.total, difference: link.difference },
    tolerance,
  });
  await tx.update(orders).set({ entered, attention }).where(eq(orders.id, orderId));
}
