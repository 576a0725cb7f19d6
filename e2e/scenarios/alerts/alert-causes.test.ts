import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAlerts } from "@/lib/db/alerts/alerts";
import { integrations, orders, runs, sellers, steps } from "@/lib/db/schema";
import { problem } from "@/lib/domain/problem";
import { raiseAlerts } from "@/lib/flows/alerts/raise-alerts";
import { saveAlertSettings } from "@/lib/flows/alerts/save-alert-settings";
import type { FlowContext } from "@/lib/flows/engine/context";
import { ordersOnly } from "../../support/each-integration";
import { placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";
import { orderRow } from "../../support/order-row";

let harness: Harness;
let ctx: FlowContext;
let sellerId = "";
let minutes = 0;

beforeAll(async () => {
  harness = await startHarness({ configure: ordersOnly });
  // The clock is turned by hand, so that hours need not be waited for.
  ctx = { ...harness.ctx, now: () => new Date(Date.now() + minutes * 60_000) };
  const [seller] = await ctx.db.select().from(sellers);
  sellerId = seller?.id ?? "";
});
afterAll(() => harness?.stop());

const later = (by: number) => {
  minutes += by;
};
const configure = (settings: object) => saveAlertSettings(ctx, { sellerId, settings });
async function received(): Promise<string> {
  const id = await placeOrder(harness);
  await harness.tickUntil(async () => (await salesOrdersOf(harness, id)).length === 1);
  return id;
}
async function found(): Promise<string[]> {
  await raiseAlerts(ctx);
  return (await readAlerts(ctx.db, sellerId, ctx.now())).open.map(({ kind }) => kind);
}
/** The form of eMAG's deadlines: local time without a zone. */
const bucharest = (date: Date) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Bucharest", dateStyle: "short", timeStyle: "medium" }).format(
    date,
  );

describe("What is wrong is found, and is over once it is put right:", () => {
  it("a connection whose last three heartbeats all failed, but not one that failed twice", async () => {
    const heartbeat = (failed: boolean) => {
      later(5);
      return ctx.db.insert(runs).values({
        integrationId: harness.integrationId,
        trigger: "heartbeat",
        startedAt: ctx.now(),
        finishedAt: ctx.now(),
        problem: failed ? problem("unreachable", "transient") : null,
      });
    };
    await heartbeat(false);
    await heartbeat(true);
    await heartbeat(true);
    expect(await found()).not.toContain("connection-down");
    await heartbeat(true);
    expect(await found()).toContain("connection-down");
    await heartbeat(false);
    expect(await found()).not.toContain("connection-down");
  });

  it("a heartbeat that was missed, unless the integration is switched off", async () => {
    const ended = (minutesAgo: number, enabled = true) =>
      ctx.db.update(integrations).set({
        enabled,
        heartbeatMinutes: 5,
        heartbeatFinishedAt: new Date(ctx.now().getTime() - minutesAgo * 60_000),
      });
    await ended(19);
    expect(await found()).not.toContain("heartbeat-late");
    await ended(21);
    expect(await found()).toContain("heartbeat-late");
    await ended(21, false);
    expect(await found()).not.toContain("heartbeat-late");
    await ended(1);
    expect(await found()).not.toContain("heartbeat-late");
  });

  it("an order without AWB whose deadline, in eMAG's local time, is nearer than the hours the seller chose", async () => {
    const id = await received();
    const due = (hours: number) =>
      ctx.db
        .update(orders)
        .set({ handOverBy: bucharest(new Date(ctx.now().getTime() + hours * 3_600_000)) })
        .where(eq(orders.channelOrderId, id));
    await configure({});
    await due(5);
    expect(await found()).not.toContain("deadline-near");
    await due(3);
    expect(await found()).toContain("deadline-near");
    await due(5);
    expect(await found()).not.toContain("deadline-near");
    await configure({ deadlineHours: 6 });
    expect(await found()).toContain("deadline-near");
    const order = await orderRow(harness, id);
    const handOver = and(eq(steps.orderId, order.id), eq(steps.kind, "hand-over-awb"));
    await ctx.db.update(steps).set({ state: "done" }).where(handOver);
    expect(await found()).not.toContain("deadline-near");
  });
});

describe("Silence", () => {
  it("is noticed where four weeks had orders at this hour, and not in an hour that is always quiet", async () => {
    const { id: _id, ...row } = await orderRow(harness, await received());
    const now = ctx.now().getTime();
    const rows = [1, 2, 3, 4].flatMap((week) =>
      Array.from({ length: 5 }, (_, n) => ({
        ...row,
        channelOrderId: `old-${week}-${n}`,
        receivedAt: new Date(now - week * 7 * 86_400_000 - (n + 1) * 20 * 60_000),
      })),
    );
    await harness.ctx.db.update(orders).set({ receivedAt: new Date(now - 5 * 3_600_000) });
    await harness.ctx.db.insert(orders).values(rows);
    expect(await found()).toContain("silence");
    later(12 * 60);
    expect(await found()).not.toContain("silence");
  });
});
