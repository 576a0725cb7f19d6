import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/db/client";
import { readOrderDetail } from "@/lib/db/orders/order-detail";
import { readOrderFlow } from "@/lib/db/orders/order-flow";
import { pageSize, readOrders } from "@/lib/db/orders/order-list";
import { readOverview } from "@/lib/db/overview/overview";
import { connections, integrations, orderLinks, orders, sellers, steps } from "@/lib/db/schema";
import { problem } from "@/lib/domain/problem";
import { createTestDatabase, type TestDatabase } from "../../../e2e/support/database";

let test: TestDatabase;
let open: Database;
const sellerIds: string[] = [];
const now = new Date("2026-03-02T10:00:00Z");
const everything = { group: null, search: "", after: null };

const stopped = problem("item-unknown", "rejected", { item: "X" });

/** 60 orders of one seller, all received in the same instant, and one of another. */
beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
  for (const [slug, count] of [
    ["one", 60],
    ["two", 1],
  ] as const)
    await addSeller(slug, count);
});
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

async function addSeller(slug: string, count: number): Promise<void> {
  const { db } = open;
  const [seller] = await db.insert(sellers).values({ slug, name: slug }).returning();
  if (!seller) throw new Error("no seller");
  sellerIds.push(seller.id);
  const side = { sellerId: seller.id, settings: {}, credentials: "", webhookToken: "secret-token" };
  const [channel] = await db
    .insert(connections)
    .values({ ...side, slug: "emag", connector: "emag" })
    .returning();
  const [erp] = await db
    .insert(connections)
    .values({ ...side, slug: "erp", connector: "acumatica" })
    .returning();
  if (!channel || !erp) throw new Error("no connection");
  const [integration] = await db
    .insert(integrations)
    .values({
      sellerId: seller.id,
      slug: "i",
      channelId: channel.id,
      erpId: erp.id,
      enabled: true,
      heartbeatMinutes: 5,
      settings: {} as never,
    })
    .returning();
  if (!integration) throw new Error("no integration");
  for (let n = 0; n < count; n++) {
    const [order] = await db
      .insert(orders)
      .values({
        sellerId: seller.id,
        integrationId: integration.id,
        connectionId: channel.id,
        channelOrderId: `${slug}-${1000 + n}`,
        fulfilment: "seller",
        status: "in-progress",
        modified: "2026-03-02 12:00:00",
        placedAt: "2026-03-02 12:00:00",
        buyerName: n === 7 ? "Ștefania Bălănescu-Ionescu" : "Ana Pop",
        currency: "RON",
        gross: "10.00",
        data: { lines: [], deposits: [] } as never,
        raw: { secret: "raw" },
        receivedAt: now,
      })
      .returning();
    if (!order) throw new Error("no order");
    const state = (["blocked", "in-doubt", "due", "done"] as const)[n % 4] ?? "due";
    await db.insert(steps).values({
      orderId: order.id,
      kind: "create-sales-order",
      state,
      problem: state === "blocked" ? stopped : null,
      dueAt: now,
      updatedAt: now,
      doneAt: state === "done" ? now : null,
    });
    if (n === 3)
      await db.insert(orderLinks).values({
        orderId: order.id,
        erpId: erp.id,
        orderType: "EM",
        orderNumber: "SO777",
        origin: "created",
        linkedAt: now,
      });
  }
}

