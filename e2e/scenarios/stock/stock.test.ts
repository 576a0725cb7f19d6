import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { integrations, offers, runs, stockDrifts } from "@/lib/db/schema";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { decideBrake } from "@/lib/flows/stock/decide-brake";
import { catalogue } from "@/sandbox/catalogue";
import { emagLedger, placeOrder } from "../../support/exactly-once/ledger";
import { passTime } from "../../support/exactly-once/pass-time";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness({ emag: { limits: false } });
  await harness.tick();
}, 60_000);
afterAll(() => harness?.stop());
beforeEach(async () => {
  for (const twin of [harness.twins.acumatica, harness.twins.emag]) await twin.control("DELETE", "/_sandbox/faults");
});

const onHand = (inventoryId: string, units: number | string, warehouseId = "MAIN") =>
  harness.twins.acumatica.control("PUT", "/_sandbox/stock", { inventoryId, warehouseId, onHand: units });

const erpFault = (route: string, kind: string, more: object = {}) =>
  harness.twins.acumatica.control("POST", "/_sandbox/faults", { route, kind, times: -1, ...more });

const emagFault = (route: string, kind: string, more: object = {}) =>
  harness.twins.emag.control("POST", "/_sandbox/faults", { route, kind, times: 1, ...more });

const shown = async (sku: string) =>
  (await emagLedger(harness)).offers.find((one) => one.part_number === sku)?.general_stock;

const saves = async () => (await emagLedger(harness)).requests["POST /api-3/offer/save"]?.count ?? 0;

async function offerOf(sku: string) {
  const [row] = await harness.ctx.db.select().from(offers).where(eq(offers.sku, sku));
  if (!row) throw new Error(`no offer ${sku}`);
  return row;
}

/** Somebody changes an offer's stock in eMAG's own pages. */
const editOnChannel = async (sku: string, stock: number) =>
  harness.twins.emag.control("PUT", `/_sandbox/offers/${(await offerOf(sku)).channelOfferId}`, { stock });

const wake = () => runIntegration(harness.ctx, { integrationId: harness.integrationId, deadline: () => false });

describe("a sale", () => {
  it("takes its units off the channel in the same run, while the ERP answers nothing", async () => {
    const before = (await shown("LAMP-02")) ?? 0;
    await erpFault(".*", "status", { status: 503 });
    const id = await placeOrder(harness, { lines: [{ sku: "LAMP-02", quantity: 3 }] });
    await receiveWakeUp(harness.ctx, {
      connection: "carpatic.emag-ro",
      token: "emag-token",
      url: new URL(`http://x/?order_id=${id}`),
      body: null,
    });
    await wake();
    expect(await offerOf("LAMP-02")).toMatchObject({ inFlight: 3, target: before - 3, published: before - 3 });
    expect(await shown("LAMP-02")).toBe(before - 3);
  });

  it("is no longer in flight once the ERP's figure holds it, and the channel stays as it is", async () => {
    const before = await shown("LAMP-02");
    await harness.tickUntil(async () => (await offerOf("LAMP-02")).inFlight === 0);
    expect(await shown("LAMP-02")).toBe(before);
  });
});

describe("what eMAG shows", () => {
  it("is read back; an edit made there is written down with its cause and corrected within one pass", async () => {
    const published = (await offerOf("BOOK-04")).published;
    await editOnChannel("BOOK-04", 7);
    await passTime(harness, 3_700);
    await harness.tick();
    expect(await shown("BOOK-04")).toBe(published);
    const [drift, ...more] = await harness.ctx.db
      .select()
      .from(stockDrifts)
      .where(eq(stockDrifts.offerId, (await offerOf("BOOK-04")).id));
    expect(more).toEqual([]);
    expect(drift).toMatchObject({ expected: published, observed: 7, cause: "edited", correctedTo: published });
    expect(drift?.correctedAt).not.toBeNull();
    expect(drift?.since).not.toBeNull();
  });

  it("says how long a push takes until it is visible", async () => {
    const [{ visibility } = { visibility: null }] = await harness.ctx.db.select().from(integrations);
    expect(visibility?.ms).toBeGreaterThanOrEqual(0);
    expect(visibility?.ms).toBeLessThan(20_000);
  });

  it("is sent again after a push of unknown outcome, even when the figure is back where it was", async () => {
    const { available } = await offerOf("TOWEL-08");
    await emagFault("POST .*/offer/save", "drop-after");
    await onHand("TOWEL-08", (available ?? 0) - 5);
    await harness.tick();
    expect(await offerOf("TOWEL-08")).toMatchObject({ unconfirmed: true, published: (available ?? 0) - 2 });
    expect(await shown("TOWEL-08")).toBe((available ?? 0) - 7);
    await onHand("TOWEL-08", available ?? 0);
    await harness.tick();
    expect(await shown("TOWEL-08")).toBe((available ?? 0) - 2);
    expect(await offerOf("TOWEL-08")).toMatchObject({ unconfirmed: false });
  });
});

describe("one bad offer", () => {
  it("is refused alone: the others of its batch are published, and the refusal stays visible", async () => {
    const { channelOfferId } = await offerOf("CANDLE-10");
    await harness.twins.emag.control("PUT", "/_sandbox/settings", { campaignOffers: [Number(channelOfferId)] });
    await harness.twins.emag.control("PUT", "/_sandbox/settings", { batch: "all-or-nothing" });
    await onHand("CANDLE-10", 100);
    await onHand("HONEY-05", 100);
    await onHand("WATER-06", 100);
    await harness.tick();
    expect([await shown("HONEY-05"), await shown("WATER-06")]).toEqual([98, 98]);
    expect((await offerOf("CANDLE-10")).refusal).toMatchObject({ code: "refused" });
    await harness.twins.emag.control("PUT", "/_sandbox/settings", { campaignOffers: [] });
    await harness.ctx.db.update(offers).set({ refusedAt: new Date(0) });
    await harness.tick();
    expect(await shown("CANDLE-10")).toBe(98);
    expect((await offerOf("CANDLE-10")).refusal).toBeNull();
  });
});

