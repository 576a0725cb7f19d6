import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { steps } from "@/lib/db/schema";
import { cancelAsBuyer, cancelAsSeller } from "../../support/emag-pages";
import {
  type CrashHarness,
  dieEverywhere,
  publishStock,
  startCrashHarness,
} from "../../support/exactly-once/crash-harness";
import { findBreaches, stockBreaches } from "../../support/exactly-once/invariants";
import { emagLedger, erpLedger, placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";

let harness: CrashHarness;

beforeAll(async () => {
  harness = await startCrashHarness({
    emag: { limits: false },
    acumatica: { actionPolls: 1 },
    configure: publishStock(false),
  });
}, 60_000);
afterAll(() => harness?.stop());

describe("a process that dies", () => {
  it("after any one effect of a cancellation leaves the Sales Order cancelled, and none where there was none", async () => {
    const effects = await dieEverywhere(async (last) => {
      const [sold, unseen] = [await placeOrder(harness), await placeOrder(harness)];
      await cancelAsBuyer(harness, unseen);
      await harness.beat(harness.process());
      expect(await salesOrdersOf(harness, sold)).toHaveLength(1);
      await cancelAsSeller(harness, sold);
      const dying = harness.process(last);
      await harness.beat(dying);
      // The first restart may only find out that there is something to do.
      for (let round = 0; round < 4 && (round === 0 || (await isOpen())); round += 1) await harness.restart();
      const diedAfter = dying.effects.at(-1);
      const statuses = (await salesOrdersOf(harness, sold)).map(({ Status }) => Status);
      expect({ diedAfter, statuses }).toEqual({ diedAfter, statuses: ["Canceled"] });
      expect(await salesOrdersOf(harness, unseen)).toEqual([]);
      expect(await findBreaches(harness, [sold, unseen])).toEqual([]);
      return dying.effects;
    });
    expect(effects.some((name) => name.includes("CancelSalesOrder"))).toBe(true);
  }, 600_000);

  it("after any one effect of a heartbeat that publishes stock leaves the right stock on the channel", async () => {
    await harness.configure(publishStock(true));
    let onHand = 40;
    const effects = await dieEverywhere(async (last) => {
      onHand += 1;
      await harness.twins.acumatica.control("PUT", "/_sandbox/stock", {
        inventoryId: "MUG-03",
        warehouseId: "MAIN",
        onHand,
      });
      const dying = harness.process(last);
      await harness.beat(dying);
      const diedAfter = dying.effects.at(-1);
      expect({ diedAfter, breaches: await stockBreaches(harness, harness.restart) }).toEqual({
        diedAfter,
        breaches: [],
      });
      return dying.effects;
    });
    expect(effects.length).toBeGreaterThan(10);
    expect((await emagLedger(harness)).offers.some(({ part_number }) => part_number === "MUG-03")).toBe(true);
    expect((await erpLedger(harness)).sessions.open).toBe(0);
  }, 600_000);
});

async function isOpen(): Promise<boolean> {
  const rows = await harness.ctx.db.select().from(steps);
  return rows.some(({ state }) => ["due", "running", "in-doubt"].includes(state));
}
