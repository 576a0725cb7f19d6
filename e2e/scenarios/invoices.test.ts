import { and, asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readInvoices } from "@/lib/db/read/documents";
import { integrations, invoiceDownloads, invoices, orderEvents, orders, steps } from "@/lib/db/schema";
import { decideInvoice, type InvoiceDecision } from "@/lib/flows/decide-invoice";
import { retryStep } from "@/lib/flows/retry-step";
import { runIntegration } from "@/lib/flows/run-integration";
import { emagBooks, erpBooks, placeOrder, salesOrdersOf, staff } from "../support/books";
import { passTime } from "../support/pass-time";
import { type Stage, startStage } from "../support/stage";

let stage: Stage;

beforeAll(async () => {
  stage = await startStage({
    emag: { limits: false, attachmentFetchDelaySeconds: 0 },
    configure: (file) => {
      for (const seller of file.sellers) for (const one of seller.integrations) one.stock.enabled = false;
    },
  });
  stage.ctx.sleep = async () => {};
}, 60_000);
afterAll(() => stage?.stop());
beforeEach(async () => {
  stage.door.open = true;
  for (const twin of [stage.twins.emag, stage.twins.acumatica]) await twin.control("DELETE", "/_sandbox/faults");
});

/** A heartbeat, with everything that is looked at only now and then looked at now. */
async function beat(): Promise<void> {
  await stage.ctx.db.update(integrations).set({ beatRequestedAt: new Date(), invoicesReadAt: null });
  await runIntegration(stage.ctx, { integrationId: stage.integrationId, deadline: () => false });
}

async function orderOf(channelOrderId: string) {
  const [row] = await stage.ctx.db.select().from(orders).where(eq(orders.channelOrderId, channelOrderId));
  if (!row) throw new Error(`order ${channelOrderId} is not known`);
  return row;
}

async function documentsOf(id: string) {
  const { id: orderId } = await orderOf(id);
  return stage.ctx.db.select().from(invoices).where(eq(invoices.orderId, orderId)).orderBy(asc(invoices.position));
}

async function stepOf(id: string) {
  const { id: orderId } = await orderOf(id);
  const mine = and(eq(steps.orderId, orderId), eq(steps.kind, "attach-invoice"));
  return (await stage.ctx.db.select().from(steps).where(mine))[0];
}

const attachmentsOf = async (id: string) =>
  (await emagBooks(stage)).attachments.filter((one) => String(one.order_id) === id && one.type === 1);
const numberOf = async (id: string) => (await salesOrdersOf(stage, id))[0]?.OrderNbr ?? "";

/** An order whose shipment is confirmed and whose released invoice lies in the ERP, its PDF on it unless `withFile` is false. */
async function invoicedOrder(withFile = true): Promise<string> {
  const id = await placeOrder(stage, { lines: [{ sku: "MUG-03", quantity: 1 }] });
  await beat();
  const number = await numberOf(id);
  for (const step of ["ship", "confirm", "invoice", "release"] as const) await staff(stage, step, number);
  if (withFile) await staff(stage, "attach", number);
  return id;
}

async function until(done: () => Promise<boolean>, what: string): Promise<void> {
  for (let round = 0; round < 25; round += 1) {
    if (await done()) return;
    await stage.twins.emag.control("POST", "/_sandbox/clock", { advanceSeconds: 1 });
    await beat();
  }
  const rows = await stage.ctx.db.select().from(steps).where(eq(steps.kind, "attach-invoice"));
  const open = rows.filter(({ state }) => state !== "done").map((row) => JSON.stringify(row));
  throw new Error(`never ${what}: ${open.join("\n")}`);
}

const delivered = (id: string, count = 1) =>
  until(async () => {
    const documents = await documentsOf(id);
    return documents.length >= count && documents.every((one) => one.deliveredAt || one.erpStatus === "Canceled");
  }, `delivered ${count} documents of ${id}`);

async function decide(id: string, decision: InvoiceDecision): Promise<boolean> {
  const [document] = await documentsOf(id);
  return decideInvoice(stage.ctx, { orderId: document?.orderId ?? "", invoiceId: document?.id ?? "", decision });
}

async function urlOf(id: string): Promise<string> {
  const [document] = await documentsOf(id);
  return `${stage.ctx.appUrl}/files/invoices/${document?.token}/${document?.fileName}`;
}

