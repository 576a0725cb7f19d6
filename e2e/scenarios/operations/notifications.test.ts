import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readConnections } from "@/lib/db/connections/connection-list";
import { pushKey } from "@/lib/db/engine/push-key";
import { connections, notifications, wakeUps } from "@/lib/db/schema";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 60_000);
afterAll(() => harness.stop());
beforeEach(async () => {
  await harness.ctx.db.delete(wakeUps);
  await harness.ctx.db.delete(notifications);
});

const half = (name: "Inserted" | "Deleted", id = "1af4d140") => `{
  "${name}": [{ "InventoryID": "CHAIR-01            ", "QtyAvail": 11.0 }],
  "Query": "EMAG-Stock", "CompanyId": "PROD", "Id": "${id}", "TimeStamp": 639080123456789012, "AdditionalInfo": {} }`;
const tell = (source: string, key: string | null = null) =>
  receiveWakeUp(harness.ctx, {
    connection: harness.connectionIds.erp,
    token: "erp-token",
    url: new URL("https://megzo.example/"),
    body: null,
    source,
    key,
  });
const waiting = () => harness.ctx.db.select().from(wakeUps);

describe("a notification from Acumatica", () => {
  it("is a hint once, however often it is delivered, and keeps every digit of its stamp", async () => {
    for (let delivery = 1; delivery <= 5; delivery += 1) expect(await tell(half("Inserted"))).toBe(true);
    expect(await waiting()).toMatchObject([{ dedupeKey: "stock", itemId: "CHAIR-01" }]);
    expect(await harness.ctx.db.select().from(notifications)).toMatchObject([
      { deliveryId: "1af4d140:EMAG-Stock:i", query: "EMAG-Stock", timeStamp: "639080123456789012", rows: 1 },
    ]);
    await harness.ctx.db.delete(wakeUps);
    await tell(half("Inserted"));
    expect(await waiting()).toEqual([]);
  });

  it("is heard when its halves come apart, and when a later change has the same rows", async () => {
    await tell(half("Deleted"));
    await harness.ctx.db.delete(wakeUps);
    await tell(half("Inserted"));
    expect(await waiting()).toHaveLength(1);
    await harness.ctx.db.delete(wakeUps);
    await tell(half("Inserted", "another"));
    expect(await waiting()).toHaveLength(1);
  });

  it("without the key in its header is refused where the seller requires one", async () => {
    const mine = eq(connections.id, harness.connectionIds.erp);
    const [row] = await harness.ctx.db.select().from(connections).where(mine);
    await harness.ctx.db
      .update(connections)
      .set({ settings: { ...row?.settings, pushHeader: "required" } })
      .where(mine);
    expect([await tell(half("Inserted")), await tell(half("Inserted"), "wrong")]).toEqual([false, false]);
    expect(await waiting()).toEqual([]);
    expect(await tell(half("Inserted"), pushKey("erp-token"))).toBe(true);
    expect(await waiting()).toHaveLength(1);
    await harness.ctx.db
      .update(connections)
      .set({ settings: row?.settings ?? {} })
      .where(mine);
  });

  it("shows on the connection as received, its key to those who configure only", async () => {
    await tell(half("Inserted"));
    const read = async (withWebhook: boolean) =>
      (
        await readConnections(harness.ctx.db, null, { now: new Date(), appUrl: "https://megzo.example", withWebhook })
      ).connections.find(({ slug }) => slug === "erp");
    expect(await read(true)).toMatchObject({
      erp: { sessionSince: null, notifications: [{ query: "EMAG-Stock", count: 1 }] },
      pushHeader: { name: "X-Megzo-Key", value: pushKey("erp-token") },
    });
    expect((await read(false))?.pushHeader).toBeNull();
  });
});