describe("the order list", () => {
  it("shows every order once over its pages, even when all arrived in the same instant", async () => {
    const [one] = sellerIds;
    const first = await readOrders(open.db, one ?? null, everything, { now, visibility: "all" });
    const second = await readOrders(
      open.db,
      one ?? null,
      { ...everything, after: first.next },
      { now, visibility: "all" },
    );
    expect(first.rows).toHaveLength(pageSize);
    expect(second.next).toBeNull();
    expect(new Set([...first.rows, ...second.rows].map(({ number }) => number)).size).toBe(60);
  });

  it("shows a seller nothing of another, and staff everything", async () => {
    const [one = "", two = ""] = sellerIds;
    const own = await readOrders(open.db, two, everything, { now, visibility: "all" });
    expect(own.rows.map(({ number }) => number)).toEqual(["two-1000"]);
    expect(own.counts).toEqual({ "needs-person": 1, "in-doubt": 0, "in-progress": 0, "set-aside": 0 });
    expect(
      (await readOrders(open.db, null, { ...everything, search: "two-1" }, { now, visibility: "all" })).rows,
    ).toHaveLength(1);
    const foreign = own.rows[0]?.id ?? "";
    expect(await readOrderDetail(open.db, one, foreign, { now, withRaw: true, visibility: "all" })).toBeNull();
    expect(
      (await readOrders(open.db, one, { ...everything, search: "two-1000" }, { now, visibility: "all" })).rows,
    ).toEqual([]);
  });

  it("counts and filters by the same rule", async () => {
    const [one = ""] = sellerIds;
    const { counts } = await readOrders(open.db, one, everything, { now, visibility: "all" });
    expect(counts).toEqual({ "needs-person": 15, "in-doubt": 15, "in-progress": 15, "set-aside": 0 });
    for (const group of ["needs-person", "in-doubt", "in-progress", "done"] as const) {
      const { rows } = await readOrders(open.db, one, { ...everything, group }, { now, visibility: "all" });
      expect(rows).toHaveLength(15);
      expect(rows.every((row) => row.group === group)).toBe(true);
    }
  });

  it("finds an order by any of its numbers, several at once, and by the beginnings of a name", async () => {
    const [one = ""] = sellerIds;
    const find = async (search: string) =>
      (await readOrders(open.db, one, { ...everything, search }, { now, visibility: "all" })).rows.map(
        ({ number }) => number,
      );
    expect(await find("so777")).toEqual(["one-1003"]);
    expect(await find("EM SO777")).toEqual(["one-1003"]);
    expect(await find("SO77")).toEqual(["one-1003"]);
    expect((await find("SO777, one-1009;one-1010")).sort()).toEqual(["one-1003", "one-1009", "one-1010"]);
    expect(await find("stefania")).toEqual(["one-1007"]);
    expect(await find("BALAN ștef")).toEqual(["one-1007"]);
    expect(await find("ionescu")).toEqual(["one-1007"]);
    expect(await find("one-1007 stefania")).toEqual(["one-1007"]);
    expect(await find("one-1009 stefania")).toEqual([]);
    expect(await find("1%_")).toEqual([]);
    expect(await find("':* | &!")).toEqual([]);
  });

  it("keeps the channel's raw JSON from those who do not configure", async () => {
    const [, two = ""] = sellerIds;
    const id = (await readOrders(open.db, two, everything, { now, visibility: "all" })).rows[0]?.id ?? "";
    expect((await readOrderDetail(open.db, two, id, { now, withRaw: false, visibility: "all" }))?.raw).toBeNull();
    expect((await readOrderDetail(open.db, two, id, { now, withRaw: true, visibility: "all" }))?.raw).toEqual({
      secret: "raw",
    });
  });
});

describe("the overview", () => {
  it("groups what needs a person by its cause, and counts what was done today", async () => {
    const [one = ""] = sellerIds;
    const overview = await readOverview(open.db, { sellerId: one, visibility: "all" }, now);
    expect(overview.causes).toMatchObject([{ orders: 15, problem: { code: "item-unknown", params: { item: "X" } } }]);
    expect(overview.counts).toEqual({
      "needs-person": 15,
      "in-doubt": 15,
      "in-progress": 15,
      "set-aside": 0,
      doneToday: 15,
    });
    expect(JSON.stringify(overview)).not.toContain("secret-token");
  });

  it("draws the orders of the last day and fortnight as far as they have got, and how fast", async () => {
    const [one = "", two = ""] = sellerIds;
    const linkedLate = new Date(now.getTime() + 4000);
    await open.db.update(orderLinks).set({ linkedAt: linkedLate });
    const { day, fortnight } = await readOrderFlow(open.db, one, new Date(now.getTime() + 60_000));
    expect(day.buckets).toHaveLength(24);
    expect(day.buckets.at(-1)).toEqual({ at: "2026-03-02 12", received: 60, inErp: 1, invoiced: 0, handedOver: 0 });
    expect(day.latency).toEqual({ median: 4, p95: 4, orders: 1 });
    expect(fortnight.buckets).toHaveLength(14);
    expect(fortnight.buckets.at(-1)).toMatchObject({ at: "2026-03-02", received: 60, inErp: 1 });
    const other = await readOrderFlow(open.db, two, now);
    expect(other.day.buckets.at(-1)).toMatchObject({ received: 1, inErp: 0 });
    expect(other.day.latency).toBeNull();
    const later = await readOrderFlow(open.db, null, new Date(now.getTime() + 30 * 3_600_000));
    expect(later.day.buckets.every(({ received }) => received === 0)).toBe(true);
    expect(later.fortnight.buckets.find(({ at }) => at === "2026-03-02")).toMatchObject({ received: 61 });
  });
});