describe("delivered", () => {
  it("is said once eMAG has downloaded every byte and lists the document, with one hash in the ERP, here and there", async () => {
    const id = await invoicedOrder();
    await delivered(id);
    const [view] = await readInvoices(stage.ctx.db, (await orderOf(id)).id);
    const [attachment] = await attachmentsOf(id);
    const inErp = (await erpBooks(stage)).files.find(({ document }) => document.includes(view?.number ?? "?"));
    const hashes = [
      inErp?.sha256,
      view?.sha256,
      view?.storedSha256,
      view?.downloads.find(({ complete }) => complete)?.sha256,
      attachment?.fetches[0]?.sha256,
    ];
    expect(hashes.every((hash) => hash && hash === inErp?.sha256)).toBe(true);
    expect(view).toMatchObject({ state: "delivered", publications: 1 });
    expect(view?.downloads[0]).toMatchObject({ method: "GET", complete: true, bytes: view?.size });
    expect(view?.downloads[0]?.address).toContain("127.0.0.1");
    expect(await stepOf(id)).toMatchObject({ state: "done" });
  }, 60_000);

  it("is not said while nobody has taken the file; it is published again under the same address, never twice", async () => {
    const id = await invoicedOrder();
    stage.door.open = false;
    await until(async () => ((await attachmentsOf(id))[0]?.fetches.length ?? 0) > 0, "tried");
    await beat();
    expect(await stepOf(id)).toMatchObject({ state: "waiting", waitReason: "invoice-fetch", problem: null });
    stage.door.open = true;
    await passTime(stage, 700);
    await beat();
    await delivered(id);
    const attachments = await attachmentsOf(id);
    expect(attachments).toHaveLength(1);
    expect(attachments[0]?.saves).toBe(2);
    expect((await documentsOf(id))[0]).toMatchObject({ publications: 2 });
  }, 60_000);

  it("asks a person after a day and a half without a download, and goes on when the person presses Retry", async () => {
    const id = await invoicedOrder();
    stage.door.open = false;
    for (let round = 0; round < 6; round += 1) {
      await beat();
      await passTime(stage, 90_000);
    }
    await beat();
    expect(await stepOf(id)).toMatchObject({ state: "blocked", problem: { code: "invoice-not-fetched" } });
    stage.door.open = true;
    await retryStep(stage.ctx, { orderId: (await orderOf(id)).id, kind: "attach-invoice" });
    await delivered(id);
    expect(await attachmentsOf(id)).toHaveLength(1);
  }, 60_000);

  it("is reached although eMAG accepts a document, cannot fetch it and drops it", async () => {
    await stage.twins.emag.control("PUT", "/_sandbox/settings", { rejectUnreachable: true });
    const id = await invoicedOrder();
    stage.door.open = false;
    await until(async () => (await documentsOf(id))[0]?.attachedAt !== null, "attached");
    await passTime(stage, 5);
    expect(await attachmentsOf(id)).toHaveLength(0);
    stage.door.open = true;
    await passTime(stage, 700);
    await beat();
    await delivered(id);
    expect(await attachmentsOf(id)).toHaveLength(1);
    await stage.twins.emag.control("PUT", "/_sandbox/settings", { rejectUnreachable: false });
  }, 60_000);

  it("costs one save and one look at eMAG, whatever the number of beats", async () => {
    const id = await invoicedOrder();
    const calls = async () => {
      const { requests } = await emagBooks(stage);
      return ["save", "read"].map((what) => requests[`POST /api-3/order/attachments/${what}`]?.count ?? 0);
    };
    const [saves = 0, reads = 0] = await calls();
    await delivered(id);
    for (let round = 0; round < 3; round += 1) await beat();
    expect(await calls()).toEqual([saves + 1, reads + 1]);
  }, 60_000);
});

