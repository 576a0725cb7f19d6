import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { erpItems, integrations, offers, orders } from "@/lib/db/schema";
import { readBufferHistory } from "@/lib/db/stock/buffer-history";
import { readMatching } from "@/lib/db/stock/matching";
import { readOffer } from "@/lib/db/stock/offer-detail";
import { changeOffers } from "@/lib/flows/stock/change-offers";
import { exportOfferCsv, importOfferCsv } from "@/lib/flows/stock/offer-csv";
import { previewStock } from "@/lib/flows/stock/preview-stock";
import { emagLedger, placeOrder } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;
let sellerId = "";

beforeAll(async () => {
  harness = await startHarness({ emag: { limits: false } });
  await harness.tick();
  const [row] = await harness.ctx.db.select().from(integrations);
  sellerId = row?.sellerId ?? "";
}, 60_000);
afterAll(() => harness?.stop());

const shown = async (sku: string) =>
  (await emagLedger(harness)).offers.find((one) => one.part_number === sku)?.general_stock;

async function offerOf(sku: string) {
  const [row] = await harness.ctx.db.select().from(offers).where(eq(offers.sku, sku));
  if (!row) throw new Error(`no offer ${sku}`);
  return row;
}

const setStock = (more: object) =>
  harness.configure(({ sellers }) => {
    for (const seller of sellers) for (const { stock } of seller.integrations) Object.assign(stock, more);
  });

const importing = (text: string, save: boolean) =>
  importOfferCsv(harness.ctx, { sellerId, integrationId: harness.integrationId, text, save });

describe("a preview", () => {
  it("says what eMAG would show, changes nothing, and is what then happens", async () => {
    const [mug, chair] = [await shown("MUG-03"), await shown("CHAIR-01")];
    const stock = { buffer: 10, bufferRules: [{ sku: "MUG-*", percent: 50, cap: 300 }] };
    const preview = await previewStock(harness.ctx, { integrationId: harness.integrationId, stock });
    expect(preview?.rows.find(({ sku }) => sku === "MUG-03")).toMatchObject({ before: mug, after: 300 });
    expect(preview?.rows.find(({ sku }) => sku === "CHAIR-01")).toMatchObject({ before: chair, after: 70 });
    await harness.tick();
    expect([await shown("MUG-03"), await shown("CHAIR-01")]).toEqual([mug, chair]);
    await setStock(stock);
    await harness.tick();
    const promised = preview?.rows.map(({ sku, after }) => [sku, after]) ?? [];
    for (const [sku, after] of promised) expect([sku, await shown(String(sku))]).toEqual([sku, after]);
    await setStock({ buffer: 2, bufferRules: [] });
    await harness.tick();
    // Every change says what held before it, so that it can be brought back.
    await setStock({ buffer: 2, bufferRules: [], reconcileMinutes: 59 });
    const changes = await readBufferHistory(harness.ctx.db, harness.integrationId);
    expect(changes.map((one) => [one.stock.buffer, one.stock.bufferRules ?? []])).toEqual([
      [10, stock.bufferRules],
      [2, []],
    ]);
  });

  it("warns of what the brake would hold", async () => {
    const preview = await previewStock(harness.ctx, {
      integrationId: harness.integrationId,
      stock: { buffer: 60_000 },
    });
    expect(preview?.toZero).toBeGreaterThanOrEqual(10);
    expect(preview?.held).toBe(preview?.toZero);
  });
});

describe("buffers of many offers", () => {
  it("go out as CSV and come back unchanged", async () => {
    const table = await exportOfferCsv(harness.ctx, harness.integrationId);
    expect(table.split("\r\n")[0]).toBe("offer,sku,name,item,buffer,cap");
    expect(await importing(table, true)).toMatchObject({ rows: 12, changes: 0, problems: [] });
  });

  it("are taken whole or not at all, every bad line named", async () => {
    const bad = "sku;buffer;cap\nMUG-03;5;\nNO-SUCH;5;\nLAMP-02;-1;\nCHAIR-01;;1,5\n";
    const { problems } = await importing(bad, true);
    expect(problems.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [3, "sku", "unknown-offer"],
      [4, "buffer", "not-a-buffer"],
      [5, "cap", "not-a-cap"],
    ]);
    expect(await offerOf("MUG-03")).toMatchObject({ buffer: null });
    expect((await importing("name;price\nx;1\n", true)).problems[0]?.reason).toBe("no-columns");
  });

  it("are previewed, saved and published from a person's own table", async () => {
    const table = "\uFEFFSKU;Buffer;Cap\n mug-03 ;10%;\nLAMP-02;0;100\n";
    const { preview } = await importing(table, false);
    expect(preview?.rows.map(({ sku, after }) => [sku, after])).toEqual([
      ["LAMP-02", 100],
      ["MUG-03", 810],
    ]);
    expect(await importing(table, true)).toMatchObject({ changes: 2, problems: [] });
    await harness.tick();
    expect([await shown("MUG-03"), await shown("LAMP-02")]).toEqual([810, 100]);
  });

  it("of another seller are never touched", async () => {
    const { id } = await offerOf("MUG-03");
    const foreign = { sellerId: crypto.randomUUID(), integrationId: harness.integrationId };
    expect(await changeOffers(harness.ctx, { ...foreign, changes: [{ offerId: id, buffer: 9 }] })).toBe(0);
    expect(await offerOf("MUG-03")).toMatchObject({ buffer: null, bufferPercent: 10 });
  });
});

