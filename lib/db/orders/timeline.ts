import type { Db } from "@/lib/db/client";
import { orderEvents } from "@/lib/db/schema";
import type { Problem } from "@/lib/domain/problem";

export const eventKinds = [
  "received",
  "changed",
  "acknowledged",
  "looked-in-erp",
  "sales-order-created",
  "sales-order-adopted",
  "outcome-unknown",
  "invoice-read",
  "invoice-attached",
  "invoice-published-again",
  "invoice-delivered",
  "invoice-altered",
  "invoice-decided",
  "parcel-answered",
  "parcel-created",
  "parcel-adopted",
  "finalised",
  "tracking-written",
  "sales-order-cancelled",
  "step-failed",
  "step-blocked",
  "retried",
  "set-aside",
  "resumed",
  "lock-released",
  "difference-accepted",
  "total-checked",
] as const;
export type EventKind = (typeof eventKinds)[number];

export type OrderEvent = {
  orderId: string;
  at: Date;
  actor: string;
  kind: EventKind;
  params?: Record<string, string>;
  problem?: Problem | null;
  durationMs?: number;
};

/** Adds lines to the timelines of orders, in one statement. */
export async function addEvents(db: Db, ...events: OrderEvent[]): Promise<void> {
  if (events.length > 0) await db.insert(orderEvents).values(events);
}
