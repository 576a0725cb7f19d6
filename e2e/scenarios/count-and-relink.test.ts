import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCountDesk } from "@/lib/db/read/counts";
import { errands, integrations, invoices, orderLinks, orders, parcels, steps } from "@/lib/db/schema";
import { countOpen, countOrders, isCountDue } from "@/lib/flows/count-orders";
import { openIntegration } from "@/lib/flows/open-integration";
import { relinkOrders } from "@/lib/flows/relink-orders";
import { startErrand, workErrand } from "@/lib/flows/run-errand";
import { emagBooks, erpBooks, placeOrder, salesOrdersOf, staff } from "../support/books";
import { passTime } from "../support/pass-time";
import { type Stage, startStage } from "../support/stage";

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
  const open = await openIntegration(stage.ctx, stage.integrationId);
  if (!open) throw new Error("no integration");
  return isCountDue(stage.ctx, open);
}
const named = async () =>
  (await count())?.differences.map(({ kind, order, numbers }) => ({ kind, order, numbers })) ?? null;

const numberOf = async (id: string) => (await salesOrdersOf(stage, id))[0]?.OrderNbr ?? "";

async function deliver(id: string): Promise<void> {
  for (const step of ["ship", "confirm", "invoice", "release", "attach"] as const)
    await staff(stage, step, await numberOf(id));
}

const documentsOf = async (id: string) =>
  (await emagBooks(stage)).attachments.filter((one) => String(one.order_id) === id && one.type === 1);

async function openSteps(): Promise<string[]> {
  const rows = await stage.ctx.db.select().from(steps);
  return rows.filter(({ state }) => state !== "done").map(({ kind, state }) => `${kind} ${state}`);
}

async function sellerOf(): Promise<string> {
  const [row] = await stage.ctx.db.select({ id: integrations.sellerId }).from(integrations);
  return row?.id ?? "";
}

type Asked = Parameters<typeof startErrand>[1];

/** An errand from its start to its last word, as the desk shows it. */
async function errand(asked: Asked) {
  const id = await startErrand(stage.ctx, asked);
  if (!id) throw new Error("another errand is under way");
  await workErrand(stage.ctx, id, asked);
  const desk = await readCountDesk(stage.ctx.db, asked.sellerId, new Date());
  return desk.integrations[0]?.errand;
}

/** Everything a restore of an empty database would lack; connections and settings stay. */
async function wipe(): Promise<void> {
  await stage.ctx.db.delete(orders);
  for (const table of [orderLinks, steps, parcels, invoices])
    expect(await stage.ctx.db.select().from(table)).toHaveLength(0);
  await stage.ctx.db.update(integrations).set({ ordersCheckpoint: null });
}

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
    await deliver(finished);
    await stage.tickUntil(async () => (await documentsOf(finished)).length === 1);
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
      orderNbr: await numberOf(doubled),
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
    const open = await openIntegration(stage.ctx, stage.integrationId);
    if (!open) throw new Error("no integration");
    await passTime(stage, 10);
    const row = await countOpen(stage.ctx, open);
    await open.close();
    expect(row.integrationId).toBe(stage.integrationId);
    expect((await erpBooks(stage)).sessions.open).toBe(0);
  });
});

describe("an errand", () => {
  it("counts, says how it ended, and stands alone; one that died makes room", async () => {
    const asked = { integrationId: stage.integrationId, sellerId: await sellerOf(), kind: "count" as const };
    const ended = await errand(asked);
    expect(ended).toMatchObject({
      kind: "count",
      dead: false,
      problem: null,
      result: { channelOrders: expect.anything() },
    });
    expect(ended?.finishedAt).not.toBeNull();
    expect(await startErrand(stage.ctx, asked)).not.toBeNull();
    expect(await startErrand(stage.ctx, asked)).toBeNull();
    await stage.ctx.db.update(errands).set({ seenAt: new Date(Date.now() - 600_000) });
    const desk = await readCountDesk(stage.ctx.db, null, new Date());
    expect(desk.integrations[0]?.errand?.dead).toBe(true);
    expect(await startErrand(stage.ctx, asked)).not.toBeNull();
    await stage.ctx.db.delete(errands);
  });

  it("that cannot read a side ends with the cause in words", async () => {
    const asked = { integrationId: stage.integrationId, sellerId: await sellerOf(), kind: "count" as const };
    await stage.twins.emag.control("POST", "/_sandbox/faults", {
      route: "order/read",
      kind: "status",
      status: 503,
      times: -1,
    });
    expect(await errand(asked)).toMatchObject({ result: null, problem: { kind: "transient" } });
    await stage.twins.emag.control("DELETE", "/_sandbox/faults");
  });
});

