import { setTimeout as sleep } from "node:timers/promises";
import { fetch } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Channel, ChannelOrderRecord, OrderQuery, ParcelRequest } from "@/lib/connectors/contract";
import { emag } from "@/lib/connectors/emag";
import { type Http, HttpFailure } from "@/lib/connectors/http";
import { grossTotal } from "@/lib/domain/orders/order";
import { type Order, grossTotal as twinTotal } from "@/sandbox/emag/orders/order";
import type { Settings } from "@/sandbox/emag/settings";
import { createEmagTwin, type EmagTwin } from "@/sandbox/emag/twin";

const http: Http = async ({ method, url, headers, body, timeoutMs }) => {
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      status: response.status,
      header: (name) => response.headers.get(name),
      setCookies: [],
      body: bytes,
      text: () => new TextDecoder().decode(bytes),
    };
  } catch (error) {
    throw new HttpFailure("reset", true, String(error));
  }
};

let twin: EmagTwin;
let origin: string;
const initial = { ...createEmagTwin().world.settings };

beforeAll(async () => {
  twin = createEmagTwin({ limits: false });
  origin = `http://127.0.0.1:${await twin.start()}`;
});
afterAll(() => twin.stop());

/** The twin from its first day, with a channel on it. */
function fresh(settings: Partial<Settings> = {}, password = "emag-demo"): Channel {
  twin.world.settings = { ...initial, limits: false, ...settings };
  twin.faults.clear();
  return emag.open({
    settings: emag.settingsSchema.parse({ baseUrl: `${origin}/api-3` }),
    credentials: { username: "api@carpatic.example", password },
    context: { now: () => new Date(), sleep, http, takeTurn: async () => {} },
  });
}

