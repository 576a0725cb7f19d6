import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { orders } from "@/lib/db/schema";
import { ordersOnly } from "../../support/each-integration";
import { placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    configure: ordersOnly,
  });
});
afterAll(() => harness?.stop());

it("F30: a NUL and half a character in a buyer's text keep out neither that order nor any other of its page", async () => {
  const { http } = harness.ctx;
  harness.ctx.http = async (request) => {
    const answer = await http(request);
    const text = answer.text.bind(answer);
    return {
      ...answer,
      text: () => text().replace(/"shipping_street":"/, '"shipping_street":"Str. \\u0000Exemplu \\ud83d '),
    };
  };
  const ids = [await placeOrder(harness), await placeOrder(harness), await placeOrder(harness)];
  await harness.tick();
  await harness.tick();
  const made = await Promise.all(ids.map(async (id) => (await salesOrdersOf(harness, id)).length));
  expect(made).toEqual([1, 1, 1]);
  const rows = await Promise.all(
    ids.map((id) => harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, id))),
  );
  const streets = rows.flat().map(({ data }) => data.shipping.street);
  expect(streets.filter((street) => street.startsWith("Str. \ufffdExemplu \ufffd"))).not.toHaveLength(0);
});
