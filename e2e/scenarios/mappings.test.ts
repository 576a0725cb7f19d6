import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listVersions, newestVersion, readDraft } from "@/lib/db/mappings";
import { mappingVersions, orders, steps } from "@/lib/db/schema";
import { type Mapping, mappingSchema, type Rule } from "@/lib/domain/mapping/rule";
import { openIntegration } from "@/lib/flows/open-integration";
import { previewMapping } from "@/lib/flows/preview-mapping";
import { publishMapping } from "@/lib/flows/publish-mapping";
import { retryStep } from "@/lib/flows/retry-step";
import { rollBackMapping } from "@/lib/flows/roll-back-mapping";
import { saveMappingDraft } from "@/lib/flows/save-mapping-draft";
import { placeOrder, salesOrdersOf } from "../support/books";
import { type Stage, startStage } from "../support/stage";

let stage: Stage;
const kind = "sales-order" as const;
const key = () => ({ integrationId: stage.integrationId, kind });

beforeAll(async () => {
  stage = await startStage({ emag: { limits: false } });
}, 60_000);
afterAll(() => stage?.stop());

const sellerId = async () => (await opened()).row.sellerId;
const opened = async () => {
  const open = await openIntegration(stage.ctx, stage.integrationId);
  if (!open) throw new Error("no integration");
  return open;
};

async function withRule(rule: Rule, more: Partial<Mapping> = {}): Promise<Mapping> {
  const { content } = await newestVersion(stage.ctx.db, key(), stage.ctx.now());
  return mappingSchema.parse({
    ...content,
    ...more,
    rules: [...content.rules.filter(({ target }) => target !== rule.target), rule],
  });
}

async function save(content: unknown) {
  const revision = (await readDraft(stage.ctx.db, key()))?.revision ?? 0;
  const basedOn = (await newestVersion(stage.ctx.db, key(), stage.ctx.now())).version;
  return saveMappingDraft(stage.ctx, { ...key(), sellerId: await sellerId(), revision, basedOn, content });
}

async function publish(note = "") {
  const revision = (await readDraft(stage.ctx.db, key()))?.revision ?? 0;
  return publishMapping(stage.ctx, await opened(), { ...key(), sellerId: await sellerId(), revision, note });
}

const described = (text: string): Rule => ({
  target: "description",
  source: { from: "template", text },
  transforms: [],
});
const orderOf = async (id: string) => {
  const [row] = await stage.ctx.db.select().from(orders).where(eq(orders.channelOrderId, id));
  if (!row) throw new Error(`no order ${id}`);
  return row;
};