describe("every figure", () => {
  it("explains itself: what was read and when, which order is in flight, what is held back and why", async () => {
    await setStock({ bufferRules: [{ category: "MARFA", units: 4 }] });
    await harness.tick();
    await harness.tick();
    await harness.twins.acumatica.control("POST", "/_sandbox/faults", {
      route: ".*",
      kind: "status",
      status: 503,
      times: -1,
    });
    const number = await placeOrder(harness, { lines: [{ sku: "BOOK-04", quantity: 3 }] });
    await harness.tick();
    await harness.twins.acumatica.control("DELETE", "/_sandbox/faults");
    const detail = await readOffer(harness.ctx.db, sellerId, (await offerOf("BOOK-04")).id, new Date());
    const [order] = await harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, number));
    expect(detail).toMatchObject({
      offer: { available: 120, inFlight: 3, heldBack: 4, wanted: 113, published: 113 },
      orders: [{ id: order?.id, number, units: 3 }],
      bufferOrigin: "rule",
      rule: { category: "MARFA" },
      warehouses: { MAIN: 120 },
    });
    expect(detail?.offer.availableReadAt).not.toBeNull();
    expect(detail?.history.length).toBeGreaterThanOrEqual(2);
    expect(await readOffer(harness.ctx.db, crypto.randomUUID(), detail?.offer.id ?? "", new Date())).toBeNull();
    await setStock({ bufferRules: [] });
  });
});

describe("an offer whose part number the ERP does not have", () => {
  const rename = (from: string, to: string) =>
    harness.twins.acumatica.control("PUT", "/_sandbox/records/StockItem", {
      keys: [from],
      values: { InventoryID: to },
    });

  it("is listed with the item that nothing sells, publishes nothing of a guess, and is linked by a person", async () => {
    const before = await shown("KETTLE-09");
    await harness.ctx.db.update(offers).set({ itemId: "OTHER-NAME" }).where(eq(offers.sku, "KETTLE-09"));
    await harness.tick();
    const sides = await readMatching(harness.ctx.db, sellerId, "", new Date());
    expect(sides.offers.map(({ sku }) => sku)).toEqual(["KETTLE-09"]);
    expect(sides.items.map(({ itemId }) => itemId)).toContain("KETTLE-09");
    expect(await shown("KETTLE-09")).toBe(before);
    expect((await offerOf("KETTLE-09")).absentSince).not.toBeNull();
    const { problems } = await importing("sku,item\nKETTLE-09,NOWHERE\n", true);
    expect(problems[0]?.reason).toBe("unknown-item");
    expect(await importing("sku,item\nKETTLE-09,KETTLE-09\n", true)).toMatchObject({ changes: 1 });
    await harness.tick();
    expect(await offerOf("KETTLE-09")).toMatchObject({ linkedBy: "person", available: 65, absentSince: null });
    expect((await readMatching(harness.ctx.db, sellerId, "", new Date())).offers).toEqual([]);
  });

  it("is found by its barcode where that is asked for", async () => {
    await rename("TOWEL-08", "T-8000");
    await harness.twins.acumatica.control("PUT", "/_sandbox/stock", {
      inventoryId: "T-8000",
      warehouseId: "MAIN",
      onHand: 31,
    });
    await setStock({ matching: "cross-reference" });
    await harness.ctx.db.delete(erpItems);
    await harness.ctx.db.update(integrations).set({ itemsReadAt: null });
    await harness.tick();
    const linked = await offerOf("TOWEL-08");
    expect(linked).toMatchObject({ itemId: "T-8000", linkedBy: "barcode", available: 31 });
    expect(await shown("TOWEL-08")).toBe(29);
  });
});
