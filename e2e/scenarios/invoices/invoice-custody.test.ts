import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { readInvoiceList } from "@/lib/db/invoices/invoice-list";
import { invoiceDownloads, orderEvents } from "@/lib/db/schema";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { emagLedger, erpLedger, staff } from "../../support/exactly-once/ledger";
import { passTime } from "../../support/exactly-once/pass-time";
import { invoiceWorld } from "../../support/invoice-world";

const world = invoiceWorld();
const { beat, orderOf, documentsOf, stepOf, attachmentsOf, numberOf, invoicedOrder, until, delivered, decide, urlOf } =
  world;

describe("delivered", () => {
  it("is said once eMAG has downloaded every byte and lists the document, with one hash in the ERP, here and there", async () => {
    const id = await invoicedOrder();
    await delivered(id);
    const [view] = await readInvoiceList(world.harness.ctx.db, (await orderOf(id)).id);
    const [attachment] = await attachmentsOf(id);
    const inErp = (await erpLedger(world.harness)).files.find(({ document }) => document.includes(view?.number ?? "?"));
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
    world.harness.door.open = false;
    await until(async () => ((await attachmentsOf(id))[0]?.fetches.length ?? 0) > 0, "tried");
    await beat();
    expect(await stepOf(id)).toMatchObject({ state: "waiting", waitReason: "invoice-fetch", problem: null });
    world.harness.door.open = true;
    await passTime(world.harness, 700);
    await beat();
    await delivered(id);
    const attachments = await attachmentsOf(id);
    expect(attachments).toHaveLength(1);
    expect(attachments[0]?.saves).toBe(2);
    expect((await documentsOf(id))[0]).toMatchObject({ publications: 2 });
  }, 60_000);

  it("asks a person after a day and a half without a download, and goes on when the person presses Retry", async () => {
    const id = await invoicedOrder();
    world.harness.door.open = false;
    for (let round = 0; round < 6; round += 1) {
      await beat();
      await passTime(world.harness, 90_000);
    }
    await beat();
    expect(await stepOf(id)).toMatchObject({ state: "blocked", problem: { code: "invoice-not-fetched" } });
    world.harness.door.open = true;
    await retryStep(world.harness.ctx, { orderId: (await orderOf(id)).id, kind: "attach-invoice" });
    await delivered(id);
    expect(await attachmentsOf(id)).toHaveLength(1);
  }, 60_000);

  it("is reached although eMAG accepts a document, cannot fetch it and drops it", async () => {
    await world.harness.twins.emag.control("PUT", "/_sandbox/settings", { rejectUnreachable: true });
    const id = await invoicedOrder();
    world.harness.door.open = false;
    await until(async () => Boolean((await documentsOf(id))[0]?.attachedAt), "attached");
    await passTime(world.harness, 5);
    expect(await attachmentsOf(id)).toHaveLength(0);
    world.harness.door.open = true;
    await passTime(world.harness, 700);
    await beat();
    await delivered(id);
    expect(await attachmentsOf(id)).toHaveLength(1);
    await world.harness.twins.emag.control("PUT", "/_sandbox/settings", { rejectUnreachable: false });
  }, 60_000);

  it("costs one save and one look at eMAG, whatever the number of beats", async () => {
    const id = await invoicedOrder();
    const calls = async () => {
      const { requests } = await emagLedger(world.harness);
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
    const { http } = world.harness.ctx;
    let altered = 0;
    world.harness.ctx.http = async (request) => {
      const answer = await http(request);
      if (!/\/files\//.test(request.url) || altered > 0) return answer;
      altered += 1;
      const body = Uint8Array.from(answer.body);
      body[200] = (body[200] ?? 0) ^ 1;
      return { ...answer, body };
    };
    await beat();
    world.harness.ctx.http = http;
    expect(altered).toBe(1);
    expect((await documentsOf(id))[0]).toMatchObject({ sha256: null, attachedAt: null });
    expect(await stepOf(id)).toMatchObject({ state: "due", problem: { code: "unexpected-answer", kind: "transient" } });
    await passTime(world.harness, 60);
    await delivered(id);
  }, 60_000);

  it("in our store is refused by the database, and never served where the database let it pass", async () => {
    const id = await invoicedOrder();
    await delivered(id);
    const url = await urlOf(id);
    const alter = () =>
      world.harness.ctx.db.execute(sql`
        update invoices set bytes = set_byte(bytes, 200, get_byte(bytes, 200) # 1)
        where order_id = ${sql`(select id from orders where channel_order_id = ${id})`}`);
    await expect(alter()).rejects.toMatchObject({ cause: { constraint_name: "invoices_bytes_have_their_hash" } });
    const [{ definition } = { definition: "" }] = await world.harness.ctx.db.execute<{ definition: string }>(sql`
      select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'invoices_bytes_have_their_hash'`);
    await world.harness.ctx.db.execute(sql`alter table invoices drop constraint invoices_bytes_have_their_hash`);
    await alter();
    expect((await fetch(url)).status).toBe(404);
    const kinds = await world.harness.ctx.db
      .select({ kind: orderEvents.kind })
      .from(orderEvents)
      .where(eq(orderEvents.orderId, (await orderOf(id)).id));
    expect(kinds.map(({ kind }) => kind)).toContain("invoice-altered");
    await beat();
    const [document] = await documentsOf(id);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(document?.size);
    await world.harness.ctx.db.execute(
      sql.raw(`alter table invoices add constraint invoices_bytes_have_their_hash ${definition}`),
    );
    expect(await attachmentsOf(id)).toHaveLength(1);
  }, 60_000);

  it("while it was served is not a delivery: only a whole download with the ERP's own hash counts", async () => {
    const id = await invoicedOrder();
    world.harness.door.open = false;
    await until(async () => Boolean((await documentsOf(id))[0]?.publishedAt), "published");
    const [document] = await documentsOf(id);
    await world.harness.ctx.db.insert(invoiceDownloads).values({
      invoiceId: document?.id ?? "",
      at: new Date(),
      method: "GET",
      bytes: document?.size ?? 0,
      sha256: "0".repeat(64),
      complete: true,
    });
    await beat();
    expect((await documentsOf(id))[0]).toMatchObject({ fetchedAt: null, deliveredAt: null });
    expect(await stepOf(id)).toMatchObject({ state: "waiting", waitReason: "invoice-fetch" });
    world.harness.door.open = true;
    expect((await fetch(await urlOf(id))).headers.get("content-length")).toBe(String(document?.size));
    await delivered(id);
  }, 60_000);

  it("in the ERP after delivery waits for a person, who sends it in the same place or leaves the buyer the first", async () => {
    for (const decision of ["publish", "keep"] as const) {
      const id = await invoicedOrder();
      await delivered(id);
      const [before] = await documentsOf(id);
      const other = Buffer.from("%PDF-1.4\nreplaced afterwards\n%%EOF\n").toString("base64");
      await staff(world.harness, "attach", await numberOf(id), { base64: other });
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
