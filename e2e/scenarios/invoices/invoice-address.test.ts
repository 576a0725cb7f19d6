import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { readInvoiceList } from "@/lib/db/invoices/invoice-list";
import { invoiceDownloads, invoices } from "@/lib/db/schema";
import { expireBytes } from "@/lib/flows/invoices/expire-bytes";
import { invoiceWorld } from "../../support/invoice-world";

const world = invoiceWorld();
const { beat, orderOf, documentsOf, stepOf, attachmentsOf, invoicedOrder, delivered, decide, urlOf } = world;

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
    const downloads = await world.harness.ctx.db
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
    await world.harness.ctx.db.update(invoices).set({ expiresAt: new Date(Date.now() - 1000) });
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

  it("gives nothing more once its time is over and the bytes are gone; every hash of the receipt stays", async () => {
    const id = await invoicedOrder();
    await delivered(id);
    const { db } = world.harness.ctx;
    const [before] = await documentsOf(id);
    const keptDays = (Number(before?.expiresAt) - Number(before?.publishedAt)) / 86_400_000;
    expect(keptDays).toBeCloseTo(30, 2);
    const url = await urlOf(id);
    expect((await fetch(url)).status).toBe(200);
    await db
      .update(invoices)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(invoices.id, before?.id ?? ""));
    expect(await expireBytes(world.harness.ctx)).toBeGreaterThan(0);
    expect(await expireBytes(world.harness.ctx)).toBeNull();
    const [view] = await readInvoiceList(db, (await orderOf(id)).id);
    expect(view).toMatchObject({ state: "delivered", sha256: before?.sha256, storedSha256: null });
    expect(view?.bytesRemovedAt).not.toBeNull();
    expect(view?.downloads.every(({ sha256 }) => sha256 === before?.sha256)).toBe(true);
    const [gone, wrong] = await Promise.all([fetch(url), fetch(url.replace(before?.token ?? "?", "A".repeat(32)))]);
    expect([gone.status, await gone.text()]).toEqual([wrong.status, await wrong.text()]);
    await beat();
    expect(await stepOf(id)).toMatchObject({ state: "done" });
    expect((await attachmentsOf(id))[0]?.saves).toBe(1);
  }, 60_000);
});
