import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listVersions } from "@/lib/db/mappings/mappings";
import { mappingVersions, orders, steps } from "@/lib/db/schema";
import { mappingSchema, type Rule } from "@/lib/domain/mappings/rule";
import { dryRun } from "@/lib/flows/mappings/dry-run";
import { previewMapping } from "@/lib/flows/mappings/preview-mapping";
import { saveDraft } from "@/lib/flows/mappings/save-draft";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { emagLedger, erpLedger, placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";
import { described, mappingDesk } from "../../support/mapping-desk";
import { orderRow } from "../../support/order-row";

let harness: Harness;
let desk: ReturnType<typeof mappingDesk>;

beforeAll(async () => {
  harness = await startHarness({ emag: { limits: false } });
  desk = mappingDesk(harness);
}, 60_000);
afterAll(() => harness?.stop());

describe("a seller's change of a mapping", () => {
  it("shows over the last orders what it changes, wants a note for it, and the next order uses it; one click brings the old one back", async () => {
    const first = await placeOrder(harness);
    await harness.tick();
    expect((await orderRow(harness, first)).mappingVersion).toBe(1);
    const mapping = await desk.withRule(described("Marketplace {order.id}"));
    expect((await desk.save(mapping)).draft).toMatchObject({ revision: 1, basedOn: 1 });
    const preview = await previewMapping(harness.ctx, await desk.open(), { mapping, last: 50 });
    expect(preview).toMatchObject({ blocking: 0, fields: [{ field: "description", orders: preview.orders }] });
    expect(preview.rows[0]?.differences).toMatchObject([
      { field: "description", after: expect.stringMatching(/^Marketplace/) },
    ]);
    expect(preview.rows.find(({ number }) => number === first)?.totals).toMatchObject({
      draft: expect.stringMatching(/^\d+\.\d\d$/),
    });
    expect(await desk.publish()).toMatchObject({ refused: "note-missing" });
    expect(await desk.publish("A clearer description")).toMatchObject({
      version: { version: 2, note: "A clearer description" },
    });
    const second = await placeOrder(harness);
    await harness.tick();
    expect(await salesOrdersOf(harness, second)).toMatchObject([{ Description: `Marketplace ${second}` }]);
    expect((await orderRow(harness, second)).mappingVersion).toBe(2);
    expect(await desk.rollBack(1)).toMatchObject({ version: 3, restores: 1 });
    const third = await placeOrder(harness);
    await harness.tick();
    expect(await salesOrdersOf(harness, third)).toMatchObject([{ Description: `eMAG ${third}` }]);
  }, 90_000);

  it("is not published when it would break an order or its total, or names what the ERP does not have", async () => {
    await desk.save(
      await desk.withRule({
        target: "lines.goods.unitPrice",
        source: { from: "constant", value: "1" },
        transforms: [],
      }),
    );
    expect(await desk.publish("cheap")).toMatchObject({
      refused: "blocking",
      preview: {
        rows: expect.arrayContaining([
          expect.objectContaining({ problem: expect.objectContaining({ code: "mapping-total" }) }),
        ]),
      },
    });
    await desk.save(
      await desk.withRule({
        target: "lines.goods.warehouseId",
        source: { from: "constant", value: "NOWHERE" },
        transforms: [],
      }),
    );
    expect(await desk.publish("moved")).toMatchObject({
      refused: "issues",
      check: { erp: "asked", issues: [{ code: "not-in-erp", target: "lines.goods.warehouseId" }] },
    });
    await desk.save(
      await desk.withRule({ target: "externalRef", source: { from: "constant", value: "X" }, transforms: [] }),
    );
    expect(await desk.publish("x")).toMatchObject({ refused: "issues", check: { issues: [{ code: "locked" }] } });
    expect((await desk.newest()).version).toBe(3);
  }, 60_000);

  it("never overwrites a draft somebody saved in between, and a published version never changes", async () => {
    const mapping = await desk.withRule(described("A {order.id}"));
    const stale = await saveDraft(harness.ctx, {
      ...(await desk.mine()),
      revision: 1,
      basedOn: 3,
      content: mapping,
    });
    expect(stale).toMatchObject({ draft: null, conflict: { revision: 3 } });
    const unseen = { ...(await desk.mine()), revision: 3, basedOn: 2, content: mapping };
    expect(await saveDraft(harness.ctx, unseen)).toMatchObject({ draft: null, conflict: { revision: 3 } });
    await expect(harness.ctx.db.update(mappingVersions).set({ note: "rewritten" })).rejects.toThrow();
    const versions = await listVersions(harness.ctx.db, desk.key);
    expect(versions.map(({ version, note }) => [version, note])).toEqual([
      [3, ""],
      [2, "A clearer description"],
      [1, ""],
    ]);
  });

  it("leaves an order in flight with the version it began with, until a person presses Retry", async () => {
    const tables = { Sites: { Nowhere: "MAIN" } };
    const picky: Rule = {
      target: "lines.goods.warehouseId",
      source: { from: "path", path: "order.shipping.county" },
      transforms: [{ do: "lookup", table: "Sites", otherwise: "refuse" }],
    };
    const { content } = await desk.newest();
    const pickyVersion = mappingSchema.parse({
      ...content,
      tables,
      rules: [...content.rules.filter(({ target }) => target !== picky.target), picky],
    });
    await harness.ctx.db.insert(mappingVersions).values({
      ...desk.key,
      version: 4,
      content: pickyVersion,
      changes: [],
      author: "test",
      note: "",
      publishedAt: harness.ctx.now(),
    });
    const id = await placeOrder(harness);
    await harness.tick();
    const order = await orderRow(harness, id);
    const stepOf = async () =>
      (await harness.ctx.db.select().from(steps).where(eq(steps.orderId, order.id))).find(
        (one) => one.kind === "create-sales-order",
      );
    expect(await stepOf()).toMatchObject({
      state: "blocked",
      problem: { code: "mapping-no-match", params: { table: "Sites", version: "4" } },
    });
    await desk.rollBack(1);
    await harness.tick();
    expect(await stepOf()).toMatchObject({ state: "blocked" });
    await retryStep(harness.ctx, { orderId: order.id });
    await harness.tick();
    expect(await stepOf()).toMatchObject({ state: "done" });
    expect((await orderRow(harness, id)).mappingVersion).toBe(5);
  }, 60_000);

  it("names an expression that never ends, and the other orders go on", async () => {
    const loop: Rule = {
      target: "description",
      source: { from: "expression", code: "($f := function($n){ $f($n + 1) }; $f(0))" },
      transforms: [],
    };
    await desk.discard();
    await desk.save(await desk.withRule(loop));
    const refused = await desk.publish("loop");
    expect(refused).toMatchObject({
      refused: "blocking",
      preview: {
        rows: expect.arrayContaining([
          expect.objectContaining({ problem: expect.objectContaining({ code: "mapping-expression" }) }),
        ]),
      },
    });
    await desk.save(
      await desk.withRule({
        ...loop,
        source: { from: "expression", code: '"Order " & order.id & " / " & $string($count(order.lines))' },
      }),
    );
    expect(await desk.publish("by expression")).toMatchObject({ version: { version: 6 } });
    const id = await placeOrder(harness);
    await harness.tick();
    expect(await salesOrdersOf(harness, id)).toMatchObject([
      { Description: expect.stringMatching(new RegExp(`^Order ${id} / \\d+$`)) },
    ]);
  }, 90_000);
});

describe("a dry run before an integration is switched on", () => {
  const rename = (from: string, to: string) =>
    harness.twins.acumatica.control("PUT", "/_sandbox/records/StockItem", {
      keys: [from],
      values: { InventoryID: to },
    });

  it("builds the channel's last orders, names an item the ERP lacks, and writes nothing on either side nor an order here", async () => {
    const whole = await placeOrder(harness);
    const lacking = await placeOrder(harness, { lines: [{ sku: "BOOK-04", quantity: 1 }] });
    await rename("BOOK-04", "BOOK-04-OLD");
    const known = await harness.ctx.db.$count(orders);
    const statusOf = async (id: string) =>
      (await emagLedger(harness)).orders.find((order) => String(order.id) === id)?.status;
    const before = (await erpLedger(harness)).salesOrders;
    const { rows, failing, problem } = await dryRun(desk.ctx, await desk.open(), { last: 10 });
    await rename("BOOK-04-OLD", "BOOK-04");
    expect(problem).toBeNull();
    expect(rows.length).toBeLessThanOrEqual(10);
    const row = (id: string) => rows.find(({ number }) => number === id);
    expect(row(whole)).toMatchObject({
      problem: null,
      lines: expect.arrayContaining([expect.objectContaining({ itemId: "MUG-03", quantity: 1 })]),
    });
    expect(row(whole)?.total).toBe(row(whole)?.gross);
    expect(row(lacking)?.problem).toMatchObject({ code: "item-unknown", params: { item: "BOOK-04" } });
    expect(failing).toBe(1);
    expect((await erpLedger(harness)).salesOrders).toEqual(before);
    expect([await statusOf(whole), await statusOf(lacking)]).toEqual([1, 1]);
    expect(await harness.ctx.db.$count(orders)).toBe(known);
  }, 60_000);
});
