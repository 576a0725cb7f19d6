import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCountList } from "@/lib/db/counts/count-list";
import { integrations, orderLinks, orders, tasks } from "@/lib/db/schema";
import { countOpen, countOrders, isCountDue } from "@/lib/flows/counts/count-orders";
import { openIntegration } from "@/lib/flows/engine/open-integration";
import { startTask } from "@/lib/flows/schedule/run-task";
import {
  deliver,
  erpBooks,
  invoiceDocumentsOf,
  numberOf,
  placeOrder,
  salesOrdersOf,
} from "../../support/exactly-once/ledger";
import { passTime } from "../../support/exactly-once/pass-time";
import { type Stage, startStage } from "../../support/harness";
import { askedOf, runTask } from "../../support/task";

let stage: Stage;

beforeAll(async () => {
  stage = await startStage({
    emag: { limits: false, attachmentFetchDelaySeconds: 0 },
    configure: (file) => {
      for (const seller of file.sellers)
        for (const one of seller.integrations) {
          one.stock.enabled = false;
          one.orders.unknownOutcomeWaitSeconds = 2;
        }
    },
  });
}, 60_000);
afterAll(() => stage?.stop());

const count = () => countOrders(stage.ctx, { integrationId: stage.integrationId });
async function isDue(): Promise<boolean> {
  const integration = await openIntegration(stage.ctx, stage.integrationId);
  if (!integration) throw new Error("no integration");
  return isCountDue(stage.ctx, integration);
}
const named = async () =>
  (await count())?.differences.map(({ kind, order, numbers }) => ({ kind, order, numbers })) ?? null;

describe("the three-way count", () => {
  it("ends without a difference when every order has its Sales Order, and is due once a day", async () => {
    expect(await isDue()).toBe(false);
    await stage.ctx.db.update(integrations).set({ createdAt: new Date(Date.now() - 86_400_000) });
    expect(await isDue()).toBe(true);
    const cancelled = await placeOrder(stage);
    await stage.twins.emag.control("POST", `/_sandbox/orders/${cancelled}/cancel`);
    const finished = await placeOrder(stage);
    await placeOrder(stage);
    await stage.tick();
    await deliver(stage, finished);
    await stage.tickUntil(async () => (await invoiceDocumentsOf(stage, finished)).length === 1);
    const row = await count();
    expect(row?.differences).toEqual([]);
    expect(row?.figures).toMatchObject({ channelOrders: 3, links: 2, salesOrders: 2, underway: 0 });
    expect(await isDue()).toBe(false);
  }, 60_000);

  it("names each missing and double row of either side", async () => {
    const ids = [await placeOrder(stage), await placeOrder(stage), await placeOrder(stage), await placeOrder(stage)];
    const [doubled = "", unlinked = "", gone = "", forgotten = ""] = ids;
    await stage.tick();
    await stage.twins.acumatica.control("POST", "/_sandbox/orders/duplicate", {
      orderType: "EM",
      orderNbr: await numberOf(stage, doubled),
    });
    const rowOf = async (id: string) =>
      (await stage.ctx.db.select().from(orders).where(eq(orders.channelOrderId, id)))[0]?.id ?? "";
    await stage.ctx.db.delete(orderLinks).where(eq(orderLinks.orderId, await rowOf(unlinked)));
    await stage.ctx.db
      .update(orderLinks)
      .set({ orderNumber: "EM999999" })
      .where(eq(orderLinks.orderId, await rowOf(gone)));
    await stage.ctx.db.delete(orders).where(eq(orders.channelOrderId, forgotten));
    const late = await placeOrder(stage);
    const found = await named();
    const byNumbers = async (id: string) => (await salesOrdersOf(stage, id)).map((one) => `EM ${one.OrderNbr}`).sort();
    expect(found).toHaveLength(6);
    expect(found).toEqual(
      expect.arrayContaining([
        { kind: "sales-orders-double", order: doubled, numbers: await byNumbers(doubled) },
        { kind: "sales-order-unlinked", order: unlinked, numbers: await byNumbers(unlinked) },
        { kind: "sales-order-gone", order: gone, numbers: ["EM EM999999"] },
        { kind: "sales-order-unlinked", order: gone, numbers: await byNumbers(gone) },
        { kind: "order-unknown", order: forgotten, numbers: await byNumbers(forgotten) },
        { kind: "order-unknown", order: late, numbers: [] },
      ]),
    );
    expect(await byNumbers(doubled)).toHaveLength(2);
  }, 60_000);

  it("shows an order that cannot become a Sales Order with its step's state and problem", async () => {
    await stage.tick();
    await stage.twins.acumatica.control("POST", "/_sandbox/faults", {
      route: "^PUT .*/SalesOrder",
      kind: "drop-before",
      times: 1,
    });
    const id = await placeOrder(stage);
    await stage.tick();
    const missing = (await count())?.differences.find(({ order }) => order === id);
    expect(missing).toMatchObject({
      kind: "sales-order-missing",
      state: "in-doubt",
      problem: { code: "outcome-unknown" },
    });
  });

  it("runs inside a pass as well as on demand", async () => {
    const integration = await openIntegration(stage.ctx, stage.integrationId);
    if (!integration) throw new Error("no integration");
    await passTime(stage, 10);
    const row = await countOpen(stage.ctx, integration);
    await integration.close();
    expect(row.integrationId).toBe(stage.integrationId);
    expect((await erpBooks(stage)).sessions.open).toBe(0);
  });
});

describe("an errand", () => {
  it("counts, says how it ended, and stands alone; one that died makes room", async () => {
    const asked = await askedOf(stage, "count");
    const ended = await runTask(stage, "count");
    expect(ended).toMatchObject({
      kind: "count",
      dead: false,
      problem: null,
      result: { channelOrders: expect.anything() },
    });
    expect(ended?.finishedAt).not.toBeNull();
    expect(await startTask(stage.ctx, asked)).not.toBeNull();
    expect(await startTask(stage.ctx, asked)).toBeNull();
    await stage.ctx.db.update(tasks).set({ seenAt: new Date(Date.now() - 600_000) });
    const desk = await readCountList(stage.ctx.db, null, new Date());
    expect(desk.integrations[0]?.errand?.dead).toBe(true);
    expect(await startTask(stage.ctx, asked)).not.toBeNull();
    await stage.ctx.db.delete(tasks);
  });

  it("that cannot read a side ends with the cause in words", async () => {
    await stage.twins.emag.control("POST", "/_sandbox/faults", {
      route: "order/read",
      kind: "status",
      status: 503,
      times: -1,
    });
    expect(await runTask(stage, "count")).toMatchObject({ result: null, problem: { kind: "transient" } });
    await stage.twins.emag.control("DELETE", "/_sandbox/faults");
  });
});
