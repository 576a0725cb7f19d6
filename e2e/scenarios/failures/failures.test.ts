import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connections, orderEvents, orders, steps, wakeUps } from "@/lib/db/schema";
import { testConnection } from "@/lib/flows/connections/test-connection";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { eachIntegration } from "../../support/each-integration";
import { cancelAsSeller } from "../../support/emag-pages";
import { emagLedger, erpLedger, placeOrder, salesOrdersOf, staff } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";
import { stepOf } from "../../support/order-row";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness({
    configure: eachIntegration((one) => {
      one.orders.unknownOutcomeWaitSeconds = 2;
    }),
  });
}, 60_000);
afterAll(() => harness?.stop());
beforeEach(async () => {
  await harness.twins.emag.control("DELETE", "/_sandbox/faults");
  await harness.twins.acumatica.control("DELETE", "/_sandbox/faults");
});

const fault = (twin: "emag" | "acumatica", route: string, kind: string, more: object = {}) =>
  harness.twins[twin].control("POST", "/_sandbox/faults", { route, kind, times: 1, ...more });

async function eventsOf(channelOrderId: string) {
  const rows = await harness.ctx.db
    .select({ kind: orderEvents.kind })
    .from(orderEvents)
    .innerJoin(orders, eq(orders.id, orderEvents.orderId))
    .where(eq(orders.channelOrderId, channelOrderId));
  return rows.map(({ kind }) => kind);
}

describe("a Sales Order whose creation got no answer", () => {
  it.each([
    ["cut after the ERP committed", "drop-after", {}],
    ["committed by the ERP only after we gave up", "late-commit", { seconds: 1 }],
  ])("%s: the step is in doubt, then the one document is adopted", async (_, kind, more) => {
    const id = await placeOrder(harness);
    await fault("acumatica", "^PUT .*/SalesOrder", kind, more);
    await harness.tick();
    expect(await stepOf(harness, id, "create-sales-order")).toMatchObject({
      state: "in-doubt",
      problem: { code: "outcome-unknown", kind: "unknown" },
    });
    await harness.tick();
    await harness.tickUntil(async () => (await stepOf(harness, id, "create-sales-order"))?.state === "done");
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
    expect(await eventsOf(id)).toContain("sales-order-adopted");
  });

  it("cut before the ERP saw it: created after two looks that found nothing", async () => {
    const id = await placeOrder(harness);
    await fault("acumatica", "^PUT .*/SalesOrder", "drop-before");
    await harness.tick();
    expect(await stepOf(harness, id, "create-sales-order")).toMatchObject({ state: "in-doubt" });
    await harness.tickUntil(async () => (await stepOf(harness, id, "create-sales-order"))?.state === "done");
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
    expect(await eventsOf(id)).toContain("sales-order-created");
  });
});

describe("a parcel whose ordering got no answer", () => {
  it("is never ordered twice: the parcel found on the order is taken over", async () => {
    const id = await placeOrder(harness);
    await harness.tick();
    const number = (await salesOrdersOf(harness, id))[0]?.OrderNbr ?? "";
    await staff(harness, "ship", number);
    await staff(harness, "confirm", number);
    await fault("emag", "^POST /api-3/awb/save", "drop-after");
    await harness.tick();
    expect(await stepOf(harness, id, "hand-over-awb")).toMatchObject({ state: "in-doubt" });
    await harness.tickUntil(async () => (await stepOf(harness, id, "write-tracking"))?.state === "done");
    expect((await emagLedger(harness)).awbs.filter((one) => String(one.order_id) === id)).toHaveLength(1);
    expect(await eventsOf(id)).toContain("parcel-adopted");
  });
});

describe("passing failures", () => {
  it("of either side are retried with their cause shown, and nothing is doubled", async () => {
    const id = await placeOrder(harness);
    await fault("acumatica", "^GET .*/SalesOrder", "html", { times: 3 });
    await harness.tick();
    expect(await stepOf(harness, id, "create-sales-order")).toMatchObject({
      state: "due",
      attempts: 1,
      problem: { kind: "transient", params: { side: "erp", system: "Acumatica ERP" } },
    });
    await harness.tickUntil(async () => (await stepOf(harness, id, "create-sales-order"))?.state === "done");
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
  });

  it("of the channel while orders are read lose no order", async () => {
    const id = await placeOrder(harness);
    await fault("emag", "^POST /api-3/order/read", "status", { status: 502, times: 3 });
    await harness.tick();
    await harness.tickUntil(async () => (await salesOrdersOf(harness, id)).length === 1);
  });

  it("of one call too many hold up that order alone, not the account", async () => {
    const ids = [await placeOrder(harness), await placeOrder(harness), await placeOrder(harness)];
    await fault("emag", "^POST /api-3/order/acknowledge", "status", { status: 429 });
    await harness.tick();
    const made = await Promise.all(ids.map((id) => salesOrdersOf(harness, id)));
    expect(made.flat()).toHaveLength(2);
    const [channel] = await harness.ctx.db.select().from(connections).where(eq(connections.slug, "emag-ro"));
    expect(channel).toMatchObject({ pauseProblem: null, pausedUntil: null });
    await harness.tickUntil(
      async () => (await Promise.all(ids.map((id) => salesOrdersOf(harness, id)))).flat().length === 3,
    );
  });

  it("of the database about one order keep out none of the others that came with it", async () => {
    const ids = [await placeOrder(harness), await placeOrder(harness), await placeOrder(harness)] as const;
    const change = (words: string) => harness.ctx.db.execute(sql.raw(`alter table orders ${words}`));
    await change(`add constraint unkept check (channel_order_id <> '${ids[1]}')`);
    const kept = async () => Promise.all(ids.map(async (id) => (await salesOrdersOf(harness, id)).length));
    await harness.tickUntil(async () => (await kept()).join() === "1,0,1");
    await change("drop constraint unkept");
    await harness.tickUntil(async () => (await kept()).join() === "1,1,1");
  });
});

