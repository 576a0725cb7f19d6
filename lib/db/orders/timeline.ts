import { desc, eq } from "drizzle-orm";
import type { Db } from "@/lib/db/client";
import { type Iso, iso } from "@/lib/db/iso";
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

/** A line of the timeline as it is shown. */
export type EventView = {
  id: string;
  at: Iso;
  actor: string;
  kind: string;
  params: Record<string, string>;
  problem: Problem | null;
  durationMs: number | null;
};

/** What happened to an order, the latest first. */
export async function readTimeline(db: Db, orderId: string): Promise<EventView[]> {
  const rows = await db
    .select()
    .from(orderEvents)
    .where(eq(orderEvents.orderId, orderId))
    .orderBy(desc(orderEvents.at), desc(orderEvents.id))
    .limit(200);
  return rows.map(({ at, orderId: _, ...event }) => ({ ...event, at: iso(at) }));
}