describe("an ERP answer that cannot be trusted", () => {
  it("publishes nothing when it is cut in the middle or empty", async () => {
    await onHand("MUG-03", 50);
    for (const kind of ["truncated", "empty", "html"]) {
      const before = await saves();
      expect(before).toBeGreaterThan(0);
      await erpFault("PUT .*/StorageDetailsInquiry", kind);
      await harness.tick();
      expect(await saves(), kind).toBe(before);
      await harness.twins.acumatica.control("DELETE", "/_sandbox/faults");
    }
    await harness.tick();
    expect(await shown("MUG-03")).toBe(48);
  }, 90_000);

  it("publishes nothing when most items are missing from it, and says how many", async () => {
    const before = await saves();
    const row = (name: string, value: unknown) => ({ [name]: { value } });
    const left = { ...row("InventoryID", "MUG-03"), ...row("WarehouseID", "MAIN"), ...row("QtyAvailable", 1) };
    const body = JSON.stringify({ StorageDetails: [{ ...left, ...row("QtyHardAvailable", 1) }] });
    await erpFault("PUT .*/StorageDetailsInquiry", "status", { status: 200, body });
    await harness.tick();
    expect(await saves()).toBe(before);
    const problems = (await harness.ctx.db.select().from(runs)).map(({ problem }) => problem);
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "stock-feed-shrunk", params: expect.objectContaining({ found: "1" }) }),
    );
    await harness.twins.acumatica.control("DELETE", "/_sandbox/faults");
    await harness.tick();
  });

  it("sells whole units only, and nothing of a negative figure", async () => {
    await onHand("MUG-03", "12.9");
    await onHand("KETTLE-09", -4);
    await harness.tick();
    expect([await shown("MUG-03"), await shown("KETTLE-09")]).toEqual([10, 0]);
  });
});

describe("the brake", () => {
  const stopped = catalogue.filter(({ sku }) => sku !== "MUG-03" && sku !== "KETTLE-09").map(({ sku }) => sku);
  const held = async () => {
    const rows = await harness.ctx.db.select().from(offers).where(eq(offers.held, true));
    return rows.map(({ sku }) => sku).sort();
  };
  const emptied = async () => {
    const { offers: all } = await emagLedger(harness);
    return all.filter(({ general_stock }) => general_stock === 0).map(({ part_number }) => part_number);
  };

  it("holds a push that would empty too many offers, and lets the rest of it go on", async () => {
    await harness.configure(({ sellers }) => {
      for (const seller of sellers)
        for (const { stock } of seller.integrations) stock.brake = { maxShare: 0.2, minOffers: 5 };
    });
    await onHand("CLOCK-12", 30);
    await onHand("SHELF-11", 30);
    await harness.tick();
    const before = await emptied();
    for (const sku of stopped) await onHand(sku, 0);
    await onHand("MUG-03", 40);
    await harness.tick();
    expect(await shown("MUG-03")).toBe(38);
    expect(await held()).toEqual([...stopped].sort());
    expect(await emptied()).toEqual(before);
  });

  it("keeps its hold until a person decides, though fewer would fall by now", async () => {
    for (const sku of stopped.slice(2)) await onHand(sku, 60);
    await harness.tick();
    expect(await held()).toEqual(stopped.slice(0, 2).sort());
    expect(await shown("CHAIR-01")).toBeGreaterThan(0);
  });

  it("does what a person says: released offers go to zero, rejected ones keep their stock until the ERP has some again", async () => {
    const { sellerId } = (await harness.ctx.db.select().from(integrations))[0] ?? { sellerId: "" };
    const decide = async (sku: string, decision: "released" | "rejected") =>
      decideBrake(
        { ...harness.ctx, actor: "admin@carpatic.example" },
        {
          sellerId,
          integrationId: harness.integrationId,
          offerIds: [(await offerOf(sku)).id],
          decision,
        },
      );
    const kept = await shown("LAMP-02");
    expect([await decide("CHAIR-01", "released"), await decide("LAMP-02", "rejected")]).toEqual([1, 1]);
    await harness.tick();
    await harness.tick();
    expect([await shown("CHAIR-01"), await shown("LAMP-02")]).toEqual([0, kept]);
    await onHand("LAMP-02", 20);
    await harness.tick();
    const after = await offerOf("LAMP-02");
    expect(after).toMatchObject({ held: false, decision: null, published: (after.available ?? 0) - 2 });
  });
});

describe("a long reading of the channel", () => {
  it("gives way to orders, shows how far it is, and goes on where it stopped", async () => {
    await harness.ctx.db.update(integrations).set({ offersReadAt: null, stockRequestedAt: new Date() });
    await runIntegration(harness.ctx, { integrationId: harness.integrationId, deadline: () => true });
    const [under] = await harness.ctx.db.select().from(integrations);
    expect(under?.reconcile).toMatchObject({ page: 2, read: catalogue.length });
    await harness.tickUntil(async () => {
      const [row] = await harness.ctx.db.select().from(integrations);
      return row?.reconcile === null && row.offersReadAt !== null;
    });
  });
});