describe("a seller's change of a mapping", () => {
  it("shows over the last orders what it changes, wants a note for it, and the next order uses it; one click brings the old one back", async () => {
    const first = await placeOrder(stage);
    await stage.tick();
    expect((await orderOf(first)).mappingVersion).toBe(1);
    const mapping = await withRule(described("Marketplace {order.id}"));
    expect((await save(mapping)).draft).toMatchObject({ revision: 1, basedOn: 1 });
    const preview = await previewMapping(stage.ctx, await opened(), { mapping, last: 50 });
    expect(preview).toMatchObject({ blocking: 0, fields: [{ field: "description", orders: preview.orders }] });
    expect(preview.rows[0]?.differences).toMatchObject([
      { field: "description", after: expect.stringMatching(/^Marketplace/) },
    ]);
    expect(preview.rows.find(({ number }) => number === first)?.totals).toMatchObject({
      draft: expect.stringMatching(/^\d+\.\d\d$/),
    });
    expect(await publish()).toMatchObject({ refused: "note-missing" });
    expect(await publish("A clearer description")).toMatchObject({
      version: { version: 2, note: "A clearer description" },
    });
    const second = await placeOrder(stage);
    await stage.tick();
    expect(await salesOrdersOf(stage, second)).toMatchObject([{ Description: `Marketplace ${second}` }]);
    expect((await orderOf(second)).mappingVersion).toBe(2);
    expect(
      await rollBackMapping(stage.ctx, { ...key(), sellerId: await sellerId(), version: 1, note: "" }),
    ).toMatchObject({ version: 3, restores: 1 });
    const third = await placeOrder(stage);
    await stage.tick();
    expect(await salesOrdersOf(stage, third)).toMatchObject([{ Description: `eMAG ${third}` }]);
  }, 90_000);

  it("is not published when it would break an order or its total, or names what the ERP does not have", async () => {
    await save(
      await withRule({ target: "lines.goods.unitPrice", source: { from: "constant", value: "1" }, transforms: [] }),
    );
    expect(await publish("cheap")).toMatchObject({
      refused: "blocking",
      preview: {
        rows: expect.arrayContaining([
          expect.objectContaining({ problem: expect.objectContaining({ code: "mapping-total" }) }),
        ]),
      },
    });
    await save(
      await withRule({
        target: "lines.goods.warehouseId",
        source: { from: "constant", value: "NOWHERE" },
        transforms: [],
      }),
    );
    expect(await publish("moved")).toMatchObject({
      refused: "issues",
      check: { erp: "asked", issues: [{ code: "not-in-erp", target: "lines.goods.warehouseId" }] },
    });
    await save(await withRule({ target: "externalRef", source: { from: "constant", value: "X" }, transforms: [] }));
    expect(await publish("x")).toMatchObject({ refused: "issues", check: { issues: [{ code: "locked" }] } });
    expect((await newestVersion(stage.ctx.db, key(), stage.ctx.now())).version).toBe(3);
  }, 60_000);

  it("never overwrites a draft somebody saved in between, and a published version never changes", async () => {
    const mapping = await withRule(described("A {order.id}"));
    const stale = await saveMappingDraft(stage.ctx, {
      ...key(),
      sellerId: await sellerId(),
      revision: 1,
      basedOn: 3,
      content: mapping,
    });
    expect(stale).toMatchObject({ draft: null, conflict: { revision: 3 } });
    const unseen = { ...key(), sellerId: await sellerId(), revision: 3, basedOn: 2, content: mapping };
    expect(await saveMappingDraft(stage.ctx, unseen)).toMatchObject({ draft: null, conflict: { revision: 3 } });
    await expect(stage.ctx.db.update(mappingVersions).set({ note: "rewritten" })).rejects.toThrow();
    const versions = await listVersions(stage.ctx.db, key());
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
    const { content } = await newestVersion(stage.ctx.db, key(), stage.ctx.now());
    const pickyVersion = mappingSchema.parse({
      ...content,
      tables,
      rules: [...content.rules.filter(({ target }) => target !== picky.target), picky],
    });
    await stage.ctx.db.insert(mappingVersions).values({
      ...key(),
      version: 4,
      content: pickyVersion,
      changes: [],
      author: "test",
      note: "",
      publishedAt: stage.ctx.now(),
    });
    const id = await placeOrder(stage);
    await stage.tick();
    const order = await orderOf(id);
    const stepOf = async () =>
      (await stage.ctx.db.select().from(steps).where(eq(steps.orderId, order.id))).find(
        (one) => one.kind === "create-sales-order",
      );
    expect(await stepOf()).toMatchObject({
      state: "blocked",
      problem: { code: "mapping-no-match", params: { table: "Sites", version: "4" } },
    });
    await rollBackMapping(stage.ctx, { ...key(), sellerId: order.sellerId, version: 1, note: "" });
    await stage.tick();
    expect(await stepOf()).toMatchObject({ state: "blocked" });
    await retryStep(stage.ctx, { orderId: order.id });
    await stage.tick();
    expect(await stepOf()).toMatchObject({ state: "done" });
    expect((await orderOf(id)).mappingVersion).toBe(5);
  }, 60_000);

  it("names an expression that never ends, and the other orders go on", async () => {
    const loop: Rule = {
      target: "description",
      source: { from: "expression", code: "($f := function($n){ $f($n + 1) }; $f(0))" },
      transforms: [],
    };
    await save(await withRule(loop));
    const refused = await publish("loop");
    expect(refused).toMatchObject({
      refused: "blocking",
      preview: {
        rows: expect.arrayContaining([
          expect.objectContaining({ problem: expect.objectContaining({ code: "mapping-expression" }) }),
        ]),
      },
    });
    await save(
      await withRule({
        ...loop,
        source: { from: "expression", code: '"Order " & order.id & " / " & $string($count(order.lines))' },
      }),
    );
    expect(await publish("by expression")).toMatchObject({ version: { version: 6 } });
    const id = await placeOrder(stage);
    await stage.tick();
    expect(await salesOrdersOf(stage, id)).toMatchObject([
      { Description: expect.stringMatching(new RegExp(`^Order ${id} / \\d+$`)) },
    ]);
  }, 90_000);
});
