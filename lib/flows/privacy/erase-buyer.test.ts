import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { database } from "@/lib/db/client";
import { orderSubject } from "@/lib/db/failures/failure-notes";
import { upsertOrder } from "@/lib/db/orders/orders";
import { projectSteps } from "@/lib/db/orders/project-steps";
import { findBuyer } from "@/lib/db/privacy/buyers";
import {
  failureNotes,
  integrations,
  invoiceDownloads,
  invoices,
  leases,
  orderEvents,
  orders,
  savedViews,
  sellers,
  sessions,
  signInFailures,
  steps,
} from "@/lib/db/schema";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { unfinishedDays } from "@/lib/domain/privacy/retention";
import { problem } from "@/lib/domain/problem";
import { processContext } from "@/lib/flows/engine/process-context";
import { applyRetention } from "@/lib/flows/privacy/apply-retention";
import { eraseBuyer } from "@/lib/flows/privacy/erase-buyer";
import { exportBuyer } from "@/lib/flows/privacy/export-buyer";
import { dump, linesWith } from "../../../e2e/support/dump";
import { plantTwoSellers, type TwoSellers } from "../../../e2e/support/two-sellers";

vi.mock("server-only", () => ({}));

const name = "Filofteia Zăvoranu";
const words = [
  name,
  "Filofteia",
  "Zavoranu",
  "0700123987",
  "fz-canary@example.invalid",
  "Str. Ascunsă 77",
  "RO99887766",
];
const place = { ...sampleOrder().shipping, contact: name, phone: "0700 123 987", street: "Str. Ascunsă 77" };
const buyer = {
  name,
  email: "fz-canary@example.invalid",
  isCompany: true,
  taxId: "RO99887766",
  registrationNumber: "",
};
const bought = (id: string) => sampleOrder({ id, buyer, billing: place, shipping: place, status: "finalised" });
const traces = [...words, "0700 123 987"];

let world: TwoSellers;
const ctx = () => processContext("admin@alpha.example");
const seller = () => world.own.sellerId;

beforeAll(async () => {
  world = await plantTwoSellers();
});
afterAll(() => world?.stop());

/** A finished order of this buyer, with the buyer in every place our rows have for words. */
async function plant(id: string, state: "done" | "blocked" = "done"): Promise<string> {
  const { db } = database();
  const owner = { sellerId: seller(), integrationId: world.own.ids.integrations ?? "" };
  const connectionId = world.own.ids.connections ?? "";
  const order = bought(id);
  const { row } = await upsertOrder(db, { ...owner, connectionId, order, raw: { customer: buyer }, now: new Date() });
  const answers = { shipping_contact: { value: name, instead: "" } };
  const aside = { parcelAnswers: answers, onHoldNote: `called ${name}` };
  await db.update(orders).set(aside).where(eq(orders.id, row.id));
  const refused = problem("item-unknown", "rejected", { field: name }, `'${name}' is not a customer`);
  const step = { orderId: row.id, kind: "create-sales-order" as const, state, problem: refused };
  await db.insert(steps).values({ ...step, dueAt: new Date(), updatedAt: new Date() });
  const event = { orderId: row.id, at: new Date(), actor: "engine", kind: "step-failed", problem: refused };
  await db.insert(orderEvents).values([event, { ...event, kind: "set-aside", problem: null, params: { note: name } }]);
  const note = { sellerId: seller(), comment: `${name} does not answer`, updatedAt: new Date(), updatedBy: "a" };
  await db.insert(failureNotes).values({ ...note, subject: orderSubject(row.id) });
  const view = { userId: (await world.cookieOf("admin")).userId, name: "mine", query: "q=Filofteia+Z%C4%83voranu" };
  await db.insert(savedViews).values(view);
  const bytes = Buffer.from(`%PDF ${name} %%EOF`);
  const sha256 = (await import("node:crypto")).createHash("sha256").update(bytes).digest("hex");
  const paper = { orderId: row.id, invoiceType: "Invoice", invoiceNumber: id, fileName: "i.pdf", token: `t-${id}` };
  await db.insert(invoices).values({ ...paper, bytes, size: bytes.length, sha256 });
  return row.id;
}

