import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readOrders } from "@/lib/db/orders/order-list";
import { orders } from "@/lib/db/schema";
import { bulkActions, type OrderAction } from "@/lib/flows/orders/bulk-actions";
import { placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    configure: (file) => {
      for (const { integrations } of file.sellers)
        for (const { orders: settings } of integrations) settings.enabled = false;
    },
  });
});
afterAll(() => harness?.stop());

const idOf = async (number: string) => {
  const [row] = await harness.ctx.db.select({ id: orders.id }).from(orders).where(eq(orders.channelOrderId, number));
  return row?.id ?? "";
};
const act = (action: OrderAction, ids: string[], preview = false) =>
  bulkActions(
    { ...harness.ctx, actor: "ana@shop.example" },
    { sellerId: null, action, ids, preview, note: "ask the buyer" },
  );
const countsNow = async () =>
  (
    await readOrders(
      harness.ctx.db,
      null,
      { group: null, search: "", after: null },
      { now: harness.ctx.now(), visibility: "all" },
    )
  ).counts;

describe("An order that is set aside", () => {
  it("gets no Sales Order while the others do, and gets its one when it is resumed", async () => {
    const [first, second] = [await placeOrder(harness), await placeOrder(harness)];
    await harness.tickUntil(async () => (await idOf(second)) !== "");
    const ids = [await idOf(first), await idOf(second)];
    const [aside = ""] = ids;
    expect((await act("set-aside", [aside], true)).does).toHaveLength(1);
    expect((await countsNow())["set-aside"]).toBe(0);
    await act("set-aside", [aside]);
    expect((await countsNow())["set-aside"]).toBe(1);
    await harness.configure(() => {});
    await harness.tickUntil(async () => (await salesOrdersOf(harness, second)).length === 1);
    await harness.tick();
    expect(await salesOrdersOf(harness, first)).toHaveLength(0);

    const again = await act("set-aside", ids, true);
    expect(again.leaves).toEqual([{ id: aside, number: first, why: "already-aside" }]);
    expect((await act("retry", ids, true)).leaves[0]?.why).toBe("set-aside");
    expect((await act("resume", ids)).leaves).toEqual([{ id: ids[1], number: second, why: "not-aside" }]);
    await harness.tickUntil(async () => (await salesOrdersOf(harness, first)).length === 1);
  });

  it("is never one of another seller's", async () => {
    const stranger = "00000000-0000-4000-8000-000000000000";
    const ids = [await idOf((await placeOrderAndPull()) ?? "")];
    const report = await bulkActions(harness.ctx, { sellerId: stranger, action: "set-aside", ids, preview: false });
    expect(report).toEqual({ does: [], leaves: [] });
  });
});

async function placeOrderAndPull(): Promise<string> {
  const number = await placeOrder(harness);
  await harness.tickUntil(async () => (await idOf(number)) !== "");
  return number;
}