describe("refused credentials", () => {
  it("pause the connection with the reason, touch no order, and end when the password is put right", async () => {
    const wrong = (file: Parameters<Parameters<Harness["configure"]>[0]>[0]) => {
      for (const one of file.sellers[0]?.connections ?? []) if (one.slug === "erp") one.credentials.password = "wrong";
      for (const one of file.sellers[0]?.integrations ?? []) one.orders.unknownOutcomeWaitSeconds = 2;
    };
    await harness.configure(wrong);
    const id = await placeOrder(harness);
    await harness.tick();
    const [erp] = await harness.ctx.db.select().from(connections).where(eq(connections.id, harness.connectionIds.erp));
    expect(erp).toMatchObject({
      pauseProblem: { code: "credentials-refused", kind: "auth", params: { system: "Acumatica ERP" } },
    });
    expect(await stepOf(harness, id, "create-sales-order")).toMatchObject({ state: "due", attempts: 0 });
    expect((await emagLedger(harness)).orders.find((one) => String(one.id) === id)?.status).toBe(2);
    const test = await testConnection(harness.ctx, { connectionId: harness.connectionIds.erp });
    expect(test.ok).toBe(false);
    expect(test.findings.some(({ problem }) => problem?.code === "credentials-refused")).toBe(true);
    await harness.configure((file) => {
      for (const one of file.sellers[0]?.integrations ?? []) one.orders.unknownOutcomeWaitSeconds = 2;
    });
    expect(
      (await testConnection(harness.ctx, { connectionId: harness.connectionIds.erp })).findings.filter(
        ({ problem }) => problem,
      ),
    ).toEqual([]);
    expect(
      (await testConnection(harness.ctx, { connectionId: harness.connectionIds.emag })).findings.filter(
        ({ problem }) => problem,
      ),
    ).toEqual([]);
    await harness.ctx.db.update(steps).set({ dueAt: new Date() }).where(eq(steps.state, "due"));
    await harness.tickUntil(async () => (await salesOrdersOf(harness, id)).length === 1);
  });
});

describe("webhooks", () => {
  const hint = (connection: string, token: string, query = "") =>
    receiveWakeUp(harness.ctx, {
      connection,
      token,
      url: new URL(`http://megzo.example/api/webhooks/x/y${query}`),
      body: null,
    });

  it("store nothing for a wrong token or connection", async () => {
    expect(await hint(harness.connectionIds.emag, "wrong", "?order_id=1")).toBe(false);
    expect(await hint("nobody.nothing", "emag-token", "?order_id=1")).toBe(false);
    expect(await harness.ctx.db.select().from(wakeUps)).toEqual([]);
  });

  it("are known by id or by slugs, stored once while unanswered, and answered by the next run", async () => {
    const id = await placeOrder(harness);
    expect(await hint(harness.connectionIds.emag, "emag-token", `?order_id=${id}`)).toBe(true);
    expect(await hint("carpatic.emag-ro", "emag-token", `?order_id=${id}`)).toBe(true);
    expect(await harness.ctx.db.select().from(wakeUps)).toHaveLength(1);
    await harness.tick();
    expect(await harness.ctx.db.select().from(wakeUps)).toEqual([]);
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
  });
});

describe("cancelling", () => {
  it("after the Sales Order exists cancels it in the ERP", async () => {
    const id = await placeOrder(harness);
    await harness.tick();
    await cancelAsSeller(harness, id);
    await harness.tickUntil(async () => (await salesOrdersOf(harness, id))[0]?.Status === "Canceled");
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
  });
});

it("every ERP session that was opened is closed at the end", async () => {
  const { sessions } = await erpLedger(harness);
  expect(sessions.open).toBe(0);
});
