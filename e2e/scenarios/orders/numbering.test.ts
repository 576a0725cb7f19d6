import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orderLinks, orders, steps } from "@/lib/db/schema";
import { testConnection } from "@/lib/flows/connections/test-connection";
import { placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { passTime } from "../../support/exactly-once/pass-time";
import { type DemoFile, type Harness, startHarness } from "../../support/harness";

let harness: Harness;

const numbered = (numbering: "auto" | "channel", orderType: string) => (file: DemoFile) => {
  for (const seller of file.sellers)
    for (const one of seller.integrations) Object.assign(one.orders, { numbering, orderType });
};

beforeAll(async () => {
  harness = await startHarness({ emag: { limits: false }, configure: numbered("channel", "EC") });
}, 60_000);
afterAll(() => harness?.stop());

const fault = (route: string, kind: string, more: object = {}) =>
  harness.twins.acumatica.control("POST", "/_sandbox/faults", { route, kind, times: 1, ...more });

/** The look finds nothing although the document is there; single documents can still be read. */
const blindLook = (times: number) => fault("^GET .*/SalesOrder$", "status", { status: 200, body: "[]", times });

const protection = async (orderType: string) => {
  const { findings } = await testConnection(harness.ctx, { connectionId: harness.connectionIds.erp });
  return findings.find(({ subject }) => subject === `protection ${orderType}`);
};

async function answersToPut(): Promise<number[]> {
  const { recent } = await harness.twins.acumatica.control<{ recent: { route: string; status: number }[] }>(
    "GET",
    "/_sandbox/state",
  );
  return recent.filter(({ route }) => /^PUT .*SalesOrder$/.test(route)).map(({ status }) => status);
}

async function stepOf(id: string) {
  const rows = await harness.ctx.db
    .select({ step: steps, number: orderLinks.orderNumber, origin: orderLinks.origin })
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .leftJoin(orderLinks, eq(orderLinks.orderId, orders.id))
    .where(eq(orders.channelOrderId, id));
  return rows.find(({ step }) => step.kind === "create-sales-order");
}

describe("Sales Orders numbered by the channel's id", () => {
  it("carry that number, and Test connection says before and after what it can see of the order type", async () => {
    expect(await protection("EC")).toMatchObject({ problem: null, note: "see-SO201000" });
    const id = await placeOrder(harness);
    await harness.tick();
    expect(await salesOrdersOf(harness, id)).toMatchObject([{ OrderType: "EC", OrderNbr: id }]);
    expect(await answersToPut()).toEqual([200]);
    expect(await protection("EC")).toMatchObject({ problem: null, note: "manual-numbering" });
  });

  it("are refused a second time by the ERP itself, and the first one is adopted, even when our look was blind", async () => {
    const id = await placeOrder(harness);
    await harness.tick();
    await harness.ctx.db.delete(orders).where(eq(orders.channelOrderId, id));
    await blindLook(1);
    await harness.tick();
    expect(await answersToPut()).toEqual([200, 200, 412]);
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
    expect(await stepOf(id)).toMatchObject({ step: { state: "done" }, number: id, origin: "adopted" });
  });

  it("are one document after a lost answer, even when every look after it is blind", async () => {
    const id = await placeOrder(harness);
    await fault("^PUT .*/SalesOrder", "drop-after");
    await harness.tick();
    expect(await stepOf(id)).toMatchObject({ step: { state: "in-doubt" }, number: null });
    await blindLook(3);
    for (let round = 0; round < 4; round += 1) {
      await passTime(harness, 1000);
      await harness.tick();
    }
    expect((await answersToPut()).at(-1)).toBe(412);
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
    expect(await stepOf(id)).toMatchObject({ step: { state: "done" }, number: id, origin: "adopted" });
  }, 60_000);
});

describe("Sales Orders numbered by the ERP", () => {
  it("leave it to a person to look at the order type, unless documents show that duplicates are allowed", async () => {
    await harness.configure(numbered("auto", "EM"));
    const id = await placeOrder(harness);
    await harness.tick();
    expect(await protection("EM")).toMatchObject({
      problem: null,
      note: "see-SO201000",
    });
    const [salesOrder] = await salesOrdersOf(harness, id);
    await harness.twins.acumatica.control("POST", "/_sandbox/orders/duplicate", {
      orderType: "EM",
      orderNbr: salesOrder?.OrderNbr,
    });
    expect(await protection("EM")).toMatchObject({ problem: null, note: "duplicates-allowed" });
  });
});
