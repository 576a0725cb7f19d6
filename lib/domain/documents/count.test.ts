import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CountInput, compareCounts, type DifferenceKind, orderOfSalesOrder } from "@/lib/domain/documents/count";
import { problem } from "@/lib/domain/problem";

const slug = "emag-ro";

/** Orders in step on all three sides, with numbers `EM 0` and up. */
function agreed(n: number): CountInput {
  const ids = Array.from({ length: n }, (_, i) => String(1000 + i));
  return {
    channel: ids.map((id) => ({ id, fulfilment: "seller", status: "in-progress", placedAt: "2026-03-02 10:00:00" })),
    known: ids.map((id, i) => ({ id, status: "in-progress", link: `EM ${i}`, step: null })),
    salesOrders: ids.map((id, i) => ({
      number: `EM ${i}`,
      customerOrder: id,
      externalRef: `EMAG-RO-${id}`,
      cancelled: false,
    })),
    firstPlacedAt: "2026-03-01 00:00:00",
    channelSlug: slug,
    otherSlugs: ["emag-bg"],
  };
}

/** Each loses or doubles one row of one order, and says how that is named. */
const damages: Record<DifferenceKind, (input: CountInput, id: string) => void> = {
  "order-unknown": (input, id) => {
    input.known = input.known.filter((one) => one.id !== id);
  },
  "sales-order-missing": (input, id) => {
    input.salesOrders = input.salesOrders.filter((one) => one.customerOrder !== id);
    input.known = input.known.map((one) => (one.id === id ? { ...one, link: null } : one));
  },
  "sales-order-gone": (input, id) => {
    input.salesOrders = input.salesOrders.filter((one) => one.customerOrder !== id);
  },
  "sales-order-unlinked": (input, id) => {
    input.known = input.known.map((one) => (one.id === id ? { ...one, link: null } : one));
  },
  "sales-orders-double": (input, id) => {
    const first = input.salesOrders.find((one) => one.customerOrder === id);
    if (first) input.salesOrders = [...input.salesOrders, { ...first, number: `${first.number}-2` }];
  },
};
const kinds = Object.keys(damages) as DifferenceKind[];

const named = (input: CountInput) =>
  compareCounts(input)
    .differences.map(({ kind, order }) => `${order} ${kind}`)
    .sort();

describe("the three-way count", () => {
  it("finds nothing where all three sides agree, and names exactly the rows that are missing or double", () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.constantFrom(...kinds)), { maxLength: 30 }), fc.integer(), (plan, seed) => {
        const input = agreed(plan.length);
        plan.forEach((kind, i) => {
          if (kind) damages[kind](input, String(1000 + i));
        });
        const expected = plan.flatMap((kind, i) => (kind ? [`${1000 + i} ${kind}`] : [])).sort();
        expect(named(input)).toEqual(expected);
        const turned = <T>(rows: T[]) =>
          rows.map((row, i) => [(i * 31 + seed) % 17, row] as const).sort(([a], [b]) => a - b);
        const shuffled = {
          ...input,
          channel: turned(input.channel).map(([, row]) => row),
          known: turned(input.known).map(([, row]) => row),
          salesOrders: turned(input.salesOrders).map(([, row]) => row),
        };
        expect(named(shuffled)).toEqual(expected);
      }),
    );
  });

  it("shows the step's standing with an order that has no Sales Order", () => {
    const input = agreed(1);
    const cause = problem("item-unknown", "rejected", { item: "X" });
    const step = { state: "blocked" as const, waitReason: null, problem: cause, fresh: true };
    input.known = [{ id: "1000", status: "in-progress", link: null, step }];
    input.salesOrders = [];
    expect(compareCounts(input).differences).toEqual([
      { kind: "sales-order-missing", order: "1000", numbers: [], state: "blocked", problem: cause },
    ]);
  });

  it("counts what is on its way as such, and what no longer moves as missing", () => {
    const input = agreed(1);
    input.salesOrders = [];
    const at = (fresh: boolean, waitReason: "acknowledgement" | "order-complete") => {
      const step = { state: "waiting" as const, waitReason, problem: null, fresh };
      return compareCounts({ ...input, known: [{ id: "1000", status: "new", link: null, step }] });
    };
    expect(at(true, "acknowledgement")).toMatchObject({ figures: { underway: 1 }, differences: [] });
    expect(at(false, "acknowledgement").differences).toHaveLength(1);
    expect(at(false, "order-complete").differences).toEqual([]);
  });

  it("misses no Sales Order of an order cancelled before it had one, nor an order finished before we came", () => {
    const input = agreed(0);
    input.known = [{ id: "7", status: "cancelled", link: null, step: null }];
    input.channel = [
      { id: "7", fulfilment: "seller", status: "cancelled", placedAt: "2026-03-02 10:00:00" },
      { id: "8", fulfilment: "seller", status: "finalised", placedAt: "2026-02-02 10:00:00" },
      { id: "9", fulfilment: "seller", status: "cancelled", placedAt: "2026-03-02 10:00:00" },
    ];
    expect(named(input)).toEqual([]);
    input.channel = [{ id: "8", fulfilment: "seller", status: "finalised", placedAt: "2026-03-02 10:00:00" }];
    expect(named(input)).toEqual(["8 order-unknown"]);
  });

  it("takes a double as cured once the surplus document is cancelled", () => {
    const input = agreed(1);
    damages["sales-orders-double"](input, "1000");
    input.salesOrders = input.salesOrders.map((one) => ({ ...one, cancelled: one.number === "EM 0-2" }));
    expect(named(input)).toEqual([]);
  });

  it("leaves other channels' and the shop's own Sales Orders alone", () => {
    const input = agreed(1);
    const foreign = { customerOrder: "1000", externalRef: "EMAG-BG-1000", cancelled: false };
    const own = { customerOrder: "PO-17", externalRef: "", cancelled: false };
    input.salesOrders.push({ ...foreign, number: "EM 8" }, { ...own, number: "EM 9" });
    expect(named(input)).toEqual([]);
    expect(orderOfSalesOrder(foreign, slug, ["emag-bg"])).toBeNull();
    expect(orderOfSalesOrder({ customerOrder: "edited", externalRef: "EMAG-RO-5" }, slug, [])).toEqual({
      order: "5",
      certain: true,
    });
  });
});
