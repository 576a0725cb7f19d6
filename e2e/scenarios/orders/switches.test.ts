import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { integrations } from "@/lib/db/schema";
import type { IntegrationSettings } from "@/lib/domain/settings";
import { saveSettings } from "@/lib/flows/connections/save-settings";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { ordersOnly } from "../../support/each-integration";
import {
  deliver,
  emagLedger,
  invoiceDocumentsOf,
  numberOf,
  placeOrder,
  salesOrdersOf,
  staff,
} from "../../support/exactly-once/ledger";
import { passTime } from "../../support/exactly-once/pass-time";
import { type Harness, startHarness } from "../../support/harness";
import { stepOf } from "../../support/order-row";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({
    configure: ordersOnly,
  });
});
afterAll(() => harness?.stop());

type Switches = { orders?: boolean; invoices?: boolean; awb?: boolean };
const own = () => harness.ctx.db.select().from(integrations).where(eq(integrations.id, harness.integrationId));

/** Saves the settings as the form does; what is not named is on. */
async function turn(switches: Switches, change: (settings: IntegrationSettings) => void = () => {}): Promise<void> {
  const [row] = await own();
  if (!row) throw new Error("the integration is gone");
  const settings = structuredClone(row.settings);
  for (const part of ["orders", "invoices", "awb"] as const) settings[part].enabled = switches[part] ?? true;
  change(settings);
  const { sellerId, id: integrationId, settingsRevision: revision } = row;
  expect(await saveSettings(harness.ctx, { sellerId, integrationId, settings, revision })).toEqual({ problems: [] });
}

/** Heartbeats with time between them: enough for whatever would happen to have happened. */
async function live(heartbeats = 3): Promise<void> {
  for (let n = 0; n < heartbeats; n += 1) {
    await harness.tick();
    await passTime(harness, 400);
  }
}

const statusOf = async (id: string) =>
  (await emagLedger(harness)).orders.find((order) => String(order.id) === id)?.status;
const awbsOf = async (id: string) =>
  (await emagLedger(harness)).awbs.filter(({ order_id }) => String(order_id) === id).length;
const fault = (route: string, status: number) =>
  harness.twins.emag.control("POST", "/_sandbox/faults", { route, kind: "status", status, times: 1 });

beforeEach(async () => {
  await turn({}, ({ orders: settings }) => {
    settings.acknowledge = "on-save";
  });
});

describe("orders switched off and on again", () => {
  it("right after a refused acknowledgement lose nothing: acknowledged and made once on again", async () => {
    const id = await placeOrder(harness);
    await fault("^POST /api-3/order/acknowledge", 429);
    await harness.tick();
    await turn({ orders: false });
    await live();
    expect({ status: await statusOf(id), documents: await salesOrdersOf(harness, id) }).toEqual({
      status: 1,
      documents: [],
    });
    expect(await stepOf(harness, id, "acknowledge")).toMatchObject({ state: "waiting", waitReason: "switched-off" });
    await turn({});
    await live();
    expect({ status: await statusOf(id), documents: (await salesOrdersOf(harness, id)).length }).toEqual({
      status: 2,
      documents: 1,
    });
  });

  it("between Sales Order and acknowledgement are acknowledged once on again", async () => {
    await turn({}, ({ orders: settings }) => {
      settings.acknowledge = "after-sales-order";
    });
    const id = await placeOrder(harness);
    await fault("^POST /api-3/order/acknowledge", 429);
    await harness.tick();
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
    await turn({ orders: false });
    await live();
    expect(await statusOf(id)).toBe(1);
    await turn({});
    await live();
    expect({ status: await statusOf(id), documents: (await salesOrdersOf(harness, id)).length }).toEqual({
      status: 2,
      documents: 1,
    });
  });

  it("stop what is due: nothing is made of an order that was taken in before", async () => {
    const id = await placeOrder(harness);
    await harness.twins.acumatica.control("POST", "/_sandbox/faults", {
      route: "^PUT .*SalesOrder",
      kind: "status",
      status: 429,
      times: 1,
    });
    await harness.tick();
    await turn({ orders: false });
    await live();
    expect(await salesOrdersOf(harness, id)).toEqual([]);
    await turn({});
    await live();
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
  });
});

