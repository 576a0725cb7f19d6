import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/db/client";
import { readFailures, stepsOfCause } from "@/lib/db/failures/failures";
import { connections, integrations, orders, sellers, steps } from "@/lib/db/schema";
import { causeOf, causeParams } from "@/lib/domain/orders/cause";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { type Problem, problem, problemCodes } from "@/lib/domain/problem";
import { createTestDatabase, type TestDatabase } from "../../../e2e/support/database";

let test: TestDatabase;
let open: Database;
let sellerId = "";
let integrationId = "";
let channelId = "";
const now = new Date("2026-03-02T10:00:00Z");

beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
  const { db } = open;
  const [seller] = await db.insert(sellers).values({ slug: "one", name: "One" }).returning();
  sellerId = seller?.id ?? "";
  const side = { sellerId, settings: {}, credentials: "", webhookToken: "secret-token" };
  const [channel, erp] = await db
    .insert(connections)
    .values([
      { ...side, slug: "emag", connector: "emag" },
      { ...side, slug: "erp", connector: "acumatica" },
    ])
    .returning();
  channelId = channel?.id ?? "";
  const [integration] = await db
    .insert(integrations)
    .values({
      sellerId,
      slug: "i",
      channelId,
      erpId: erp?.id ?? "",
      enabled: true,
      heartbeatMinutes: 5,
      settings: {} as never,
    })
    .returning();
  integrationId = integration?.id ?? "";
});
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

let next = 1;

async function addOrder(stopped: Problem | null, attention: Problem | null = null): Promise<void> {
  const data = sampleOrder({ id: String(next++) });
  const { id: _id, ...columns } = data;
  const owner = { sellerId, integrationId, connectionId: channelId };
  const [row] = await open.db
    .insert(orders)
    .values({
      ...owner,
      channelOrderId: data.id,
      ...columns,
      buyerName: "",
      gross: "1.00",
      data,
      raw: {},
      needsAttention: attention,
    })
    .returning();
  if (stopped)
    await open.db.insert(steps).values({
      orderId: row?.id ?? "",
      kind: "create-sales-order",
      state: "blocked",
      problem: stopped,
      dueAt: now,
      updatedAt: now,
    });
}

/** Every param any cause is named by, and one that names an order. */
const everyParam = (order: string) => ({
  ...Object.fromEntries(Object.values(causeParams).flatMap((names) => names.map((name) => [name, `the ${name}`]))),
  side: "erp",
  order,
});

describe("failures by cause", () => {
  it("are told apart in the database exactly as in the domain, and found again for a retry", async () => {
    for (const code of problemCodes) {
      await addOrder(problem(code, "rejected", everyParam("1")));
      await addOrder(problem(code, "rejected", everyParam("2")));
      await addOrder(problem(code, "rejected", { side: "erp" }));
    }
    const failures = await readFailures(open.db, sellerId);
    for (const code of problemCodes) {
      const whole = causeOf(problem(code, "rejected", everyParam("3")));
      const found = failures.filter((one) => one.code === code);
      const bare = Object.keys(whole.params).length === 0;
      expect(found.map(({ params, orders: n }) => [n, params]).sort()).toEqual(
        bare
          ? [[3, {}]]
          : [
              [1, {}],
              [2, whole.params],
            ],
      );
      expect(await stepsOfCause(open.db, { sellerId, ...whole, limit: 10 })).toHaveLength(bare ? 3 : 2);
    }
  });

  it("count what a person should look at although no step is stopped by it", async () => {
    await addOrder(null, problem("total-differs", "rejected", { expected: "1", actual: "2", number: "X" }));
    const found = (await readFailures(open.db, sellerId)).find(({ code }) => code === "total-differs");
    expect(found?.orders).toBe(4);
    expect(await stepsOfCause(open.db, { sellerId, code: "total-differs", params: {}, limit: 10 })).toHaveLength(3);
  });

  it("hold five examples at most, however many orders share the cause", async () => {
    for (let i = 0; i < 12; i += 1)
      await addOrder(problem("item-unknown", "rejected", { item: "MANY", order: String(i) }));
    const found = (await readFailures(open.db, null)).find(({ params }) => params.item === "MANY");
    expect(found).toMatchObject({ orders: 12, blocked: 12, nextDeadline: "2026-09-03 10:15:20" });
    expect(found?.examples).toHaveLength(5);
  });
});
