import { eq } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { type OrderRow, submittedFrom } from "@/lib/db/orders/orders";
import { orderLinks, orders } from "@/lib/db/schema";
import { attentionFor } from "@/lib/domain/documents/order-change";
import type { ChannelOrder } from "@/lib/domain/orders/order";

const compared = {
  id: orders.id,
  data: orders.data,
  submitted: orders.submitted,
  status: orders.status,
  gross: orders.gross,
  needsAttention: orders.needsAttention,
};

type Compared = Pick<OrderRow, keyof typeof compared>;
type Options = { tolerance: string; before?: ChannelOrder };

/**
 * Called in the transaction that brought a newer order or a link. Holds the order against what its Sales Order was made
 * from and stores what differs for a person. The row is locked first, so that of a link and a change at the same moment
 * the later one sees the other. `before`: the version to compare with where it is not known what was submitted.
 */
export async function compareOrder(tx: Tx, orderId: string, options: Options): Promise<void> {
  const [order] = await tx.select(compared).from(orders).where(eq(orders.id, orderId)).for("update");
  if (order) await compareLocked(tx, order, options);
}

/** The same for a row that this transaction has locked and read already. */
export async function compareLocked(tx: Tx, order: Compared, { tolerance, before }: Options): Promise<void> {
  const [link] = await tx.select().from(orderLinks).where(eq(orderLinks.orderId, order.id));
  if (!link) return;
  const submitted = order.submitted ?? submittedFrom(before ?? order.data);
  const attention = attentionFor({
    status: order.status,
    gross: order.gross,
    now: submittedFrom(order.data),
    submitted,
    salesOrder: { number: link.orderNumber, total: link.total, difference: link.difference },
    tolerance,
  });
  if (order.submitted && !attention && !order.needsAttention) return;
  await tx.update(orders).set({ submitted, needsAttention: attention }).where(eq(orders.id, order.id));
}
