import { describe, expect, it } from "vitest";
import { statusNumbers } from "@/lib/connectors/emag/order-from-wire";
import { exampleOrder, scripted, success } from "@/lib/connectors/emag/scripted";
import { mayBeSaved, statusMatrix } from "@/lib/connectors/emag/status-matrix";
import type { OrderStatus } from "@/lib/domain/orders/order";
import { matrix as twinMatrix } from "@/sandbox/emag/orders/transitions";

const names = Object.keys(statusNumbers) as OrderStatus[];

describe("the status matrix", () => {
  it("is the same as the marketplace's in all 36 cells", () => {
    const ours = names.flatMap((from) => names.map((to) => statusMatrix[from][to]));
    const theirs = names.flatMap((from) =>
      names.map((to) => {
        if (from === "new" && to === "in-progress") return "acknowledge";
        const move = twinMatrix[statusNumbers[from]][statusNumbers[to]];
        return move === "yes" ? "save" : move;
      }),
    );
    expect(ours).toEqual(theirs);
    expect(ours).toHaveLength(36);
  });

  it("never lets a new order be finalised, and no call is spent on it", async () => {
    const { channel, sent } = scripted([success([])]);
    const ref = { id: "501000001", fulfilment: "seller" as const };
    await expect(channel.finaliseOrder(ref, exampleOrder({ status: 1 }))).rejects.toThrow("refused");
    await expect(channel.finaliseOrder(ref, exampleOrder({ status: 5 }))).rejects.toThrow("refused");
    expect(sent).toEqual([]);
    await channel.finaliseOrder(ref, exampleOrder({ status: 3 }));
    expect(sent).toHaveLength(1);
    expect(mayBeSaved("new", "in-progress")).toBe(false);
  });

  it("is not tried at all on an order eMAG ships itself", async () => {
    const { channel, sent } = scripted([success([])]);
    const ref = { id: "501000001", fulfilment: "channel" as const };
    await expect(channel.acknowledgeOrder(ref)).rejects.toThrow("eMAG ships");
    await expect(channel.finaliseOrder(ref, exampleOrder({ status: 2, type: 2 }))).rejects.toThrow("eMAG ships");
    expect(sent).toEqual([]);
  });
});
