import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newestVersion } from "@/lib/db/mappings/mappings";
import { audit, orderEvents, parcels, steps } from "@/lib/db/schema";
import type { Rule } from "@/lib/domain/mappings/rule";
import { openIntegration } from "@/lib/flows/engine/open-integration";
import { previewMapping } from "@/lib/flows/mappings/preview-mapping";
import { publishMapping } from "@/lib/flows/mappings/publish-mapping";
import { saveDraft } from "@/lib/flows/mappings/save-draft";
import { answerParcel } from "@/lib/flows/parcels/answer-parcel";
import { emagLedger, erpLedger, placeOrder, staff } from "../../support/exactly-once/ledger";
import { invoiceWorld } from "../../support/invoice-world";

const world = invoiceWorld();
const { beat, orderOf, numberOf } = world;

type Sent = { order_id: number; receiver: Record<string, unknown> } & Record<string, unknown>;
let sent: Sent[] = [];
let restore = () => {};

/** Every `awb/save` that leaves the product, as it leaves. */
beforeEach(() => {
  sent = [];
  const { ctx } = world.harness;
  const { http } = ctx;
  ctx.http = (request) => {
    if (request.url.endsWith("/awb/save")) sent.push(...(JSON.parse(String(request.body)) as { data: Sent[] }).data);
    return http(request);
  };
  restore = () => {
    ctx.http = http;
  };
});
afterEach(() => restore());

const sentFor = (id: string) => sent.filter((awb) => String(awb.order_id) === id);
const awbsOf = async (id: string) =>
  (await emagLedger(world.harness)).awbs.filter((awb) => String(awb.order_id) === id);

async function handOverOf(id: string) {
  const rows = await world.harness.ctx.db
    .select()
    .from(steps)
    .where(eq(steps.orderId, (await orderOf(id)).id));
  return rows.find(({ kind }) => kind === "hand-over-awb");
}

async function parcelOf(id: string) {
  const [row] = await world.harness.ctx.db
    .select()
    .from(parcels)
    .where(eq(parcels.orderId, (await orderOf(id)).id));
  return row;
}

/** Orders whose shipments are confirmed in the ERP; two heartbeats, however many there are. */
async function shipped(wishes: { wish: object; packages?: object[] }[]): Promise<string[]> {
  const ids = [];
  for (const { wish } of wishes)
    ids.push(await placeOrder(world.harness, { lines: [{ sku: "MUG-03", quantity: 1 }], ...wish }));
  await beat();
  for (const [n, id] of ids.entries()) {
    const number = await numberOf(id);
    await staff(world.harness, "ship", number, wishes[n]?.packages ? { packages: wishes[n].packages } : {});
    await staff(world.harness, "confirm", number);
  }
  await beat();
  return ids;
}

