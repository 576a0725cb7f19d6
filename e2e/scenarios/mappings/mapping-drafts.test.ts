import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertVersion, listVersions } from "@/lib/db/mappings/mappings";
import { audit, mappingVersions, offers } from "@/lib/db/schema";
import type { Rule } from "@/lib/domain/mappings/rule";
import { checkMapping } from "@/lib/flows/mappings/check-mapping";
import { discardDraft } from "@/lib/flows/mappings/discard-draft";
import { previewMapping } from "@/lib/flows/mappings/preview-mapping";
import { rebaseDraft } from "@/lib/flows/mappings/rebase-draft";
import { saveDraft } from "@/lib/flows/mappings/save-draft";
import { applyConfiguration } from "@/lib/flows/operations/apply-configuration";
import { checkConfiguration } from "@/lib/flows/operations/check-configuration";
import { exportConfiguration } from "@/lib/flows/operations/export-configuration";
import { eachIntegration } from "../../support/each-integration";
import { erpLedger, placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";
import { described, mappingDesk } from "../../support/mapping-desk";

let harness: Harness;
let desk: ReturnType<typeof mappingDesk>;

beforeAll(async () => {
  harness = await startHarness({
    emag: { limits: false },
    configure: eachIntegration((one) => {
      one.orders.unknownOutcomeWaitSeconds = 2;
    }),
  });
  desk = mappingDesk(harness);
}, 60_000);
afterAll(() => harness?.stop());

const branch = (value: string): Rule => ({ target: "branch", source: { from: "constant", value }, transforms: [] });
const audited = async (action: string) => harness.ctx.db.select().from(audit).where(eq(audit.action, action));
async function putInForce(rule: Rule) {
  const before = await desk.newest();
  const next = { content: await desk.withRule(rule), author: "test", note: "", publishedAt: harness.ctx.now() };
  return (await insertVersion(harness.ctx.db, before, next))?.version ?? 0;
}

describe("a draft begun before a version was brought back", () => {
  it("cannot be published until it is laid on the version in force, and then leaves the old rule away", async () => {
    const bad = await putInForce(described("Bad {order.id}"));
    await desk.save(await desk.withRule(branch("MAIN")));
    const restored = await desk.rollBack(bad - 1);
    // Its author may go on typing: the draft stays on the version it was begun on.
    const held = await desk.draft();
    expect((await desk.save(held?.content)).draft).toMatchObject({ basedOn: bad, revision: 2 });
    expect(await desk.publish("over it")).toMatchObject({ refused: "draft-moved" });
    const key = { ...(await desk.mine()), revision: 2 };
    expect(await rebaseDraft(desk.ctx, { ...key, onto: bad })).toBeNull();
    const carried = await rebaseDraft(desk.ctx, { ...key, onto: restored?.version ?? 0 });
    expect(carried).toMatchObject({ both: [], draft: { basedOn: restored?.version, revision: 3 } });
    const rule = (target: string) => carried?.draft.content.rules.find((one) => one.target === target)?.source;
    expect(rule("description")).toEqual({ from: "template", text: "eMAG {order.id}" });
    expect(rule("branch")).toEqual({ from: "constant", value: "MAIN" });
    expect(await audited("mapping.carry-over")).toMatchObject([{ after: { basedOn: restored?.version } }]);
  }, 60_000);

  it("is on record when it is thrown away, and only the one that was seen", async () => {
    const held = await desk.draft();
    const key = { ...(await desk.mine()), revision: (held?.revision ?? 0) - 1 };
    expect(await discardDraft(desk.ctx, key)).toBe(false);
    expect(await audited("mapping.discard")).toEqual([]);
    expect(await discardDraft(desk.ctx, { ...key, revision: held?.revision ?? 0 })).toBe(true);
    expect(await audited("mapping.discard")).toMatchObject([
      { actor: "admin@carpatic.example", before: { revision: held?.revision } },
    ]);
    const nothing = { ...(await desk.mine()), revision: 0, basedOn: 99, content: held?.content };
    expect(await saveDraft(desk.ctx, nothing)).toMatchObject({ draft: null, problems: [] });
  });
});

describe("an order in flight", () => {
  it("is built by the version it began with, also when its answer was lost and another version came meanwhile", async () => {
    await putInForce(described("Old {order.id}"));
    const route = "^PUT .*/SalesOrder";
    await harness.twins.acumatica.control("POST", "/_sandbox/faults", { route, kind: "drop-before", times: 1 });
    const id = await placeOrder(harness);
    await harness.tick();
    expect(await salesOrdersOf(harness, id)).toEqual([]);
    await putInForce(described("New {order.id}"));
    await harness.tickUntil(async () => (await salesOrdersOf(harness, id)).length > 0);
    expect(await salesOrdersOf(harness, id)).toMatchObject([{ Description: `Old ${id}` }]);
  }, 90_000);
});

type Kept = Record<string, unknown> & { CustomerOrder: string; Details: Record<string, unknown>[] };

/** Where the ERP keeps what a mapping fills in, by the field's name in a preview. */
function keptValue(made: Kept, field: string): string {
  const line = /^lines\.(\d+)\.(itemId|description)$/.exec(field);
  const part = (name: string) => (made[name] ?? {}) as Record<string, unknown>;
  const [role = "", name = ""] = field.split(".");
  const side = role === "shipTo" ? "ShipTo" : "BillTo";
  const contact = { name: "BusinessName", contact: "Attention", phone: "Phone1", email: "Email" }[name];
  const address = {
    street: "AddressLine1",
    city: "City",
    state: "State",
    postalCode: "PostalCode",
    country: "Country",
  }[name];
  const value = line
    ? made.Details[Number(line[1]) - 1]?.[line[2] === "itemId" ? "InventoryID" : "LineDescription"]
    : contact
      ? part(`${side}Contact`)[contact]
      : address
        ? part(`${side}Address`)[address]
        : made.Description;
  return String(value ?? "");
}

describe("the preview", () => {
  it("builds of every kind of order the very document the ERP holds: items, raw JSON, settings, tables, expressions", async () => {
    await harness.tick();
    await harness.ctx.db.update(offers).set({ itemId: "TOWEL-08" }).where(eq(offers.sku, "MUG-03"));
    const template = (target: string, text: string): Rule => ({
      target,
      source: { from: "template", text },
      transforms: [],
    });
    await putInForce(template("lines.goods.description", "{line.itemId}:{line.sku}:{raw.id}"));
    await putInForce({
      target: "billTo.contact",
      source: { from: "path", path: "raw.customer.name" },
      transforms: [
        { do: "text", op: "no-accents" },
        { do: "text", op: "upper" },
      ],
    });
    await putInForce({
      target: "shipTo.contact",
      source: { from: "expression", code: 'order.shipping.contact & " / " & $string($count(order.lines))' },
      transforms: [],
    });
    await putInForce(described("{order.id}/{raw.customer.name}/{settings.warehouseId}/{reference.externalRef}"));
    const ids = [await placeOrder(harness)];
    for (let i = 0; i < 11; i += 1) ids.push(await placeOrder(harness, i % 2 ? { voucher: true, company: true } : {}));
    await harness.tickUntil(
      async () => (await erpLedger(harness)).salesOrders.filter((one) => ids.includes(one.CustomerOrder)).length === 12,
    );
    const made = (await erpLedger(harness)).salesOrders as Kept[];
    const { content } = await desk.newest();
    const isText = /^(description|(shipTo|billTo)\.\w+|lines\.\w+\.(itemId|description))$/;
    const rules = content.rules.map(
      (rule): Rule =>
        isText.test(rule.target)
          ? { target: rule.target, source: { from: "constant", value: "x" }, transforms: [] }
          : rule,
    );
    const { rows } = await previewMapping(desk.ctx, await desk.open(), { mapping: { ...content, rules }, last: 12 });
    expect(rows.map(({ number }) => number).sort()).toEqual([...ids].sort());
    for (const { number, differences } of rows) {
      const kept = made.find((one) => one.CustomerOrder === number);
      if (!kept) throw new Error(`no Sales Order of ${number}`);
      expect(differences.length).toBeGreaterThan(15);
      const before = Object.fromEntries(differences.map((one) => [one.field, one.before]));
      expect(before).toEqual(Object.fromEntries(differences.map(({ field }) => [field, keptValue(kept, field)])));
    }
    expect(made.find((one) => one.CustomerOrder === ids[0])?.Details[0]?.InventoryID).toBe("TOWEL-08");
  }, 90_000);
});

describe("the names a mapping writes", () => {
  it("are asked of the ERP once in five minutes, however often the page checks", async () => {
    const mapping = await desk.withRule({
      ...branch(""),
      target: "customerId",
      source: { from: "constant", value: "EMAG" },
    });
    const asked = async () => Object.values((await erpLedger(harness)).requests).reduce((sum, count) => sum + count, 0);
    const check = async (minutes: number) => {
      const now = () => new Date(harness.ctx.now().getTime() + minutes * 60_000);
      expect(await checkMapping({ ...desk.ctx, now }, await desk.open(), { mapping, live: true })).toMatchObject({
        erp: "asked",
        issues: [],
      });
    };
    const before = await asked();
    await check(0);
    const once = await asked();
    expect(once).toBeGreaterThan(before);
    await check(4);
    expect(await asked()).toBe(once);
    await check(6);
    expect(await asked()).toBeGreaterThan(once);
  }, 60_000);
});

type Exported = {
  sellers: {
    integrations: { mappings?: { "sales-order": { content: { rules: Rule[] }; history: { note: string }[] } } }[];
  }[];
};

describe("a mapping in the configuration file", () => {
  const exported = async () => JSON.parse(JSON.stringify(await exportConfiguration(desk.ctx))) as Exported;
  const mappingOf = (file: Exported) => {
    const mapping = file.sellers[0]?.integrations[0]?.mappings?.["sales-order"];
    if (!mapping) throw new Error("no mapping in the file");
    return mapping;
  };
  const apply = async (file: Exported) => {
    const { configuration, problems } = checkConfiguration(file, {});
    return configuration ? applyConfiguration(desk.ctx, configuration) : { applied: null, problems };
  };

  it("goes out and in again without a change, and brings its whole history to an installation that has none", async () => {
    for (let i = 0; i < 6; i += 1) {
      await desk.save(await desk.withRule(described(`Round ${i} {order.id}`)));
      expect(await desk.publish(`${"Why it changed, at length. ".repeat(18)}${i}`)).toMatchObject({ refused: null });
    }
    const file = await exported();
    const count = (await listVersions(harness.ctx.db, desk.key)).length;
    expect(await apply(file)).toMatchObject({ problems: [] });
    expect(await listVersions(harness.ctx.db, desk.key)).toHaveLength(count);
    // The test installation's mapping on its way to one that never changed its own.
    await harness.ctx.db.delete(mappingVersions);
    expect(await apply(file)).toMatchObject({ problems: [] });
    expect(await desk.newest()).toMatchObject({ version: 2, imported: mappingOf(file).history });
    const again = await exported();
    expect(mappingOf(again).history.map(({ note }) => note)).toEqual(
      expect.arrayContaining(mappingOf(file).history.map(({ note }) => note)),
    );
    expect(checkConfiguration(again, {}).problems).toEqual([]);
    expect(await audited("mapping.import")).toMatchObject([{ after: { version: 2 } }]);
  }, 90_000);

  it("is refused by the place in the file when a rule would break every order, and nothing is published", async () => {
    const file = await exported();
    const { content } = mappingOf(file);
    content.rules.push({ target: "extra.Nothing", source: { from: "constant", value: "x" }, transforms: [] });
    content.rules[0] = { target: "orderType", source: { from: "constant", value: "XX" }, transforms: [] };
    const { version } = await desk.newest();
    const at = '$.sellers[0].integrations[0].mappings["sales-order"].content.rules';
    expect((await apply(file)).problems).toEqual([
      { path: `${at}[0]`, message: expect.stringContaining("must stay as in version 1") },
      { path: `${at}[${content.rules.length - 1}]`, message: '"extra.Nothing": the ERP has no such field' },
    ]);
    expect((await desk.newest()).version).toBe(version);
  });
});
