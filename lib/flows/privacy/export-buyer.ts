import { asc, eq } from "drizzle-orm";
import { writeAudit } from "@/lib/db/audit";
import type { Tx } from "@/lib/db/client";
import type { OrderRow } from "@/lib/db/orders/orders";
import { lockOrders } from "@/lib/db/privacy/buyers";
import { invoices, orderEvents, orderLinks, parcels } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";

/**
 * Started by a person a buyer asked what is held of them. Everything in our rows about these orders, as JSON; colleagues
 * and secrets are left out. Reads only; that it was taken is on record, what it says is not.
 */
export async function exportBuyer(ctx: FlowContext, asked: { sellerId: string; orders: string[] }) {
  return ctx.db.transaction(async (tx) => {
    const rows = await lockOrders(tx, asked.sellerId, asked.orders);
    const held = [];
    for (const row of rows) held.push(await heldOf(tx, row));
    if (rows.length > 0) {
      const numbers = rows.map(({ channelOrderId }) => channelOrderId);
      const subject = numbers.length === 1 ? (numbers[0] ?? "") : `${numbers.length}`;
      const change = { sellerId: asked.sellerId, actor: ctx.actor, action: "buyer.export", subject };
      await writeAudit(tx, { ...change, after: { orders: numbers } });
    }
    return { madeAt: ctx.now(), orders: held };
  });
}

async function heldOf(tx: Tx, row: OrderRow) {
  const [link] = await tx.select().from(orderLinks).where(eq(orderLinks.orderId, row.id));
  const [parcel] = await tx.select().from(parcels).where(eq(parcels.orderId, row.id));
  const { invoiceType: type, invoiceNumber: number, fileName, sha256, deliveredAt } = invoices;
  const papers = await tx
    .select({ type, number, fileName, sha256, deliveredAt })
    .from(invoices)
    .where(eq(invoices.orderId, row.id))
    .orderBy(asc(invoices.position));
  const { at, kind, params } = orderEvents;
  const timeline = await tx
    .select({ at, kind, params })
    .from(orderEvents)
    .where(eq(orderEvents.orderId, row.id))
    .orderBy(asc(orderEvents.at));
  return {
    number: row.channelOrderId,
    receivedAt: row.receivedAt,
    erasedAt: row.erasedAt,
    order: row.data,
    asReceived: row.raw,
    answeredForTheParcel: row.parcelAnswers,
    note: row.onHoldNote,
    salesOrder: link ? { type: link.orderType, number: link.orderNumber, linkedAt: link.linkedAt } : null,
    parcel: parcel ? { trackingNumber: parcel.trackingNumber, courier: parcel.courier } : null,
    invoices: papers,
    timeline,
  };
}