describe("invoices switched off and on again", () => {
  it("both the one that waited and the one that came meanwhile are attached once on again", async () => {
    const waited = await placeOrder(harness);
    await harness.tick();
    await turn({ invoices: false });
    const came = await placeOrder(harness);
    await live(1);
    for (const id of [waited, came]) await deliver(harness, id);
    await live();
    expect([await invoiceDocumentsOf(harness, waited), await invoiceDocumentsOf(harness, came)]).toEqual([[], []]);
    expect(await stepOf(harness, waited, "attach-invoice")).toMatchObject({ state: "not-needed", waitReason: "off" });
    await turn({});
    await live();
    const attached = [await invoiceDocumentsOf(harness, waited), await invoiceDocumentsOf(harness, came)];
    expect(attached.map((documents) => documents.length)).toEqual([1, 1]);
  });
});

describe("AWB switched off", () => {
  it("orders no parcel of a shipment that is confirmed, and one once on again", async () => {
    const id = await placeOrder(harness);
    await harness.tick();
    await staff(harness, "ship", await numberOf(harness, id));
    await staff(harness, "confirm", await numberOf(harness, id));
    await turn({ awb: false });
    await live();
    expect(await awbsOf(id)).toBe(0);
    await turn({});
    await live();
    expect(await awbsOf(id)).toBe(1);
  });

  it("and on again while the shipment is still open: the parcel is ordered when it is confirmed", async () => {
    const id = await placeOrder(harness);
    await harness.tick();
    await staff(harness, "ship", await numberOf(harness, id));
    await turn({ awb: false });
    await live(1);
    await turn({});
    await live(1);
    expect(await awbsOf(id)).toBe(0);
    await staff(harness, "confirm", await numberOf(harness, id));
    await live();
    expect(await awbsOf(id)).toBe(1);
  });

  it("in the middle of a run stops it before the call: off is asked again under the lease", async () => {
    const id = await placeOrder(harness);
    await harness.tick();
    await staff(harness, "ship", await numberOf(harness, id));
    await staff(harness, "confirm", await numberOf(harness, id));
    const { http } = harness.ctx;
    let turned = false;
    harness.ctx.http = async (request) => {
      // Between the reading of the shipment and the order for the parcel.
      if (!turned && /Shipment/.test(request.url)) {
        turned = true;
        await turn({ awb: false });
      }
      return http(request);
    };
    try {
      await harness.tick();
    } finally {
      harness.ctx.http = http;
    }
    expect(turned).toBe(true);
    expect(await awbsOf(id)).toBe(0);
    await live();
    expect(await awbsOf(id)).toBe(0);
    await turn({});
    await live();
    expect(await awbsOf(id)).toBe(1);
  });
});

describe("Retry", () => {
  const retried = async (id: string) => {
    await retryStep(
      { ...harness.ctx, actor: "ana@shop.example" },
      { orderId: (await stepOf(harness, id, "cancel"))?.orderId ?? "" },
    );
    await harness.tick();
    return salesOrdersOf(harness, id);
  };

  it("makes no Sales Order of an incomplete order", async () => {
    const id = await placeOrder(harness, { lines: [{ sku: "MUG-03", quantity: 1 }], isComplete: false });
    await harness.tick();
    expect(await retried(id)).toEqual([]);
  });

  it("makes none of an order while orders are off", async () => {
    await turn({ orders: false });
    const id = await placeOrder(harness);
    await harness.tick();
    expect(await retried(id)).toEqual([]);
    expect(await statusOf(id)).toBe(1);
  });
});

describe("two forms of the same settings", () => {
  it("the second to be saved is told, and what the first saved stands", async () => {
    const [row] = await own();
    if (!row) throw new Error("the integration is gone");
    const input = { sellerId: row.sellerId, integrationId: row.id, revision: row.settingsRevision };
    const first = { ...row.settings, stock: { ...row.settings.stock, buffer: 7 } };
    const second = { ...row.settings, stock: { ...row.settings.stock, buffer: 9 } };
    expect(await saveSettings(harness.ctx, { ...input, settings: first })).toEqual({ problems: [] });
    const { stale } = await saveSettings(harness.ctx, { ...input, settings: second });
    expect(stale?.settings.stock.buffer).toBe(7);
    expect((await own())[0]?.settings.stock.buffer).toBe(7);
  });
});
