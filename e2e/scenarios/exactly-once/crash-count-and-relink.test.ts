import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { channelReturns, counts, integrations, lookups, orderLinks } from "@/lib/db/schema";
import { relinkOrders } from "@/lib/flows/counts/relink-orders";
import {
  type CrashHarness,
  dieEverywhere,
  publishStock,
  startCrashHarness,
} from "../../support/exactly-once/crash-harness";
import { findBreaches } from "../../support/exactly-once/invariants";
import { deliver, emagLedger, erpLedger, invoiceDocumentsOf, placeOrder } from "../../support/exactly-once/ledger";
import { wipe } from "../../support/wipe";

let harness: CrashHarness;
let placed: string[];

beforeAll(async () => {
  harness = await startCrashHarness({
    emag: { limits: false, attachmentFetchDelaySeconds: 0 },
    configure: publishStock(false),
  });
  const [inWork, finished] = [await placeOrder(harness), await placeOrder(harness)];
  placed = [inWork, finished];
  await harness.beat(harness.process());
  await deliver(harness, finished);
  for (let beat = 0; beat < 4; beat += 1) await harness.restart();
  expect(await invoiceDocumentsOf(harness, finished)).toHaveLength(1);
  await harness.twins.emag.control("POST", "/_sandbox/rmas", { orderId: Number(finished) });
}, 60_000);
afterAll(() => harness?.stop());

/** What both sides hold of the orders: it must never grow. */
async function holdings() {
  const [emag, erp] = [await emagLedger(harness), await erpLedger(harness)];
  return {
    salesOrders: erp.salesOrders.map(({ OrderNbr, CustomerOrder }) => `${OrderNbr} ${CustomerOrder}`),
    parcels: emag.awbs.map(({ awb_number, order_id }) => `${awb_number} ${order_id}`),
    documents: emag.attachments.map(({ order_id, type, url }) => `${order_id} ${type} ${url}`),
  };
}

describe("a process that dies", () => {
  it("after any one effect of re-linking lost rows leaves the next attempt to finish it, and makes nothing twice", async () => {
    const before = await holdings();
    const effects = await dieEverywhere(async (last) => {
      await wipe(harness);
      const dying = harness.process(last);
      const diedAfter = () => dying.effects.at(-1);
      const relink = (process = harness.process()) =>
        harness.survive(process, () => relinkOrders(process.ctx, { integrationId: harness.integrationId }));
      await relink(dying);
      if (!dying.dead()) await harness.beat(dying);
      await harness.restart();
      await relink();
      await harness.restart();
      const links = (await harness.ctx.db.select().from(orderLinks)).length;
      expect({ diedAfter: diedAfter(), links }).toEqual({ diedAfter: diedAfter(), links: placed.length });
      expect({ diedAfter: diedAfter(), ...(await holdings()) }).toEqual({ diedAfter: diedAfter(), ...before });
      expect(await findBreaches(harness, placed)).toEqual([]);
      return dying.effects;
    });
    expect(effects.length).toBeGreaterThan(30);
  }, 600_000);

  it("after any one effect of a heartbeat that counts and reads returns leaves the next one to count all, and each return once", async () => {
    const effects = await dieEverywhere(async (last) => {
      for (const table of [channelReturns, lookups]) await harness.ctx.db.delete(table);
      await harness.ctx.db.delete(counts);
      await harness.ctx.db.update(integrations).set({ createdAt: new Date(Date.now() - 86_400_000) });
      const dying = harness.process(last);
      await harness.beat(dying);
      await harness.restart();
      const diedAfter = dying.effects.at(-1);
      const rows = await harness.ctx.db.select().from(counts);
      const returns = (await harness.ctx.db.select().from(channelReturns)).length;
      const differences = rows.map((row) => row.differences);
      expect({ diedAfter, differences, returns }).toEqual({ diedAfter, differences: [[]], returns: 1 });
      return dying.effects;
    });
    expect(effects).toEqual(expect.arrayContaining(["POST /api-3/rma/read", "insert into counts"]));
  }, 600_000);
});