describe("after all our rows were lost", () => {
  it("every Sales Order is found again and none is made, no parcel is ordered and no document is attached twice", async () => {
    await wipe();
    await stage.twins.emag.control("POST", "/_sandbox/reset");
    await stage.twins.acumatica.control("POST", "/_sandbox/reset");
    const [waiting, inWork, finished] = [await placeOrder(stage), await placeOrder(stage), await placeOrder(stage)];
    await stage.tick();
    await deliver(finished);
    await stage.tickUntil(async () =>
      (await documentsOf(finished)).some(({ fetches }) => fetches.some(({ status }) => status === 200)),
    );
    await stage.tickUntil(async () => (await openSteps()).every((step) => step.endsWith("waiting")));
    const before = { emag: await emagBooks(stage), erp: await erpBooks(stage) };
    expect(before.emag.awbs).toHaveLength(1);

    await wipe();
    await stage.tick();
    const known = await stage.ctx.db.select({ id: orders.channelOrderId }).from(orders);
    expect(known.map(({ id }) => id).sort()).toEqual([waiting, inWork].sort());
    const asked = { integrationId: stage.integrationId, sellerId: await sellerOf(), kind: "relink-preview" as const };
    const linksBefore = await stage.ctx.db.select().from(orderLinks);
    expect(await errand(asked)).toMatchObject({ result: { found: 3, linked: 1, alreadyLinked: 2, doubled: 0 } });
    expect(await stage.ctx.db.select().from(orderLinks)).toEqual(linksBefore);
    const report = await relinkOrders(stage.ctx, { integrationId: stage.integrationId });
    expect(report).toEqual({ found: 3, linked: 1, alreadyLinked: 2, doubled: 0, absent: 0, busy: 0 });
    await stage.tick();

    const after = { emag: await emagBooks(stage), erp: await erpBooks(stage) };
    expect(after.erp.salesOrders).toEqual(before.erp.salesOrders);
    expect(after.emag.awbs).toEqual(before.emag.awbs);
    const documents = ({ attachments }: typeof after.emag) =>
      attachments.map(({ order_id, type, url }) => ({ order_id, type, url }));
    expect(documents(after.emag)).toEqual(documents(before.emag));
    expect(await stage.ctx.db.select().from(parcels)).toMatchObject([
      { origin: "adopted", trackingNumber: before.emag.awbs[0]?.awb_number },
    ]);
    expect((await openSteps()).filter((step) => !step.endsWith("waiting"))).toEqual([]);
    expect((await count())?.differences).toEqual([]);
    const [document] = await documentsOf(finished);
    const served = await fetch(document?.url ?? "");
    expect(served.status).toBe(200);
    expect(served.headers.get("content-type")).toBe("application/pdf");
    expect(await relinkOrders(stage.ctx, { integrationId: stage.integrationId })).toMatchObject({
      linked: 0,
      alreadyLinked: 3,
    });
  }, 90_000);

  it("an order with two Sales Orders is received, and stopped for a person", async () => {
    const id = await placeOrder(stage);
    await stage.tick();
    await deliver(id);
    await stage.tickUntil(async () => (await documentsOf(id)).length === 1);
    await stage.twins.acumatica.control("POST", "/_sandbox/orders/duplicate", {
      orderType: "EM",
      orderNbr: await numberOf(id),
    });
    await stage.ctx.db.delete(orders).where(eq(orders.channelOrderId, id));
    expect(await relinkOrders(stage.ctx, { integrationId: stage.integrationId })).toMatchObject({
      doubled: 1,
      linked: 0,
    });
    await stage.tick();
    const [row] = await stage.ctx.db
      .select({ step: steps })
      .from(steps)
      .innerJoin(orders, eq(orders.id, steps.orderId))
      .where(and(eq(orders.channelOrderId, id), eq(steps.kind, "create-sales-order")));
    expect(row?.step).toMatchObject({
      kind: "create-sales-order",
      state: "blocked",
      problem: { code: "duplicate-sales-orders" },
    });
    expect(await salesOrdersOf(stage, id)).toHaveLength(2);
  }, 60_000);
});
