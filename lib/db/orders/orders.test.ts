import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/db/client";
import { knownOrders, upsertOrder } from "@/lib/db/orders/orders";
import { connections, integrations, sellers } from "@/lib/db/schema";
import type { ChannelOrder } from "@/lib/domain/orders/order";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { createTestDatabase, type TestDatabase } from "../../../e2e/support/database";

let test: TestDatabase;
let open: Database;
let owner: { sellerId: string; integrationId: string; connectionId: string };

beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
  const { db } = open;
  const [seller] = await db.insert(sellers).values({ slug: "one", name: "One" }).returning();
  const sellerId = seller?.id ?? "";
  const side = { sellerId, connector: "x", settings: {}, credentials: "", webhookToken: "secret-token" };
  const [channel, erp] = await db
    .insert(connections)
    .values([
      { ...side, slug: "c" },
      { ...side, slug: "e" },
    ])
    .returning();
  const sides = { channelId: channel?.id ?? "", erpId: erp?.id ?? "" };
  const settings = {} as never;
  const [integration] = await db
    .insert(integrations)
    .values({ sellerId, slug: "i", ...sides, enabled: true, heartbeatMinutes: 5, settings })
    .returning();
  owner = { sellerId, integrationId: integration?.id ?? "", connectionId: sides.channelId };
});
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

it("a page of orders is left alone exactly where taking each in would change nothing", async () => {
  const held = sampleOrder({ id: "1", modified: "2026-03-02 12:00:00", status: "in-progress" });
  await upsertOrder(open.db, { ...owner, order: held, raw: {}, now: new Date() });
  const versions: Record<string, ChannelOrder> = {
    same: held,
    older: { ...held, modified: "2026-03-02 11:59:59", status: "new" },
    newer: { ...held, modified: "2026-03-02 12:00:01" },
    "another status within the same second": { ...held, status: "cancelled" },
    unknown: { ...held, id: "2" },
  };
  for (const [name, order] of Object.entries(versions)) {
    const { unchanged = false } = (await knownOrders(open.db, owner.connectionId, [order])).get(order.id) ?? {};
    let change = "";
    const tried = open.db.transaction(async (tx) => {
      change = (await upsertOrder(tx, { ...owner, order, raw: {}, now: new Date() })).change;
      tx.rollback();
    });
    await expect(tried).rejects.toThrow();
    expect([name, unchanged]).toEqual([name, change === "unchanged"]);
  }
});

it("F13: in the repeated hour of autumn what was read last is taken, although its stamp looks older; an hour later it is not", async () => {
  const held = sampleOrder({ id: "13", modified: "2026-10-25 03:58:00", status: "new" });
  await upsertOrder(open.db, { ...owner, order: held, raw: {}, now: new Date() });
  const acknowledged: ChannelOrder = { ...held, modified: "2026-10-25 03:03:00", status: "in-progress" };
  expect((await knownOrders(open.db, owner.connectionId, [acknowledged])).get("13")).toEqual({ unchanged: false });
  const taken = await upsertOrder(open.db, { ...owner, order: acknowledged, raw: {}, now: new Date() });
  expect([taken.change, taken.row.status]).toEqual(["updated", "in-progress"]);
  const again = await upsertOrder(open.db, { ...owner, order: acknowledged, raw: {}, now: new Date() });
  expect(again.change).toBe("unchanged");
  const older: ChannelOrder = { ...held, modified: "2026-10-25 01:30:00", status: "cancelled" };
  expect((await upsertOrder(open.db, { ...owner, order: older, raw: {}, now: new Date() })).change).toBe("unchanged");
});
