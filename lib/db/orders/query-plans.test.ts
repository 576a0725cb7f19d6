import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, type Db, openDatabase } from "@/lib/db/client";
import type { OrderGroup } from "@/lib/db/orders/order-group";
import { type OrderList, pageSize, readOrders } from "@/lib/db/orders/order-list";
import { integrationsWithWork } from "@/lib/db/orders/steps";
import * as schema from "@/lib/db/schema";
import { fillYear } from "../../../bench/year-of-orders";
import { createTestDatabase, type TestDatabase } from "../../../e2e/support/database";

let test: TestDatabase;
let open: Database;
let sellerId = "";
const now = new Date();
const asAll = { now, visibility: "all" } as const;
const everything = { group: null, search: "", after: null };

beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
  ({ sellerId } = await fillYear(open.sql, "busy", 20_000, 200));
  await open.sql`analyze`;
}, 120_000);
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

/** The plans of every query that `work` sends; the server explains each one with the very values it was sent with. */
async function plansOf(work: (db: Db) => Promise<unknown>): Promise<string[]> {
  const sent: { query: string; params: unknown[] }[] = [];
  const logger = { logQuery: (query: string, params: unknown[]) => void sent.push({ query, params }) };
  const client = postgres(test.url, { max: 1, prepare: false });
  try {
    await work(drizzle(client, { schema, logger }));
    const plans: string[] = [];
    for (const { query, params } of sent) {
      const rows = await client.unsafe(`explain ${query}`, params as never[]);
      plans.push(rows.map((row) => String(row["QUERY PLAN"])).join("\n"));
    }
    return plans;
  } finally {
    await client.end();
  }
}

describe("The order list stays fast as orders pile up", () => {
  const asked: [string, { group: OrderGroup | null; search: string }][] = [
    ["the newest orders", { group: null, search: "" }],
    ["those that need a person", { group: "needs-person", search: "" }],
    ["those in doubt", { group: "in-doubt", search: "" }],
    ["those in progress", { group: "in-progress", search: "" }],
    ["those done", { group: "done", search: "" }],
    ["an order's number", { group: null, search: "400010000" }],
    ["several numbers", { group: null, search: "400010000 EM400010001 2EMGLN400010002" }],
    ["the beginning of a number", { group: null, search: "EM4000100" }],
    ["a buyer's name", { group: null, search: "serban 17" }],
    ["a name that thousands bear", { group: null, search: "ana" }],
  ];
  for (const [what, query] of asked) {
    it(`reads no whole table for ${what}`, async () => {
      const plans = await plansOf((db) => readOrders(db, sellerId, { ...everything, ...query }, asAll));
      expect(plans.length).toBeGreaterThan(0);
      for (const plan of plans) {
        expect(plan, plan).not.toMatch(/Seq Scan on (orders|steps|order_links|parcels)/);
      }
    });
  }
});

it("shows every bearer of a name that thousands bear, page by page, and nobody else", async () => {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const list: OrderList = await readOrders(open.db, sellerId, { group: null, search: "ana", after }, asAll);
    found.push(...list.rows.filter(({ buyer }) => buyer.startsWith("Ana ")).map(({ number }) => number));
    after = list.next;
    expect(found.length % pageSize === 0 || after === null).toBe(true);
  } while (after);
  expect(new Set(found).size).toBe(2000);
});

describe("The look for work", () => {
  it("asks an index once for each integration, however many orders and due steps there are", async () => {
    await open.sql`update steps set state = 'due', due_at = now() - interval '1 minute' where kind = 'attach-invoice'`;
    await open.sql`analyze`;
    const later = new Date(Date.now() + 60_000);
    const [plan = ""] = await plansOf((db) => integrationsWithWork(db, later));
    expect(plan).toContain("steps_to_work");
    expect(plan).not.toMatch(/Seq Scan on (steps|orders)/);
    expect(await integrationsWithWork(open.db, later)).toHaveLength(1);
  });
});