describe("a parcel", () => {
  it("that lacks data is asked for by the field's name before the call, and ordered once with a person's answer", async () => {
    const [id = ""] = await shipped([{ wish: { phone: "12" } }]);
    expect(await handOverOf(id)).toMatchObject({
      state: "blocked",
      problem: { code: "parcel-data-missing", params: { field: "shipping_phone" } },
    });
    expect(sentFor(id)).toEqual([]);
    const { id: orderId } = await orderOf(id);
    const person = { ...world.harness.ctx, actor: "admin@carpatic.example" };
    const answer = (answers: object) => answerParcel(person, { orderId, answers });
    expect(await answer({ shipping_phone: "1-2" })).toEqual({ kind: "wrong", fields: ["shipping_phone"] });
    expect(await answer({ locker_id: "dce0b7cf" })).toEqual({ kind: "nothing" });
    expect(await answer({ shipping_phone: "0722 000.111" })).toEqual({ kind: "answered" });
    expect(await answer({ shipping_phone: "0733000111" })).toEqual({ kind: "nothing" });
    await beat();
    expect(sentFor(id)).toMatchObject([{ receiver: { phone1: "0722000111" } }]);
    expect(await awbsOf(id)).toHaveLength(1);
    expect(await handOverOf(id)).toMatchObject({ state: "done" });
    const [entry] = await world.harness.ctx.db.select().from(audit).where(eq(audit.action, "order.answer-parcel"));
    expect(entry).toMatchObject({ actor: person.actor, subject: id, after: { fields: "shipping_phone" } });
    const events = await world.harness.ctx.db.select().from(orderEvents).where(eq(orderEvents.orderId, orderId));
    expect(events.map(({ kind }) => kind)).toContain("parcel-answered");
    expect(JSON.stringify([entry, events])).not.toContain("722000111");
  }, 90_000);

  it("says what its order says: cash, company, locker, boxes, and the accounts that are allowed", async () => {
    const two = [{ weight: 1 }, { weight: 2 }];
    const [cash = "", none = "", listed = "", card = "", locker = ""] = await shipped([
      { wish: { payment: "cod", company: true, couriers: null, locker: false }, packages: two },
      { wish: { couriers: [], locker: false } },
      { wish: { couriers: ["3002"], locker: false } },
      { wish: { payment: "card", company: false, locker: false } },
      { wish: { locker: true }, packages: two },
    ]);
    const gross = Number((await orderOf(cash)).gross);
    expect(sentFor(cash)).toMatchObject([{ cod: gross, parcel_number: 2, weight: 3, receiver: { legal_entity: 1 } }]);
    expect(sentFor(cash)[0]).not.toHaveProperty("courier_account_id");
    expect(sentFor(none)).toEqual([]);
    expect(await handOverOf(none)).toMatchObject({ state: "blocked", problem: { code: "parcel-not-allowed" } });
    expect(sentFor(listed)).toMatchObject([{ courier_account_id: 3002 }]);
    expect(sentFor(card)).toMatchObject([{ cod: 0, parcel_number: 1, receiver: { legal_entity: 0 } }]);
    const { lockerId } = (await orderOf(locker)).data.delivery;
    expect(sentFor(locker)).toMatchObject([{ locker_id: lockerId, parcel_number: 1, courier_account_id: 3001 }]);
    for (const id of [cash, listed, card, locker]) expect(await awbsOf(id)).toHaveLength(1);
  }, 90_000);

  it("is one, though the ERP ships the order in two shipments", async () => {
    const id = await placeOrder(world.harness, { lines: [{ sku: "MUG-03", quantity: 2 }] });
    await beat();
    const number = await numberOf(id);
    await staff(world.harness, "ship", number, { quantities: { "MUG-03": 1 } });
    await staff(world.harness, "confirm", number);
    await beat();
    const first = await parcelOf(id);
    await staff(world.harness, "ship", number);
    await staff(world.harness, "confirm", number);
    for (let round = 0; round < 2; round += 1) await beat();
    expect(sentFor(id)).toHaveLength(1);
    expect(await awbsOf(id)).toHaveLength(1);
    expect(await parcelOf(id)).toMatchObject({ shipmentNumber: first?.shipmentNumber });
    const tracked = (await erpLedger(world.harness)).shipments.filter(({ Packages }) =>
      Packages.some(({ TrackingNbr }) => TrackingNbr === first?.trackingNumber),
    );
    expect(tracked.map(({ ShipmentNbr }) => ShipmentNbr)).toEqual([first?.shipmentNumber]);
  }, 90_000);

  it("is filled in by the seller's own rules as the preview showed it, and says by which version", async () => {
    const { ctx, integrationId } = world.harness;
    const key = { integrationId, kind: "shipment" as const };
    const integration = await openIntegration(ctx, integrationId);
    if (!integration) throw new Error("no integration");
    const before = await newestVersion(ctx.db, key, ctx.now());
    const note: Rule = { target: "note", source: { from: "template", text: "Fragil {order.id}" }, transforms: [] };
    const street: Rule = {
      target: "receiver.street",
      source: { from: "path", path: "order.shipping.street" },
      transforms: [{ do: "text", op: "upper" }],
    };
    const rules = before.content.rules.filter(({ target }) => target !== "note" && target !== "receiver.street");
    const content = { ...before.content, rules: [...rules, note, street] };
    const who = { ...key, sellerId: integration.row.sellerId, revision: 0, basedOn: before.version };
    expect((await saveDraft(ctx, { ...who, content })).problems).toEqual([]);
    const [shownAs] = (await previewMapping(ctx, integration, { kind: "shipment", mapping: content, last: 1 })).rows;
    expect(shownAs?.differences.map(({ field }) => field).sort()).toEqual(["note", "receiver.street"]);
    expect(await publishMapping(ctx, integration, { ...who, revision: 1, note: "Fragile goods" })).toMatchObject({
      version: { version: 2 },
    });
    const [id = ""] = await shipped([{ wish: {} }]);
    const [awb] = sentFor(id);
    const order = (await orderOf(id)).data;
    expect(awb).toMatchObject({
      observation: `Fragil ${id}`,
      receiver: { street: order.shipping.street.toUpperCase() },
    });
    const [after] = (await previewMapping(ctx, integration, { kind: "shipment", mapping: before.content, last: 1 }))
      .rows;
    expect(Object.fromEntries((after?.differences ?? []).map((one) => [one.field, one.before]))).toEqual({
      note: awb?.observation,
      "receiver.street": awb?.receiver.street,
    });
    const events = await ctx.db
      .select()
      .from(orderEvents)
      .where(eq(orderEvents.orderId, (await orderOf(id)).id));
    expect(events.find(({ kind }) => kind === "parcel-created")?.params).toMatchObject({ mapping: "2" });
  });

  it("of the seller's own courier is none of eMAG's: the ERP's tracking number finalises the order", async () => {
    await world.harness.configure(({ sellers }) => {
      for (const { integrations } of sellers)
        for (const one of integrations) {
          one.awb.mode = "own-courier";
          one.stock.enabled = false;
        }
    });
    const [tracked = "", untracked = ""] = await shipped([
      { wish: {}, packages: [{ trackingNbr: "OWN-1" }] },
      { wish: {} },
    ]);
    const statuses = new Map((await emagLedger(world.harness)).orders.map(({ id, status }) => [String(id), status]));
    expect(statuses.get(tracked)).toBe(4);
    expect(await parcelOf(tracked)).toMatchObject({ origin: "own-courier", trackingNumber: "OWN-1", parcelId: null });
    expect(statuses.get(untracked)).toBe(2);
    expect(await handOverOf(untracked)).toMatchObject({ state: "waiting", waitReason: "tracking-number" });
    expect(sent).toEqual([]);
  }, 90_000);
});