async function control(path: string, body: object = {}): Promise<Order> {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${origin}/_sandbox/${path}`, init);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Order;
}

const place = async (wish: object = {}) => String((await control("orders", wish)).id);
const seller = (id: string) => ({ id, fulfilment: "seller" as const });

async function list(channel: Channel, query: OrderQuery): Promise<ChannelOrderRecord[]> {
  const records: ChannelOrderRecord[] = [];
  for await (const page of channel.listOrders(query)) records.push(...page);
  return records;
}

async function required(channel: Channel, id: string): Promise<ChannelOrderRecord> {
  const record = await channel.readOrder(id);
  if (!record) throw new Error(`order ${id} is not there`);
  return record;
}

async function parcelOf(channel: Channel, id: string): Promise<ParcelRequest> {
  const { order } = await required(channel, id);
  const { shipping, buyer, delivery } = order;
  const receiver = { ...shipping, name: buyer.name, localityId: shipping.localityId ?? "", isCompany: buyer.isCompany };
  return {
    orderId: id,
    sender: { ...receiver, name: "Carpatic Home SRL", addressId: null },
    receiver,
    cashOnDelivery: grossTotal(order),
    currency: order.currency,
    weight: "1.5",
    parcels: 1,
    lockerId: delivery.lockerId,
    courierAccountId: null,
    note: id,
  };
}

describe("against the twin", () => {
  it("reads every kind of order to the twin's own total", async () => {
    const channel = fresh();
    const wishes = [
      {},
      { company: true },
      { payment: "card" },
      { locker: true },
      { voucher: true },
      { shippingVoucher: true },
      { deposit: true },
      { voucher: true, shippingVoucher: true, deposit: true, type: 2 },
      { reverseCharge: true, company: true, voucher: true },
      { deliveryMode: "Livrare 6H", couriers: ["3001"], unknownFields: true },
    ];
    for (const repeatVouchersInHeader of [true, false]) {
      twin.world.settings = { ...twin.world.settings, repeatVouchersInHeader };
      for (const wish of wishes) {
        const id = await place(wish);
        const { order, raw } = await required(channel, id);
        // What nobody has documented yet stays in the JSON that is kept.
        if ("unknownFields" in wish) expect(raw).toMatchObject({ sustainability: "green", warehouse_hint: 7 });
        const held = twin.state.orders.get(Number(id));
        expect(grossTotal(order)).toBe(held && twinTotal(held));
        expect(order.fulfilment).toBe("type" in wish ? "channel" : "seller");
      }
    }
  });

  it.each(["newest-first", "oldest-first"] as const)(
    "lists more than a page of new orders, %s",
    async (readOrder) => {
      const channel = fresh({ readOrder });
      await control("reset");
      for (let count = 0; count < 130; count += 1) await place({ lines: [{ sku: "MUG-03", quantity: 1 }] });
      const ids = (await list(channel, { fulfilment: "seller", status: "new" })).map(({ order }) => order.id);
      expect([ids.length, new Set(ids).size]).toEqual([130, 130]);
      expect(await list(channel, { fulfilment: "channel", status: "new" })).toEqual([]);
      const since = await list(channel, { fulfilment: "seller", modifiedAfter: "2024-01-15 00:00:00" });
      expect(new Set(since.map(({ order }) => order.id)).size).toBe(130);
    },
    60_000,
  );

  it("acknowledges once, and again without harm", async () => {
    for (const acknowledgedMessage of [
      "ERROR: Order is already in progress.",
      "ERROR: Order has already been acknowledged.",
    ] as const) {
      const channel = fresh({ acknowledgedMessage, messagesAs: "objects" });
      const id = await place();
      await channel.acknowledgeOrder(seller(id));
      await channel.acknowledgeOrder(seller(id));
      expect((await required(channel, id)).order.status).toBe("in-progress");
    }
  });

  it("finalises an order for the seller's own courier without losing a line", async () => {
    const channel = fresh({ productsRequiredOnSave: true });
    const id = await place({
      payment: "card",
      voucher: true,
      lines: [
        { sku: "MUG-03", quantity: 2 },
        { sku: "LAMP-02", quantity: 1 },
      ],
    });
    await channel.acknowledgeOrder(seller(id));
    const before = await required(channel, id);
    await channel.finaliseOrder(seller(id), before.raw);
    const { order } = await required(channel, id);
    expect(order.status).toBe("finalised");
    expect(order.lines).toEqual(before.order.lines);
  });

  it.each(["object", "list", "ids-only"] as const)(
    "orders one parcel, answered as %s, with its label and link",
    async (awbAnswer) => {
      const channel = fresh({ awbAnswer });
      const id = await place({ locker: false });
      await channel.acknowledgeOrder(seller(id));
      const parcel = await channel.createParcel(await parcelOf(channel, id));
      expect(parcel.number).toMatch(/^4EMG/);
      expect(await channel.readParcel(parcel.parcelId)).toEqual(parcel);
      expect(await channel.readParcel("1")).toBeNull();
      const links = (await channel.listAttachments(seller(id))).map((one) => channel.parcelIdOf(one));
      expect(links).toEqual([parcel.parcelId]);
      expect(Buffer.from(await channel.readLabel(parcel.parcelId)).toString("latin1", 0, 4)).toBe("%PDF");
      await expect(channel.readLabel("1")).rejects.toThrow("refused (rejected)");
      expect((await required(channel, id)).order.status).toBe("finalised");
    },
  );

  it("is in doubt about a parcel whose answer is lost, and finds it by its link", async () => {
    const channel = fresh();
    const id = await place({ locker: false });
    await channel.acknowledgeOrder(seller(id));
    const request = await parcelOf(channel, id);
    twin.faults.add({ route: "awb/save", kind: "drop-after", times: 1 });
    await expect(channel.createParcel(request)).rejects.toThrow("outcome-unknown (unknown)");
    const [link] = await channel.listAttachments(seller(id));
    expect(link && channel.parcelIdOf(link)).toMatch(/^\d+$/);
    expect([...twin.state.awbs.values()].filter(({ order_id }) => order_id === Number(id)).length).toBe(1);
  });

  it("announces an invoice to an order of either kind, once per address", async () => {
    const channel = fresh({ attachmentFetchDelaySeconds: 3600 });
    for (const [type, fulfilment] of [
      [3, "seller"],
      [2, "channel"],
    ] as const) {
      const ref = { id: await place({ type }), fulfilment };
      const invoice = { name: "Factura ABC 1", url: `https://files.example.ro/${ref.id}/ABC1.pdf` };
      await channel.attachInvoice(ref, invoice);
      await channel.attachInvoice(ref, invoice);
      expect(await channel.listAttachments(ref)).toEqual([{ type: "invoice", ...invoice }]);
    }
  });

  it("publishes stock and reads it back; an unknown offer is refused by name", async () => {
    const channel = fresh();
    await channel.pushStock([
      { offerId: "401", quantity: 7 },
      { offerId: "402", quantity: 0 },
    ]);
    const offers = new Map<string, number>();
    for await (const page of channel.listOffers()) for (const { id, stock } of page) offers.set(id, stock);
    expect([offers.get("401"), offers.get("402")]).toEqual([7, 0]);
    await expect(channel.pushStock([{ offerId: "999", quantity: 1 }])).rejects.toMatchObject({
      problem: { code: "refused", kind: "rejected", params: { message: "Offer 999 not found" } },
    });
  });

  it.each(["html", "empty", "truncated", "drop-before", "rate-limit"] as const)(
    "reads on through one %s answer",
    async (kind) => {
      const channel = fresh();
      const id = await place();
      twin.faults.add({ route: "order/read", kind, times: 1 });
      expect((await required(channel, id)).order.id).toBe(id);
    },
  );

  it("names what is wrong with an account, however it is answered", async () => {
    for (const authErrorStatus of [200, 401, 403] as const) {
      const [finding] = await fresh({ authErrorStatus }, "wrong").test();
      expect(finding?.problem?.code).toBe("credentials-refused");
    }
    for (const ipErrorStatus of [200, 403] as const) {
      const [finding] = await fresh({ ipErrorStatus, allowedIps: ["203.0.113.7"] }).test();
      expect(finding?.problem).toMatchObject({ code: "address-not-declared", params: { ip: "127.0.0.1" } });
    }
    expect((await fresh().test()).every(({ problem }) => problem === null)).toBe(true);
  });
});