describe("a byte altered on the way", () => {
  it("between the ERP and our store is caught: nothing is stored until two readings are equal", async () => {
    const id = await invoicedOrder();
    const { http } = stage.ctx;
    let altered = 0;
    stage.ctx.http = async (request) => {
      const answer = await http(request);
      if (!/\/files\//.test(request.url) || altered > 0) return answer;
      altered += 1;
      const body = Uint8Array.from(answer.body);
      body[200] = (body[200] ?? 0) ^ 1;
      return { ...answer, body };
    };
    await beat();
    stage.ctx.http = http;
    expect(altered).toBe(1);
    expect((await documentsOf(id))[0]).toMatchObject({ sha256: null, attachedAt: null });
    expect(await stepOf(id)).toMatchObject({ state: "due", problem: { code: "unexpected-answer", kind: "transient" } });
    await passTime(stage, 60);
    await delivered(id);
  }, 60_000);

  it("in our store is refused by the database, and never served where the database let it pass", async () => {
    const id = await invoicedOrder();
    await delivered(id);
    const url = await urlOf(id);
    const alter = () =>
      stage.ctx.db.execute(sql`
        update invoices set bytes = set_byte(bytes, 200, get_byte(bytes, 200) # 1)
        where order_id = ${sql`(select id from orders where channel_order_id = ${id})`}`);
    await expect(alter()).rejects.toMatchObject({ cause: { constraint_name: "invoices_bytes_have_their_hash" } });
    const [{ definition } = { definition: "" }] = await stage.ctx.db.execute<{ definition: string }>(sql`
      select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'invoices_bytes_have_their_hash'`);
    await stage.ctx.db.execute(sql`alter table invoices drop constraint invoices_bytes_have_their_hash`);
    await alter();
    expect((await fetch(url)).status).toBe(404);
    const kinds = await stage.ctx.db
      .select({ kind: orderEvents.kind })
      .from(orderEvents)
      .where(eq(orderEvents.orderId, (await orderOf(id)).id));
    expect(kinds.map(({ kind }) => kind)).toContain("invoice-altered");
    await beat();
    const [document] = await documentsOf(id);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(document?.size);
    await stage.ctx.db.execute(
      sql.raw(`alter table invoices add constraint invoices_bytes_have_their_hash ${definition}`),
    );
    expect(await attachmentsOf(id)).toHaveLength(1);
  }, 60_000);

  it("in the ERP after delivery waits for a person, who sends it in the same place or leaves the buyer the first", async () => {
    for (const decision of ["publish", "keep"] as const) {
      const id = await invoicedOrder();
      await delivered(id);
      const [before] = await documentsOf(id);
      const other = Buffer.from("%PDF-1.4\nreplaced afterwards\n%%EOF\n").toString("base64");
      await staff(stage, "attach", await numberOf(id), { base64: other });
      expect(await decide(id, "compare")).toBe(true);
      await beat();
      expect(await stepOf(id)).toMatchObject({ state: "blocked", problem: { code: "invoice-replaced" } });
      expect(await decide(id, decision)).toBe(true);
      await until(async () => (await stepOf(id))?.state === "done", "done");
      const [after] = await documentsOf(id);
      expect(after?.sha256 === before?.sha256).toBe(decision === "keep");
      expect(await stepOf(id)).toMatchObject({ state: "done" });
      const attachments = await attachmentsOf(id);
      expect(attachments).toHaveLength(1);
      expect(attachments[0]?.fetches.at(-1)?.sha256).toBe(after?.sha256);
    }
  }, 90_000);
});

describe("several documents of one order", () => {
  it("covers two shipments with an invoice each: the later one follows although the first was done, none twice", async () => {
    const id = await placeOrder(stage, { lines: [{ sku: "MUG-03", quantity: 2 }] });
    await beat();
    const number = await numberOf(id);
    await staff(stage, "ship", number, { quantities: { "MUG-03": 1 } });
    for (const step of ["confirm", "invoice", "release", "attach"] as const) await staff(stage, step, number);
    await delivered(id);
    expect(await stepOf(id)).toMatchObject({ state: "done" });
    await staff(stage, "ship", number);
    for (const step of ["confirm", "invoice", "release"] as const) await staff(stage, step, number);
    await beat();
    const [, later] = await documentsOf(id);
    expect(later).toMatchObject({ waitReason: "invoice-file", sha256: null });
    await staff(stage, "attach", number, { filename: `${later?.invoiceNumber}.pdf` });
    await until(async () => (await documentsOf(id))[1]?.deliveredAt !== null, "delivered the second invoice");
    const attachments = await attachmentsOf(id);
    expect(attachments.map(({ name }) => name)).toEqual(
      (await documentsOf(id)).map(({ invoiceNumber }) => `Factura ${invoiceNumber}`),
    );
    expect(new Set(attachments.map(({ url }) => url)).size).toBe(2);
    expect(attachments.every(({ saves }) => saves === 1)).toBe(true);
  }, 90_000);

  it.each([[true], [false]])(
    "follows a correction: the credit note and the new invoice go out, the first stays (lines name the order: %s)",
    async (creditNamesOrder) => {
      const id = await invoicedOrder();
      await delivered(id);
      await staff(stage, "correct", await numberOf(id), { creditNamesOrder });
      await delivered(id, 3);
      const names = (await attachmentsOf(id)).map(({ name }) => name.replace(/[\d]+$/, ""));
      expect(names[0]).toBe("Factura INV");
      expect([...names].sort()).toEqual(["Factura INV", "Factura INV", "Factura storno CM"]);
      expect(await stepOf(id)).toMatchObject({ state: "done" });
      await beat();
      expect(await attachmentsOf(id)).toHaveLength(3);
    },
    90_000,
  );

  it("never sends an invoice that covers two buyers' orders", async () => {
    const ids = [await placeOrder(stage), await placeOrder(stage)];
    await beat();
    const shared = [];
    for (const id of ids) {
      const orderNbr = await numberOf(id);
      await staff(stage, "ship", orderNbr);
      await staff(stage, "confirm", orderNbr);
      shared.push({ orderType: "EM", orderNbr });
    }
    const together = { orders: shared };
    for (const step of ["invoice", "release", "attach"] as const) await staff(stage, step, "", together);
    for (let round = 0; round < 3; round += 1) await beat();
    for (const id of ids) {
      expect(await attachmentsOf(id)).toEqual([]);
      expect((await documentsOf(id)).every(({ bytes }) => bytes === null)).toBe(true);
      expect(await stepOf(id)).toMatchObject({ state: "blocked", problem: { code: "invoice-shared" } });
    }
  }, 60_000);
});

describe("the public address", () => {
  it("gives exact bytes and nothing to guess from, answers HEAD, offers no ranges and is never cached", async () => {
    const id = await invoicedOrder();
    await delivered(id);
    const url = await urlOf(id);
    const [document] = await documentsOf(id);
    const part = await fetch(url, { headers: { range: "bytes=0-9" } });
    expect(part.status).toBe(200);
    expect(Buffer.from(await part.arrayBuffer()).equals(Buffer.from(document?.bytes ?? []))).toBe(true);
    const head = await fetch(url, { method: "HEAD" });
    expect(Object.fromEntries(head.headers)).toMatchObject({
      "content-type": "application/pdf",
      "content-length": String(document?.size),
      "accept-ranges": "none",
      "cache-control": "private, no-store, no-transform",
    });
    const downloads = await stage.ctx.db
      .select()
      .from(invoiceDownloads)
      .where(eq(invoiceDownloads.invoiceId, document?.id ?? ""));
    expect(downloads.filter(({ method }) => method === "HEAD")).toMatchObject([{ bytes: 0, complete: false }]);
  }, 60_000);

  it("answers the same to every wrong, withdrawn and expired address, and works again when a person opens it", async () => {
    const id = await invoicedOrder();
    await delivered(id);
    const url = await urlOf(id);
    const [document] = await documentsOf(id);
    const answers: string[] = [];
    const ask = async (address: string) => {
      const answer = await fetch(address);
      const headers = Object.fromEntries([...answer.headers].filter(([name]) => name !== "date"));
      answers.push(JSON.stringify([answer.status, headers, await answer.text()]));
    };
    await ask(url.replace(document?.token ?? "?", "A".repeat(32)));
    await ask(url.replace(document?.token ?? "?", "short"));
    await ask(url.replace(".pdf", "x.pdf"));
    expect(await decide(id, "withdraw")).toBe(true);
    await ask(url);
    expect(await decide(id, "withdraw")).toBe(false);
    expect(await decide(id, "restore")).toBe(true);
    expect((await fetch(url)).status).toBe(200);
    await stage.ctx.db.update(invoices).set({ expiresAt: new Date(Date.now() - 1000) });
    await ask(url);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("404");
  }, 60_000);

  it("keeps its limit to itself: one link asked too often rests, another is served", async () => {
    const [first, second] = [await invoicedOrder(), await invoicedOrder()];
    await delivered(first);
    await delivered(second);
    const statuses: number[] = [];
    for (let n = 0; n < 61; n += 1) statuses.push((await fetch(await urlOf(first), { method: "HEAD" })).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(50);
    expect((await fetch(await urlOf(second))).status).toBe(200);
  }, 90_000);
});