describe("a buyer's data", () => {
  it("is found by name without accents, by phone however it is written, by mail and by number, in one's own orders only", async () => {
    const id = await plant("z-1");
    for (const asked of ["filofteia zavoranu", "0700123987", "FZ-Canary@example.invalid", "z-1"])
      expect((await findBuyer(database().db, seller(), asked)).map((one) => one.id)).toEqual([id]);
    expect(await findBuyer(database().db, world.foreign.sellerId, name)).toEqual([]);
    const told = JSON.stringify(await exportBuyer(ctx(), { sellerId: seller(), orders: [id] }));
    expect(words.slice(5).filter((word) => !told.includes(word))).toEqual([]);
    const foreign = { sellerId: world.foreign.sellerId, orders: [id] };
    expect((await exportBuyer(ctx(), foreign)).orders).toEqual([]);
    expect(await eraseBuyer(ctx(), foreign)).toEqual({ erased: 0, inFlight: [] });
    await eraseBuyer(ctx(), { sellerId: seller(), orders: [id] });
  });

  it("stays while one of the orders is in flight, and it is said what that order waits for", async () => {
    const [open, done] = [await plant("z-2", "blocked"), await plant("z-3")];
    const asked = { sellerId: seller(), orders: [open, done] };
    const { erased, inFlight } = await eraseBuyer(ctx(), asked);
    expect(erased).toBe(0);
    expect(inFlight).toMatchObject([
      { number: "z-2", waitsFor: { why: "step", step: "create-sales-order", state: "blocked" } },
    ]);
    expect((await findBuyer(database().db, seller(), name)).length).toBe(2);
    await database().db.update(steps).set({ state: "done" }).where(eq(steps.orderId, open));
    expect(await eraseBuyer(ctx(), asked)).toEqual({ erased: 2, inFlight: [] });
  });

  it("is nowhere in the database after it was erased, and the order's number, link and goods are", async () => {
    const id = await plant("z-4");
    expect(linesWith(await dump(database().db), traces).length).toBeGreaterThan(5);
    await eraseBuyer(ctx(), { sellerId: seller(), orders: [id] });
    const after = await dump(database().db);
    expect(linesWith(after, traces)).toEqual([]);
    const [row] = await database().db.select().from(orders).where(eq(orders.id, id));
    expect(row).toMatchObject({ channelOrderId: "z-4", gross: "209.99", raw: null, buyerName: "" });
    expect(row?.data.lines).toEqual(bought("z-4").lines);
    expect(linesWith(after, ["buyer.erase"]).some((line) => line.includes("z-4"))).toBe(true);
  });

  it("does not come back with a newer version of the order", async () => {
    const id = await plant("z-5");
    await eraseBuyer(ctx(), { sellerId: seller(), orders: [id] });
    const order = { ...bought("z-5"), status: "returned" as const, modified: "2026-12-01 00:00:00" };
    const owner = { sellerId: seller(), integrationId: world.own.ids.integrations ?? "" };
    const received = { ...owner, connectionId: world.own.ids.connections ?? "", raw: { customer: buyer } };
    const { row, change } = await upsertOrder(database().db, { ...received, order, now: new Date() });
    expect({ id: row.id, change, status: row.status }).toEqual({ id, change: "updated", status: "returned" });
    expect(linesWith(await dump(database().db), traces)).toEqual([]);
  });

  it("goes by itself when its term is over, of finished orders only and at its own seller's term", async () => {
    const { db } = database();
    const [old, young, open] = [await plant("z-6"), await plant("z-7"), await plant("z-8", "blocked")];
    await db
      .update(sellers)
      .set({ retention: { buyers: 40 } })
      .where(eq(sellers.id, seller()));
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
    await db.update(orders).set({ onHoldNote: null });
    await db
      .update(orders)
      .set({ receivedAt: ago(41) })
      .where(eq(orders.id, old));
    await db
      .update(orders)
      .set({ receivedAt: ago(39) })
      .where(eq(orders.id, young));
    await db
      .update(orders)
      .set({ receivedAt: ago(40 + unfinishedDays - 1) })
      .where(eq(orders.id, open));
    expect(await applyRetention(ctx())).toMatchObject({ buyers: 1 });
    expect(await applyRetention(ctx())).toBeNull();
    const erased = async (id: string) => (await db.select().from(orders).where(eq(orders.id, id)))[0]?.erasedAt;
    expect(await erased(old)).toBeInstanceOf(Date);
    expect([await erased(young), await erased(open)]).toEqual([null, null]);
    await db.delete(leases).where(eq(leases.name, "retention"));
    await db
      .update(sellers)
      .set({ retention: { buyers: 30 } })
      .where(eq(sellers.id, world.foreign.sellerId));
    expect(await applyRetention(ctx())).toMatchObject({ buyers: 0 });
  });

  it("goes half a year past its term although its order was never finished; what is open is given up and stays so", async () => {
    const { db } = database();
    const id = await plant("z-9", "blocked");
    const last = new Date(Date.now() - (40 + unfinishedDays + 1) * 86_400_000);
    const needsAttention = problem("order-changed", "rejected", {}, name);
    await db.update(orders).set({ receivedAt: last, status: "new", needsAttention }).where(eq(orders.id, id));
    await db.delete(leases).where(eq(leases.name, "retention"));
    const busy = { leaseHolder: "a run", leaseExpiresAt: new Date(Date.now() + 60_000) };
    await db.update(orders).set(busy).where(eq(orders.id, id));
    expect(await applyRetention(ctx())).toMatchObject({ buyers: 0 });
    await db.update(orders).set({ leaseHolder: null }).where(eq(orders.id, id));
    await db.delete(leases).where(eq(leases.name, "retention"));
    expect(await applyRetention(ctx())).toMatchObject({ buyers: 1 });
    const [row] = await db.select().from(orders).where(eq(orders.id, id));
    expect(row).toMatchObject({ buyerName: "", needsAttention: null, erasedAt: expect.any(Date) });
    const [own] = await db
      .select()
      .from(integrations)
      .where(eq(integrations.id, row?.integrationId ?? ""));
    if (own) await projectSteps(db, [id], own.settings, new Date());
    const left = await db.select().from(steps).where(eq(steps.orderId, id));
    const states = Object.fromEntries(left.map(({ kind, state, waitReason }) => [kind, `${state}: ${waitReason}`]));
    expect(states).toMatchObject({ "create-sales-order": "not-needed: erased", cancel: "not-needed: not-cancelled" });
  });

  it("and what goes with it: old downloads, ended sessions of sellers and staff, failed sign-ins; what is in use stays", async () => {
    const { db } = database();
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
    const { invoices: invoiceId = "", orders: orderId = "" } = world.own.ids;
    await db
      .update(orders)
      .set({ receivedAt: ago(500) })
      .where(eq(orders.id, orderId));
    const download = { invoiceId, method: "GET", bytes: 1, sha256: "", complete: true };
    await db.insert(invoiceDownloads).values([
      { ...download, at: ago(400), address: "192.0.2.77" },
      { ...download, at: ago(300), address: "192.0.2.78" },
    ]);
    const [mine, staff, open] = [
      await world.cookieOf("viewer"),
      await world.cookieOf("support"),
      await world.cookieOf("admin"),
    ];
    for (const { sessionId } of [mine, staff])
      await db
        .update(sessions)
        .set({ expiresAt: ago(91) })
        .where(eq(sessions.id, sessionId));
    const [erased] = await db
      .update(orders)
      .set({ receivedAt: ago(1200) })
      .where(eq(orders.channelOrderId, "z-1"))
      .returning();
    await db.update(orderEvents).set({ at: ago(1100) });
    const told = async () => new Set((await db.select().from(orderEvents)).map((event) => event.orderId));
    const before = await told();
    await db.insert(signInFailures).values([{ subject: "old", at: ago(2) }, { subject: "new" }]);
    await db.delete(leases).where(eq(leases.name, "retention"));
    expect(await applyRetention(ctx())).toMatchObject({ timeline: 2, downloads: 1, sessions: 2, failures: 1 });
    before.delete(erased?.id ?? "");
    expect(await told()).toEqual(before);
    expect((await db.select().from(invoiceDownloads)).map(({ address }) => address)).toEqual(["192.0.2.78"]);
    expect((await db.select().from(signInFailures)).map(({ subject }) => subject)).toEqual(["new"]);
    const left = (await db.select().from(sessions)).map(({ id }) => id);
    expect(left).toContain(open.sessionId);
    expect(left.filter((id) => id === mine.sessionId || id === staff.sessionId)).toEqual([]);
  });
});
