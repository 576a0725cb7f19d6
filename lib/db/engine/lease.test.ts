import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/e2e/support/database";
import { type Database, openDatabase } from "@/lib/db/client";
import { extendOrderLease, releaseLease, releaseOrderLeases, takeLease, takeOrderLeases } from "@/lib/db/engine/lease";
import { reserveSlot } from "@/lib/db/engine/rate-limit";
import { insertLink } from "@/lib/db/orders/links";
import { writeStep } from "@/lib/db/orders/steps";
import { connections, integrations, orders, sellers, steps } from "@/lib/db/schema";
import { sampleOrder } from "@/lib/domain/orders/sample-order";

let test: TestDatabase;
let database: Database;
let orderIds: string[];
let erpId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url, 10);
  const { db } = database;
  const [seller] = await db.insert(sellers).values({ slug: "s", name: "S" }).returning();
  const sellerId = seller?.id ?? "";
  const door = (slug: string) => ({ sellerId, slug, connector: "x", settings: {}, credentials: "", webhookToken: "" });
  const [channel, erp] = await db
    .insert(connections)
    .values([door("c"), door("e")])
    .returning();
  erpId = erp?.id ?? "";
  const connectionId = channel?.id ?? "";
  const [integration] = await db
    .insert(integrations)
    .values({
      sellerId,
      slug: "i",
      channelId: connectionId,
      erpId,
      enabled: true,
      heartbeatMinutes: 5,
      settings: {} as never,
    })
    .returning();
  const data = sampleOrder();
  const row = (channelOrderId: string) => ({
    sellerId,
    integrationId: integration?.id ?? "",
    connectionId,
    channelOrderId,
    fulfilment: data.fulfilment,
    status: data.status,
    modified: data.modified,
    placedAt: data.placedAt,
    buyerName: "",
    currency: "RON",
    gross: "1",
    data,
    raw: {},
  });
  const rows = await db.insert(orders).values(["1", "2"].map(row)).returning();
  orderIds = rows.map(({ id }) => id);
  const now = new Date();
  await db
    .insert(steps)
    .values({ orderId: orderIds[0] ?? "", kind: "create-sales-order", state: "due", dueAt: now, updatedAt: now });
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

describe("an order's lease", () => {
  it("is taken by exactly one of many who try at once", async () => {
    const [id = ""] = orderIds;
    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, i) => takeOrderLeases(database.db, [id], `worker-${i}`, 60)),
    );
    expect(taken.flat()).toHaveLength(1);
    await releaseOrderLeases(database.db, taken.flat());
  });

  it("is taken by exactly one where many want the same orders at once, whatever order they name them in", async () => {
    const [first = "", second = ""] = orderIds;
    for (let round = 0; round < 20; round += 1) {
      const taken = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          takeOrderLeases(database.db, i % 2 ? [first, second] : [second, first], `worker-${i}`, 60),
        ),
      );
      expect(
        taken
          .flat()
          .map(({ orderId }) => orderId)
          .sort(),
      ).toEqual([first, second].sort());
      await Promise.all(taken.map((mine) => releaseOrderLeases(database.db, mine)));
    }
  });

  it("once lapsed and taken over, a late write of the former holder is refused by the database", async () => {
    const [id = ""] = orderIds;
    const [old] = await takeOrderLeases(database.db, [id], "slow", 0);
    const [next] = await takeOrderLeases(database.db, [id], "quick", 60);
    if (!old || !next) throw new Error("the leases were not taken");
    expect(next.token).toBeGreaterThan(old.token);
    expect(await writeStep(database.db, old, "create-sales-order", { state: "done" })).toBe(false);
    expect(await extendOrderLease(database.db, old, 60)).toBeNull();
    expect(await writeStep(database.db, next, "create-sales-order", { state: "blocked" })).toBe(true);
    const [step] = await database.db.select().from(steps).where(eq(steps.orderId, id));
    expect(step?.state).toBe("blocked");
  });
});

describe("the link of order and Sales Order", () => {
  it("is unique from both ends", async () => {
    const [first = "", second = ""] = orderIds;
    const link = (orderId: string, orderNumber: string) =>
      insertLink(database.db, {
        orderId,
        erpId,
        orderType: "EM",
        orderNumber,
        origin: "created",
        linkedAt: new Date(),
      });
    expect(await link(first, "EM000001")).toBe(true);
    expect(await link(first, "EM000002")).toBe(false);
    expect(await link(second, "EM000001")).toBe(false);
    expect(await link(second, "EM000002")).toBe(true);
  });
});

describe("an ERP seat", () => {
  it("is held by one at a time, and may be renewed by its holder alone", async () => {
    expect(await takeLease(database.db, "seat:x", "a", 60)).toBe(true);
    expect(await takeLease(database.db, "seat:x", "b", 60)).toBe(false);
    expect(await takeLease(database.db, "seat:x", "a", 60)).toBe(true);
    await releaseLease(database.db, "seat:x", "b");
    expect(await takeLease(database.db, "seat:x", "b", 60)).toBe(false);
    await releaseLease(database.db, "seat:x", "a");
    expect(await takeLease(database.db, "seat:x", "b", 60)).toBe(true);
  });
});

describe("a shared call budget", () => {
  it("gives every caller of all processes a slot of its own, evenly spaced", async () => {
    const slots = await Promise.all(
      Array.from({ length: 20 }, () => reserveSlot(database.db, "account:orders", { perSecond: 10, perMinute: 600 })),
    );
    const sorted = slots.map(({ waitMs }) => waitMs).sort((a, b) => a - b);
    expect(sorted[0]).toBeLessThan(150);
    expect(sorted.at(-1)).toBeGreaterThan(1500);
    expect(sorted.at(-1)).toBeLessThan(2100);
    expect(new Set(sorted.map((wait) => Math.round(wait / 100))).size).toBeGreaterThan(15);
  });
});
