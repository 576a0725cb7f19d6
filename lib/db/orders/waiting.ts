import { and, desc, eq, gte, inArray, isNull, lte, notExists, sql } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { invoices, orderLinks, orders, steps } from "@/lib/db/schema";
import type { StepKind, WaitReason } from "@/lib/domain/orders/step";

type SalesOrder = { orderType: string; number: string };
export type WaitingStep = { orderId: string; kind: StepKind; reason: WaitReason; salesOrder: SalesOrder };

const salesOrder = { orderType: orderLinks.orderType, number: orderLinks.orderNumber };
const reasons: WaitReason[] = ["shipment", "shipment-confirmation", "invoice"];

/** Steps that only the progress of their Sales Order can bring further, of orders without a document so far. */
export async function waitingForErp(db: Db, integrationId: string, now: Date): Promise<WaitingStep[]> {
  const rows = await db
    .select({ orderId: steps.orderId, kind: steps.kind, reason: steps.waitReason, salesOrder })
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .innerJoin(orderLinks, eq(orderLinks.orderId, steps.orderId))
    .where(
      and(
        eq(orders.integrationId, integrationId),
        isNull(orders.onHoldAt),
        eq(steps.state, "waiting"),
        inArray(steps.kind, ["hand-over-awb", "attach-invoice"]),
        inArray(steps.waitReason, reasons),
        lte(steps.dueAt, now),
        notExists(db.select({ one: sql`1` }).from(invoices).where(eq(invoices.orderId, steps.orderId))),
      ),
    );
  return rows.map(({ reason, ...row }) => ({ ...row, reason: reason as WaitReason }));
}

/** A Sales Order that certainly has a shipment: its parcel was handed over since `since`, the latest first. */
export async function shippedSalesOrder(db: Db, integrationId: string, since: Date): Promise<SalesOrder | null> {
  const [row] = await db
    .select(salesOrder)
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .innerJoin(orderLinks, eq(orderLinks.orderId, steps.orderId))
    .where(
      and(
        eq(orders.integrationId, integrationId),
        eq(steps.kind, "hand-over-awb"),
        eq(steps.state, "done"),
        gte(steps.doneAt, since),
      ),
    )
    .orderBy(desc(steps.doneAt))
    .limit(1);
  return row ?? null;
}
