import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type * as Leases from "@/lib/db/lease";
import { integrations, orders, steps } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/context";
import { receiveHint } from "@/lib/flows/receive-hint";
import { runIntegration } from "@/lib/flows/run-integration";
import { placeOrder, salesOrdersOf } from "../support/books";
import { passTime } from "../support/pass-time";
import { type Stage, startStage } from "../support/stage";

/** The guards, switched off one at a time by these tests alone: the product has no such switch. */
const off = vi.hoisted(() => ({ lease: false }));

vi.mock("@/lib/db/lease", async (original) => {
  const real = await original<typeof Leases>();
  return {
    ...real,
    takeOrderLease: async (...input: Parameters<typeof real.takeOrderLease>) =>
      off.lease ? { orderId: input[1], holder: input[2], token: 0 } : real.takeOrderLease(...input),
    heldBy: (lease: Leases.OrderLease) => (off.lease ? eq(orders.id, lease.orderId) : real.heldBy(lease)),
    extendOrderLease: async (...input: Parameters<typeof real.extendOrderLease>) =>
      off.lease || real.extendOrderLease(...input),
    takeLease: async (...input: Parameters<typeof real.takeLease>) => off.lease || real.takeLease(...input),
  };
});

let stage: Stage;

beforeAll(async () => {
  stage = await startStage({ emag: { limits: false } });
}, 60_000);
afterAll(() => stage?.stop());
beforeEach(async () => {
  off.lease = false;
  await stage.twins.acumatica.control("DELETE", "/_sandbox/faults");
});

const fault = (route: string, kind: string, more: object = {}) =>
  stage.twins.acumatica.control("POST", "/_sandbox/faults", { route, kind, times: 1, ...more });

async function beat(ctx: FlowContext = stage.ctx): Promise<void> {
  await stage.ctx.db.update(integrations).set({ beatRequestedAt: new Date() });
  await runIntegration(ctx, { integrationId: stage.integrationId, deadline: () => false });
}

const wake = () => runIntegration(stage.ctx, { integrationId: stage.integrationId, deadline: () => false });

const callback = (id: string) =>
  receiveHint(stage.ctx, {
    connection: "carpatic.emag-ro",
    token: "emag-token",
    url: new URL(`http://x/?order_id=${id}`),
    body: null,
  });

const waitOf = (seconds: number) =>
  stage.configure((file) => {
    for (const seller of file.sellers) {
      for (const one of seller.integrations) {
        one.orders.unknownOutcomeWaitSeconds = seconds;
        one.stock.enabled = false;
      }
    }
  });

/** A context whose looks in the ERP always come back empty. */
const blind: () => FlowContext = () => ({
  ...stage.ctx,
  http: async (request) => {
    const answer = await stage.ctx.http(request);
    const isLook = request.method === "GET" && /\/SalesOrder\?/.test(request.url);
    return isLook ? { ...answer, body: new TextEncoder().encode("[]"), text: () => "[]" } : answer;
  },
});

describe("each guard is necessary: with it one Sales Order, without it two", () => {
  it.each([[true], [false]])("the look before every create (%s)", async (kept) => {
    const ctx = kept ? stage.ctx : blind();
    const id = await placeOrder(stage);
    await fault("^PUT .*/SalesOrder", "drop-after");
    await beat(ctx);
    for (let round = 0; round < 4; round += 1) {
      await passTime(stage, 1000);
      await beat(ctx);
    }
    expect(await salesOrdersOf(stage, id)).toHaveLength(kept ? 1 : 2);
  });

  it.each([[true], [false]])("the wait after an unknown outcome (%s)", async (kept) => {
    await waitOf(kept ? 60 : 1);
    const id = await placeOrder(stage);
    await fault("^PUT .*/SalesOrder", "late-commit", { seconds: 12 });
    // Woken, not beating: a look at other orders would wait for the late commit in the same session, and so hide it.
    await callback(id);
    for (const until = Date.now() + 10_000; Date.now() < until; await sleep(500)) await wake();
    await sleep(4000);
    await passTime(stage, 1000);
    await beat();
    expect(await salesOrdersOf(stage, id)).toHaveLength(kept ? 1 : 2);
    await waitOf(60);
  });

  it.each([[true], [false]])("the order's lease, against two processes at once (%s)", async (kept) => {
    const id = await placeOrder(stage);
    off.lease = !kept;
    // Both processes look before either has created.
    await fault("^GET .*/SalesOrder", "delay", { seconds: 1.5, times: 2 });
    await Promise.all([beat(), beat()]);
    expect(await salesOrdersOf(stage, id)).toHaveLength(kept ? 1 : 2);
  });

  it.each([[true], [false]])("the unique row of an order (%s)", async (kept) => {
    const id = await placeOrder(stage);
    await fault("^POST .*/auth/login", "status", { status: 503, times: 3 });
    await beat();
    const [first] = await stage.ctx.db.select().from(orders).where(eq(orders.channelOrderId, id));
    if (!first) throw new Error("the order was not received");
    const { id: _id, ...copy } = first;
    // A second row under the same channel is refused by the database; under another name it gets in.
    const second = stage.ctx.db.insert(orders).values(kept ? copy : { ...copy, connectionId: stage.connectionIds.erp });
    if (kept)
      await expect(second).rejects.toMatchObject({ cause: { constraint_name: "orders_one_row_per_channel_order" } });
    else {
      const [row] = await second.returning();
      const now = new Date();
      await stage.ctx.db
        .insert(steps)
        .values({ orderId: row?.id ?? "", kind: "create-sales-order", state: "due", dueAt: now, updatedAt: now });
    }
    await passTime(stage, 1000);
    await beat();
    expect(await salesOrdersOf(stage, id)).toHaveLength(kept ? 1 : 2);
  });
});
