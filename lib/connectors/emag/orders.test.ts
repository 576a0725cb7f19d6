import { describe, expect, it } from "vitest";
import type { ChannelOrderRecord, OrderQuery } from "@/lib/connectors/contract";
import { exampleLine, exampleOrder, refusal, type Script, scripted, success } from "@/lib/connectors/emag/scripted";

const ref = { id: "501000001", fulfilment: "seller" as const };

async function all(scripts: Script[], query: OrderQuery) {
  const { channel, sent } = scripted(scripts);
  const pages: ChannelOrderRecord[][] = [];
  for await (const page of channel.listOrders(query)) pages.push(page);
  return { pages, bodies: sent.map(({ json }) => json as Record<string, unknown>) };
}

const orders = (from: number, count: number) =>
  success(Array.from({ length: count }, (_, index) => exampleOrder({ id: from + index })));

describe("listing orders", () => {
  it("goes on to the page that is not full, always with a type", async () => {
    const { pages, bodies } = await all([orders(1, 100), orders(101, 7)], { fulfilment: "seller", status: "new" });
    expect(pages.map((page) => page.length)).toEqual([100, 7]);
    expect(bodies).toEqual([
      { type: 3, status: 1, currentPage: 1, itemsPerPage: 100 },
      { type: 3, status: 1, currentPage: 2, itemsPerPage: 100 },
    ]);
  });

  it("ends when a full page brings nothing new, and gives no order twice", async () => {
    const { pages } = await all([orders(1, 100), orders(51, 100), orders(51, 100)], { fulfilment: "seller" });
    expect(pages.map((page) => page.length)).toEqual([100, 50]);
  });

  it("covers a long absence with windows of less than a month that leave no gap", async () => {
    const { bodies } = await all([success()], { fulfilment: "seller", modifiedAfter: "2026-06-20 00:00:00" });
    const windows = bodies.map(({ modifiedAfter, modifiedBefore }) => [modifiedAfter, modifiedBefore]);
    expect(windows).toEqual([
      ["2026-06-20 00:00:00", "2026-07-17 00:00:00"],
      ["2026-07-16 23:00:00", "2026-08-12 23:00:00"],
      ["2026-08-12 22:00:00", undefined],
    ]);
  });

  it("reads a period by creation, a little more on either side, in pieces of less than a month", async () => {
    const of = async (createdAfter: string, createdBefore: string) => {
      const { bodies } = await all([success()], { fulfilment: "channel", createdAfter, createdBefore });
      return bodies.map((body) => [body.type, body.createdAfter, body.createdBefore]);
    };
    expect(await of("2026-08-01 00:00:00", "2026-08-08 23:59:59")).toEqual([
      [2, "2026-07-31 23:00:00", "2026-08-09 00:59:59"],
    ]);
    expect(await of("2026-07-01 00:00:00", "2026-08-08 23:59:59")).toEqual([
      [2, "2026-06-30 23:00:00", "2026-07-27 23:00:00"],
      [2, "2026-07-27 22:00:00", "2026-08-09 00:59:59"],
    ]);
  });

  it("refuses rows that do not satisfy its filters: they were ignored", async () => {
    const wrong = [exampleOrder({ status: 2 }), exampleOrder({ type: 2 })];
    for (const row of wrong) {
      await expect(all([success([row])], { fulfilment: "seller", status: "new" })).rejects.toThrow("unexpected-answer");
    }
    await expect(scripted([success([exampleOrder({ id: 9 })])]).channel.readOrder(ref.id)).rejects.toThrow(
      "not asked for",
    );
  });

  it("hands over every order it can read before it reports one it cannot", async () => {
    const broken = exampleOrder({ id: 2, products: [exampleLine({ sale_price: "?" })] });
    const { channel } = scripted([success([exampleOrder({ id: 1 }), broken, exampleOrder({ id: 3 })])]);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const page of channel.listOrders({ fulfilment: "seller" }))
        seen.push(...page.map(({ order }) => order.id));
    })();
    await expect(reading).rejects.toThrow(/order 2: .*sale_price/);
    expect(seen).toEqual(["1", "3"]);
  });
});

describe("one order", () => {
  it("is looked for among the seller's and then among those eMAG ships", async () => {
    const { channel, sent } = scripted([success(), success([exampleOrder({ type: 2, is_complete: 1 })])]);
    expect((await channel.readOrder(ref.id))?.order.fulfilment).toBe("channel");
    expect(sent.map(({ json }) => json)).toEqual([
      { id: 501000001, type: 3 },
      { id: 501000001, type: 2 },
    ]);
    expect(await scripted([success("")]).channel.readOrder("7")).toBeNull();
  });

  it.each(["ERROR: Order is already in progress.", "Order has already been acknowledged"])(
    "counts as acknowledged when eMAG says: %s",
    async (message) => {
      await scripted([refusal(message, 400)]).channel.acknowledgeOrder(ref);
      await expect(scripted([refusal("ERROR: Order is canceled.", 400)]).channel.acknowledgeOrder(ref)).rejects.toThrow(
        "refused",
      );
    },
  );

  it("is finalised with everything that was read, every line included", async () => {
    const { channel, sent } = scripted([success()]);
    const raw = exampleOrder({ id: "501000001", status: 2, unheard_of: [1] });
    await channel.finaliseOrder(ref, raw);
    expect(sent[0]?.json).toEqual({ data: [{ ...raw, id: 501000001, type: 3, status: 4 }] });
    await expect(channel.finaliseOrder({ ...ref, id: "7" }, raw)).rejects.toThrow("internal");
  });
});
