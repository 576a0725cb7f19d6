import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { steps } from "@/lib/db/schema";
import {
  type CrashStage,
  dieEverywhere,
  publishStock,
  startCrashStage,
} from "../../support/exactly-once/crash-harness";
import { findBreaches, stockBreaches } from "../../support/exactly-once/invariants";
import { cancelAsSeller, emagBooks, erpBooks, placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";

let stage: CrashStage;

beforeAll(async () => {
  stage = await startCrashStage({
    emag: { limits: false },
    acumatica: { actionPolls: 1 },
    configure: publishStock(false),
  });
}, 60_000);
afterAll(() => stage?.stop());

describe("a process that dies", () => {
  it("after any one effect of a cancellation leaves the Sales Order cancelled, and none where there was none", async () => {
    const effects = await dieEverywhere(async (last) => {
      const [sold, unseen] = [await placeOrder(stage), await placeOrder(stage)];
      await stage.twins.emag.control("POST", `/_sandbox/orders/${unseen}/cancel`);
      await stage.beat(stage.process());
      expect(await salesOrdersOf(stage, sold)).toHaveLength(1);
      await cancelAsSeller(stage, sold);
      const dying = stage.process(last);
      await stage.beat(dying);
      // The first restart may only find out that there is something to do.
      for (let round = 0; round < 4 && (round === 0 || (await isOpen())); round += 1) await stage.restart();
      const diedAfter = dying.effects.at(-1);
      const statuses = (await salesOrdersOf(stage, sold)).map(({ Status }) => Status);
      expect({ diedAfter, statuses }).toEqual({ diedAfter, statuses: ["Canceled"] });
      expect(await salesOrdersOf(stage, unseen)).toEqual([]);
      expect(await findBreaches(stage, [sold, unseen])).toEqual([]);
      return dying.effects;
    });
    expect(effects.some((name) => name.includes("CancelSalesOrder"))).toBe(true);
  }, 600_000);

  it("after any one effect of a heartbeat that publishes stock leaves the right stock on the channel", async () => {
    await stage.configure(publishStock(true));
    let onHand = 40;
    const effects = await dieEverywhere(async (last) => {
      onHand += 1;
      await stage.twins.acumatica.control("PUT", "/_sandbox/stock", {
        inventoryId: "MUG-03",
        warehouseId: "MAIN",
        onHand,
      });
      const dying = stage.process(last);
      await stage.beat(dying);
      const diedAfter = dying.effects.at(-1);
      expect({ diedAfter, breaches: await stockBreaches(stage, stage.restart) }).toEqual({ diedAfter, breaches: [] });
      return dying.effects;
    });
    expect(effects.length).toBeGreaterThan(10);
    expect((await emagBooks(stage)).offers.some(({ part_number }) => part_number === "MUG-03")).toBe(true);
    expect((await erpBooks(stage)).sessions.open).toBe(0);
  }, 600_000);
});

async function isOpen(): Promise<boolean> {
  const rows = await stage.ctx.db.select().from(steps);
  return rows.some(({ state }) => ["due", "running", "in-doubt"].includes(state));
}
