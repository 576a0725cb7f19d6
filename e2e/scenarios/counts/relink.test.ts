import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orderLinks, orders, parcels, steps } from "@/lib/db/schema";
import { countOrders } from "@/lib/flows/counts/count-orders";
import { relinkOrders } from "@/lib/flows/counts/relink-orders";
import {
  deliver,
  emagBooks,
  erpBooks,
  invoiceDocumentsOf,
  numberOf,
  placeOrder,
  salesOrdersOf,
} from "../../support/exactly-once/ledger";
import { type Stage, startStage } from "../../support/harness";
import { runTask } from "../../support/task";
import { wipe } from "../../support/wipe";

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

async function openSteps(): Promise<string[]> {
  const rows = await stage.ctx.db.select().from(steps);
  return rows.filter(({ state }) => state !== "done").map(({ kind, state }) => `${kind} ${state}`);
}

describe("after all our rows were lost", () => {
  it("every Sales Order is found again and none is made, no parcel is ordered and no document is attached twice", async () => {
    const [waiting, inWork, finished] = [await placeOrder(stage), await placeOrder(stage), await placeOrder(stage)];
    await stage.tick();
    await deliver(stage, finished);
    await stage.tickUntil(async () =>
      (await invoiceDocumentsOf(stage, finished)).some(({ fetches }) => fetches.some(({ status }) => status === 200)),
    );
    await stage.tickUntil(async () => (await openSteps()).every((step) => step.endsWith("waiting")));
    const before = { emag: await emagBooks(stage), erp: await erpBooks(stage) };
    expect(before.emag.awbs).toHaveLength(1);

    await wipe(stage);
    await stage.tick();
    const known = await stage.ctx.db.select({ id: orders.channelOrderId }).from(orders);
    expect(known.map(({ id }) => id).sort()).toEqual([waiting, inWork].sort());
    const linksBefore = await stage.ctx.db.select().from(orderLinks);
    expect(await runTask(stage, "relink-preview")).toMatchObject({
      result: { found: 3, linked: 1, alreadyLinked: 2, doubled: 0 },
    });
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
    expect((await countOrders(stage.ctx, { integrationId: stage.integrationId }))?.differences).toEqual([]);
    const [document] = await invoiceDocumentsOf(stage, finished);
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
    await deliver(stage, id);
    await stage.tickUntil(async () => (await invoiceDocumentsOf(stage, id)).length === 1);
    await stage.twins.acumatica.control("POST", "/_sandbox/orders/duplicate", {
      orderType: "EM",
      orderNbr: await numberOf(stage, id),
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
