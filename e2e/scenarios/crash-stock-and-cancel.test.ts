import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { integrations, steps } from "@/lib/db/schema";
import { runIntegration } from "@/lib/flows/run-integration";
import { cancelAsSeller, emagBooks, erpBooks, placeOrder, salesOrdersOf } from "../support/books";
import { findBreaches, stockBreaches } from "../support/invariants";
import { type Mortal, mortal, mortalClient } from "../support/mortal";
import { passTime } from "../support/pass-time";
import { type DemoFile, type Stage, startStage } from "../support/stage";

let stage: Stage;
let client: Sql;

beforeAll(async () => {
  stage = await startStage({ emag: { limits: false }, acumatica: { actionPolls: 1 }, configure: publishStock(false) });
  // Call budgets are proven elsewhere; here their waits would only pass the time.
  stage.ctx.sleep = async () => {};
  client = mortalClient(stage.databaseUrl);
}, 60_000);
afterAll(async () => {
  await client?.end({ timeout: 1 });
  await stage?.stop();
});

/** Without stock, a cancellation's life has no effects that are not its own. */
const publishStock = (enabled: boolean) => (file: DemoFile) => {
  for (const seller of file.sellers) for (const one of seller.integrations) one.stock.enabled = enabled;
};

async function beat(process: Mortal): Promise<string[]> {
  await stage.ctx.db.update(integrations).set({ beatRequestedAt: new Date() });
  await runIntegration(process.ctx, { integrationId: stage.integrationId, deadline: () => false }).catch(
    (error: unknown) => {
      if (!process.dead()) throw error;
    },
  );
  return process.effects;
}

/** Restarts after a crash: leases lapse, waiting times pass, and heartbeats go on. */
async function restart(): Promise<void> {
  await passTime(stage, 1000);
  await beat(mortal(stage.ctx, client));
}

/** Lives once unharmed, then once for each effect of that life, with a process that dies after it. */
async function dieEverywhere(live: (lastEffect?: number) => Promise<string[]>): Promise<string[]> {
  const effects = await live();
  for (let last = 1; last <= effects.length; last += 1) await live(last);
  return effects;
}

describe("a process that dies", () => {
  it("after any one effect of a cancellation leaves the Sales Order cancelled, and none where there was none", async () => {
    const effects = await dieEverywhere(async (last) => {
      const [sold, unseen] = [await placeOrder(stage), await placeOrder(stage)];
      await stage.twins.emag.control("POST", `/_sandbox/orders/${unseen}/cancel`);
      await beat(mortal(stage.ctx, client));
      expect(await salesOrdersOf(stage, sold)).toHaveLength(1);
      await cancelAsSeller(stage, sold);
      const done = await beat(mortal(stage.ctx, client, last));
      // The first restart may only find out that there is something to do.
      for (let round = 0; round < 4 && (round === 0 || (await isOpen())); round += 1) await restart();
      const statuses = (await salesOrdersOf(stage, sold)).map(({ Status }) => Status);
      expect([done.at(-1), statuses]).toEqual([done.at(-1), ["Canceled"]]);
      expect(await salesOrdersOf(stage, unseen)).toEqual([]);
      expect(await findBreaches(stage, [sold, unseen])).toEqual([]);
      return done;
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
      const done = await beat(mortal(stage.ctx, client, last));
      expect([done.at(-1), await stockBreaches(stage, restart)]).toEqual([done.at(-1), []]);
      return done;
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
