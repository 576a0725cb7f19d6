import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orderLinks, orders, parcels, steps } from "@/lib/db/schema";
import { countOrders } from "@/lib/flows/counts/count-orders";
import { relinkOrders } from "@/lib/flows/counts/relink-orders";
import { eachIntegration } from "../../support/each-integration";
import {
  deliver,
  emagLedger,
  erpLedger,
  invoiceDocumentsOf,
  numberOf,
  placeOrder,
  salesOrdersOf,
} from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";
import { runTask } from "../../support/task";
import { wipe } from "../../support/wipe";

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

async function openSteps(): Promise<string[]> {
  const rows = await harness.ctx.db.select().from(steps);
  return rows
    .filter(({ state }) => state !== "done" && state !== "not-needed")
    .map(({ kind, state }) => `${kind} ${state}`);
}

describe("after all our rows were lost", () => {
  it("every Sales Order is found again and none is made, no parcel is ordered and no document is attached twice", async () => {
    const [waiting, inWork, finished] = [
      await placeOrder(harness),
      await placeOrder(harness),
      await placeOrder(harness),
    ];
    await harness.tick();
    await deliver(harness, finished);
    await harness.tickUntil(async () =>
      (await invoiceDocumentsOf(harness, finished)).some(({ fetches }) => fetches.some(({ status }) => status === 200)),
    );
    await harness.tickUntil(async () => (await openSteps()).every((step) => step.endsWith("waiting")));
    const before = { emag: await emagLedger(harness), erp: await erpLedger(harness) };
    expect(before.emag.awbs).toHaveLength(1);

    await wipe(harness);
    await harness.tick();
    const known = await harness.ctx.db.select({ id: orders.channelOrderId }).from(orders);
    expect(known.map(({ id }) => id).sort()).toEqual([waiting, inWork].sort());
    const linksBefore = await harness.ctx.db.select().from(orderLinks);
    expect(await runTask(harness, "relink-preview")).toMatchObject({
      result: { found: 3, linked: 1, alreadyLinked: 2, doubled: 0 },
    });
    expect(await harness.ctx.db.select().from(orderLinks)).toEqual(linksBefore);
    const report = await relinkOrders(harness.ctx, { integrationId: harness.integrationId });
    expect(report).toEqual({ found: 3, linked: 1, alreadyLinked: 2, doubled: 0, absent: 0, busy: 0 });
    await harness.tick();

    const after = { emag: await emagLedger(harness), erp: await erpLedger(harness) };
    expect(after.erp.salesOrders).toEqual(before.erp.salesOrders);
    expect(after.emag.awbs).toEqual(before.emag.awbs);
    const documents = ({ attachments }: typeof after.emag) =>
      attachments.map(({ order_id, type, url }) => ({ order_id, type, url }));
    expect(documents(after.emag)).toEqual(documents(before.emag));
    expect(await harness.ctx.db.select().from(parcels)).toMatchObject([
      { origin: "adopted", trackingNumber: before.emag.awbs[0]?.awb_number },
    ]);
    expect((await openSteps()).filter((step) => !step.endsWith("waiting"))).toEqual([]);
    expect((await countOrders(harness.ctx, { integrationId: harness.integrationId }))?.differences).toEqual([]);
    const [document] = await invoiceDocumentsOf(harness, finished);
    const served = await fetch(document?.url ?? "");
    expect(served.status).toBe(200);
    expect(served.headers.get("content-type")).toBe("application/pdf");
    expect(await relinkOrders(harness.ctx, { integrationId: harness.integrationId })).toMatchObject({
      linked: 0,
      alreadyLinked: 3,
    });
  }, 90_000);

  it("an order with two Sales Orders is received, and stopped for a person", async () => {
    const id = await placeOrder(harness);
    await harness.tick();
    await deliver(harness, id);
    await harness.tickUntil(async () => (await invoiceDocumentsOf(harness, id)).length === 1);
    await harness.twins.acumatica.control("POST", "/_sandbox/orders/duplicate", {
      orderType: "EM",
      orderNbr: await numberOf(harness, id),
    });
    await harness.ctx.db.delete(orders).where(eq(orders.channelOrderId, id));
    expect(await relinkOrders(harness.ctx, { integrationId: harness.integrationId })).toMatchObject({
      doubled: 1,
      linked: 0,
    });
    await harness.tick();
    const [row] = await harness.ctx.db
      .select({ step: steps })
      .from(steps)
      .innerJoin(orders, eq(orders.id, steps.orderId))
      .where(and(eq(orders.channelOrderId, id), eq(steps.kind, "create-sales-order")));
    expect(row?.step).toMatchObject({
      kind: "create-sales-order",
      state: "blocked",
      problem: { code: "duplicate-sales-orders" },
    });
    expect(await salesOrdersOf(harness, id)).toHaveLength(2);
  }, 60_000);
});
