import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readOrderDetail } from "@/lib/db/orders/order-detail";
import { audit, connections, lookups, orders } from "@/lib/db/schema";
import { readLabel } from "@/lib/flows/parcels/read-label";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { openOutbound } from "@/lib/outbound";
import { emagLedger, placeOrder, salesOrdersOf, staff } from "../../support/exactly-once/ledger";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;

beforeAll(async () => {
  harness = await startHarness({ emag: { attachmentFetchDelaySeconds: 0 } });
}, 60_000);
afterAll(() => harness?.stop());

const callsOf = async (route: RegExp) =>
  Object.entries((await emagLedger(harness)).requests)
    .filter(([name]) => route.test(name))
    .reduce((sum, [, { count }]) => sum + count, 0);

/** A callback about a return, with the connection's own token. */
async function callAbout(rmaId: number): Promise<void> {
  const [row] = await harness.ctx.db.select().from(connections).where(eq(connections.id, harness.connectionIds.emag));
  const url = new URL(`http://megzo.example/x?rma_id=${rmaId}`);
  await receiveWakeUp(harness.ctx, { connection: "carpatic.emag-ro", token: row?.webhookToken ?? "", url, body: null });
}

describe("a parcel", () => {
  const handOver = async (wish: object) => {
    const id = await placeOrder(harness, { lines: [{ sku: "MUG-03", quantity: 1 }], ...wish });
    await harness.tick();
    const number = (await salesOrdersOf(harness, id))[0]?.OrderNbr ?? "";
    await staff(harness, "ship", number);
    await staff(harness, "confirm", number);
    await harness.tick();
    const [row] = await harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, id));
    return { id, orderId: row?.id ?? "" };
  };

  it("to a locker goes by an account that delivers there, and the lists are read once for many parcels", async () => {
    const before = await callsOf(/courier_accounts\/read$/);
    const first = await handOver({ locker: true });
    const second = await handOver({ locker: true });
    const { awbs } = await emagLedger(harness);
    for (const { id } of [first, second]) expect(awbs.filter((awb) => String(awb.order_id) === id)).toHaveLength(1);
    expect((await callsOf(/courier_accounts\/read$/)) - before).toBeLessThanOrEqual(1);
    const kept = await harness.ctx.db.select().from(lookups).where(eq(lookups.kind, "courier-accounts"));
    expect(kept).toHaveLength(1);
  });

  it("has a label that a person reads as PDF, on record, and another order has none", async () => {
    const { orderId, id } = await handOver({ locker: false });
    const person = { ...harness.ctx, actor: "admin@carpatic.example" };
    const label = await readLabel(person, { orderId });
    if (!label || "code" in label) throw new Error("no label");
    expect(Buffer.from(label.bytes).subarray(0, 4).toString()).toBe("%PDF");
    expect(label.fileName).toMatch(/^AWB-\w+\.pdf$/);
    const [entry] = await harness.ctx.db.select().from(audit).where(eq(audit.action, "order.read-label"));
    expect(entry).toMatchObject({ actor: "admin@carpatic.example", subject: id });
    expect(await readLabel(person, { orderId: crypto.randomUUID() })).toBeNull();
  });

  it("that comes back is shown on its order, from the callback on and until it is finished", async () => {
    const { id, orderId } = await handOver({});
    const rma = await harness.twins.emag.control<{ emag_id: number }>("POST", "/_sandbox/rmas", {
      orderId: Number(id),
    });
    const returns = async () =>
      (
        await readOrderDetail(harness.ctx.db, null, orderId, { now: new Date(), withRaw: false, visibility: "all" })
      )?.returns.map((one) => one.status);
    expect(await returns()).toEqual([]);
    await callAbout(rma.emag_id);
    await harness.tick();
    expect(await returns()).toEqual(["new"]);
    for (const status of [3, 6, 7]) {
      const saved = await saveRma(rma.emag_id, id, status);
      expect(await saved.json()).toMatchObject({ isError: false });
    }
    await callAbout(rma.emag_id);
    await harness.tick();
    expect(await returns()).toEqual(["finalised"]);
  });

  const saveRma = (emagId: number, orderId: string, status: number) =>
    fetch(`${harness.twins.emag.url}/api-3/rma/save`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from("api@carpatic.example:emag-demo").toString("base64")}` },
      body: JSON.stringify({ data: [{ emag_id: emagId, order_id: Number(orderId), type: 3, request_status: status }] }),
    });
});

describe("a connection with an outbound proxy", () => {
  let proxy: Server;
  const tunnels: string[] = [];

  beforeAll(async () => {
    proxy = createServer();
    proxy.on("connect", (request, client: Socket) => {
      tunnels.push(request.url ?? "");
      const [host = "", port = ""] = (request.url ?? "").split(":");
      const target = connect(Number(port), host, () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        target.pipe(client).pipe(target);
      });
      target.on("error", () => client.destroy());
      client.on("error", () => target.destroy());
    });
    await new Promise<void>((ready) => proxy.listen(0, "127.0.0.1", ready));
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  it("sends every call to eMAG through it and none to the ERP", async () => {
    const address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { emag, acumatica } = harness.twins;
    harness.ctx.http = openOutbound([`127.0.0.1:${emag.port}`, `127.0.0.1:${acumatica.port}`, address]);
    await harness.configure((file) => {
      const [channel] = file.sellers[0]?.connections ?? [];
      if (channel) channel.settings.proxyUrl = `http://${address}`;
    });
    const id = await placeOrder(harness);
    await harness.tick();
    expect(await salesOrdersOf(harness, id)).toHaveLength(1);
    expect(new Set(tunnels)).toEqual(new Set([`127.0.0.1:${emag.port}`]));
  });
});
