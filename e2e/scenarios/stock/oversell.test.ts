import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { openOutbound } from "@/lib/outbound";
import { type Harness as Marketplace, startHarness as startMarketplace } from "@/sandbox/emag/harness";
import { type DemoFile, type Harness, startHarness } from "../../support/harness";

const sku = "MUG-03";
const offerId = 403;
const inErp = 8;
const buffer = 2;

let harness: Harness;
let second: Marketplace;
const naive: Marketplace[] = [];

/** The same shop on a second marketplace: another eMAG account, the same ERP, the same goods. */
function addMarketplace(file: DemoFile, port: number): void {
  const [seller] = file.sellers;
  const [channel] = seller?.connections ?? [];
  const [integration] = seller?.integrations ?? [];
  if (!seller || !channel || !integration) throw new Error("the demo has no shop");
  const settings = { ...channel.settings, baseUrl: `http://127.0.0.1:${port}/api-3` };
  seller.connections.push({ ...channel, slug: "emag-bg", settings, webhookToken: "second-token" } as typeof channel);
  seller.integrations.push({ ...integration, slug: "bg-erp", channel: "emag-bg" } as typeof integration);
}

beforeAll(async () => {
  second = await startMarketplace();
  naive.push(await startMarketplace(), await startMarketplace());
  harness = await startHarness({ emag: { limits: false } });
  const port = Number(new URL(second.origin).port);
  const hosts = [harness.twins.emag.port, harness.twins.acumatica.port, port].map((one) => `127.0.0.1:${one}`);
  harness.ctx.http = openOutbound(hosts);
  await harness.configure((file) => addMarketplace(file, port));
  const body = { inventoryId: sku, warehouseId: "MAIN", onHand: inErp };
  await harness.twins.acumatica.control("PUT", "/_sandbox/stock", body);
  await harness.tick();
}, 90_000);
afterAll(async () => {
  await harness?.stop();
  for (const one of [second, ...naive]) await one?.stop();
});

type Market = { buy(): Promise<string | null>; shows(): Promise<number> };

/** One unit, if the shop still shows one; the order's id, or null when it is sold out. */
async function buyAt(place: (wish: object) => Promise<{ id?: number } | null>): Promise<string | null> {
  const wish = { lines: [{ sku, quantity: 1 }], isComplete: true };
  const placed = await place(wish).catch(() => null);
  return placed?.id ? String(placed.id) : null;
}

const otherMarket = (marketplace: Marketplace): Market => ({
  buy: () => buyAt(async (wish) => (await marketplace.control("orders", wish)).json as { id?: number }),
  shows: async () => stockIn((await marketplace.control("state", undefined, "GET")).json),
});

const ownMarket = (): Market => ({
  buy: () => buyAt((wish) => harness.twins.emag.control("POST", "/_sandbox/orders", wish)),
  shows: async () => stockIn(await harness.twins.emag.control("GET", "/_sandbox/state")),
});

function stockIn(state: unknown): number {
  const { offers } = state as { offers: { id: number; estimated_stock: number }[] };
  return offers.find(({ id }) => id === offerId)?.estimated_stock ?? 0;
}

/** Buyers of both marketplaces press at the same moment, again and again, until both are sold out or ten rounds are over. */
async function race(markets: Market[], afterEach: (bought: (string | null)[]) => Promise<void>): Promise<number> {
  let sold = 0;
  for (let round = 0; round < 10; round += 1) {
    const bought = await Promise.all(markets.map(({ buy }) => buy()));
    sold += bought.filter(Boolean).length;
    await afterEach(bought);
    if (bought.every((id) => id === null)) break;
  }
  return sold;
}

describe("the last units of an item, on two marketplaces at once, while the ERP takes no Sales Orders", () => {
  it("are oversold by a naive `available − buffer`", async () => {
    const markets = naive.map(otherMarket);
    const publish = async () => {
      for (const one of naive) await one.control(`offers/${offerId}`, { stock: inErp - buffer }, "PUT");
    };
    await publish();
    const sold = await race(markets, async (bought) => {
      for (const [index, id] of bought.entries()) if (id) await naive[index]?.wire(`order/acknowledge/${id}`);
      // The ERP knows of no sale yet, so its figure is what it was.
      await publish();
    });
    expect(sold).toBeGreaterThan(inErp);
  });

  it("are never oversold here: a sale on one is taken off the other in the same beat", async () => {
    await harness.twins.acumatica.control("POST", "/_sandbox/faults", {
      route: "PUT .*/SalesOrder$",
      kind: "status",
      status: 503,
      times: -1,
    });
    const markets = [ownMarket(), otherMarket(second)];
    expect(await Promise.all(markets.map(({ shows }) => shows()))).toEqual([inErp - buffer, inErp - buffer]);
    const hint = async (connection: string, token: string, id: string | null) =>
      id && receiveWakeUp(harness.ctx, { connection, token, url: new URL(`http://x/?order_id=${id}`), body: null });
    const sold = await race(markets, async ([here, there]) => {
      await hint("carpatic.emag-ro", "emag-token", here ?? null);
      await hint("carpatic.emag-bg", "second-token", there ?? null);
      await harness.tick();
    });
    expect(sold).toBeGreaterThanOrEqual(inErp - buffer);
    expect(sold).toBeLessThanOrEqual(inErp);
    expect(await Promise.all(markets.map(({ shows }) => shows()))).toEqual([0, 0]);
  }, 120_000);

  it("are counted once the ERP has them, and still not sold twice", async () => {
    await harness.twins.acumatica.control("DELETE", "/_sandbox/faults");
    await harness.ctx.db.execute(
      "update steps set due_at = now() - interval '1 hour', intent_at = intent_at - interval '1 hour'",
    );
    await harness.tickUntil(async () => {
      const rows = await harness.ctx.db.execute(
        "select 1 from steps where kind = 'create-sales-order' and state <> 'done'",
      );
      await harness.ctx.db.execute(
        "update steps set due_at = now() - interval '1 hour', intent_at = intent_at - interval '1 hour' where state <> 'done'",
      );
      return rows.length === 0;
    }, 60);
    await harness.tick();
    expect(await ownMarket().shows()).toBe(0);
    expect(await otherMarket(second).shows()).toBe(0);
  }, 120_000);
});
