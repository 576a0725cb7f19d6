import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCountList } from "@/lib/db/counts/count-list";
import { integrations, orderLinks, orders, tasks } from "@/lib/db/schema";
import { countOpen, countOrders, isCountDue } from "@/lib/flows/counts/count-orders";
import { openIntegration } from "@/lib/flows/engine/open-integration";
import { startTask } from "@/lib/flows/schedule/run-task";
import { eachIntegration } from "../../support/each-integration";
import { cancelAsBuyer } from "../../support/emag-pages";
import {
  deliver,
  erpLedger,
  invoiceDocumentsOf,
  numberOf,
  placeOrder,
  salesOrdersOf,
} from "../../support/exactly-once/ledger";
import { passTime } from "../../support/exactly-once/pass-time";
import { type Harness, startHarness } from "../../support/harness";
import { orderRow } from "../../support/order-row";
import { askedOf, runTask } from "../../support/task";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness({
    emag: { limits: false, attachmentFetchDelaySeconds: 0 },
    configure: eachIntegration((one) => {
      one.stock.enabled = false;
      one.orders.unknownOutcomeWaitSeconds = 2;
    }),
  });
}, 60_000);
afterAll(() => harness?.stop());

const count = () => countOrders(harness.ctx, { integrationId: harness.integrationId });
async function isDue(): Promise<boolean> {
  const integration = await openIntegration(harness.ctx, harness.integrationId);
  if (!integration) throw new Error("no integration");
  return isCountDue(harness.ctx, integration);
}
const named = async () =>
  (await count())?.differences.map(({ kind, order, numbers }) => ({ kind, order, numbers })) ?? null;

describe("the three-way count", () => {
  it("ends without a difference when every order has its Sales Order, and is due once a day", async () => {
    expect(await isDue()).toBe(false);
    await harness.ctx.db.update(integrations).set({ createdAt: new Date(Date.now() - 86_400_000) });
    expect(await isDue()).toBe(true);
    const cancelled = await placeOrder(harness);
    await cancelAsBuyer(harness, cancelled);
    const finished = await placeOrder(harness);
    await placeOrder(harness);
    await harness.tick();
    await deliver(harness, finished);
    await harness.tickUntil(async () => (await invoiceDocumentsOf(harness, finished)).length === 1);
    const row = await count();
    expect(row?.differences).toEqual([]);
    expect(row?.figures).toMatchObject({ channelOrders: 3, links: 2, salesOrders: 2, underway: 0 });
    expect(await isDue()).toBe(false);
  }, 60_000);

  it("names each missing and double row of either side", async () => {
    const ids = [
      await placeOrder(harness),
      await placeOrder(harness),
      await placeOrder(harness),
      await placeOrder(harness),
    ];
    const [doubled = "", unlinked = "", gone = "", forgotten = ""] = ids;
    await harness.tick();
    await harness.twins.acumatica.control("POST", "/_sandbox/orders/duplicate", {
      orderType: "EM",
      orderNbr: await numberOf(harness, doubled),
    });
    await harness.ctx.db.delete(orderLinks).where(eq(orderLinks.orderId, (await orderRow(harness, unlinked)).id));
    await harness.ctx.db
      .update(orderLinks)
      .set({ orderNumber: "EM999999" })
      .where(eq(orderLinks.orderId, (await orderRow(harness, gone)).id));
    await harness.ctx.db.delete(orders).where(eq(orders.channelOrderId, forgotten));
    const late = await placeOrder(harness);
    const found = await named();
    const byNumbers = async (id: string) =>
      (await salesOrdersOf(harness, id)).map((one) => `EM ${one.OrderNbr}`).sort();
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
    await harness.tick();
    await harness.twins.acumatica.control("POST", "/_sandbox/faults", {
      route: "^PUT .*/SalesOrder",
      kind: "drop-before",
      times: 1,
    });
    const id = await placeOrder(harness);
    await harness.tick();
    const missing = (await count())?.differences.find(({ order }) => order === id);
    expect(missing).toMatchObject({
      kind: "sales-order-missing",
      state: "in-doubt",
      problem: { code: "outcome-unknown" },
    });
  });

  it("runs inside a pass as well as on demand", async () => {
    const integration = await openIntegration(harness.ctx, harness.integrationId);
    if (!integration) throw new Error("no integration");
    await passTime(harness, 10);
    const row = await countOpen(harness.ctx, integration);
    await integration.close();
    expect(row.integrationId).toBe(harness.integrationId);
    expect((await erpLedger(harness)).sessions.open).toBe(0);
  });
});

describe("an errand", () => {
  it("counts, says how it ended, and stands alone; one that died makes room", async () => {
    const asked = await askedOf(harness, "count");
    const ended = await runTask(harness, "count");
    expect(ended).toMatchObject({
      kind: "count",
      dead: false,
      problem: null,
      result: { channelOrders: expect.anything() },
    });
    expect(ended?.finishedAt).not.toBeNull();
    expect(await startTask(harness.ctx, asked)).not.toBeNull();
    expect(await startTask(harness.ctx, asked)).toBeNull();
    await harness.ctx.db.update(tasks).set({ seenAt: new Date(Date.now() - 600_000) });
    const desk = await readCountList(harness.ctx.db, null, new Date());
    expect(desk.integrations[0]?.errand?.dead).toBe(true);
    expect(await startTask(harness.ctx, asked)).not.toBeNull();
    await harness.ctx.db.delete(tasks);
  });

  it("that cannot read a side ends with the cause in words", async () => {
    await harness.twins.emag.control("POST", "/_sandbox/faults", {
      route: "order/read",
      kind: "status",
      status: 503,
      times: -1,
    });
    expect(await runTask(harness, "count")).toMatchObject({ result: null, problem: { kind: "transient" } });
    await harness.twins.emag.control("DELETE", "/_sandbox/faults");
  });
});
