import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFailureList } from "@/lib/db/failures/failure-list";
import { ordersOfCause, readFailures } from "@/lib/db/failures/failures";
import { audit, connections, failureNotes, offers, orders, steps, users } from "@/lib/db/schema";
import { causeKey } from "@/lib/domain/orders/cause";
import { checkCause } from "@/lib/flows/failures/check-cause";
import { retryCause } from "@/lib/flows/failures/retry-cause";
import { writeNote } from "@/lib/flows/failures/write-note";
import { placeOrder, salesOrdersOf } from "../../support/exactly-once/ledger";
import { passTime } from "../../support/exactly-once/pass-time";
import { type DemoFile, type Harness, startHarness } from "../../support/harness";

let harness: Harness;
let sellerId = "";

const settings = (file: DemoFile) => {
  for (const seller of file.sellers) for (const one of seller.integrations) one.orders.unknownOutcomeWaitSeconds = 2;
};

beforeAll(async () => {
  harness = await startHarness({ emag: { limits: false }, configure: settings });
  const [row] = await harness.ctx.db.select().from(connections).where(eq(connections.id, harness.connectionIds.erp));
  sellerId = row?.sellerId ?? "";
  await harness.tick();
}, 60_000);
afterAll(() => harness?.stop());

const of = (sku: string) => ({ lines: [{ sku, quantity: 1 }] });
/** Somebody creates an item in the ERP, or takes one away, by giving it another name. */
const renameItem = (from: string, to: string) =>
  harness.twins.acumatica.control("PUT", "/_sandbox/records/StockItem", { keys: [from], values: { InventoryID: to } });
const link = (sku: string, itemId: string | null) =>
  harness.ctx.db.update(offers).set({ itemId }).where(eq(offers.sku, sku));
const causes = async () =>
  (await readFailures(harness.ctx.db, sellerId)).map(({ code, params, orders: n }) => ({ code, params, n }));
const retry = (params: Record<string, string>) => retryCause(harness.ctx, { sellerId, code: "item-unknown", params });

describe("the failure desk", () => {
  it("shows one line per cause with count, age, nearest deadline and examples", async () => {
    expect(await readFailures(harness.ctx.db, sellerId)).toEqual([]);
    await link("CANDLE-10", "NO-CANDLE");
    await link("TOWEL-08", "NO-TOWEL");
    const candles = [await placeOrder(harness, of("CANDLE-10")), await placeOrder(harness, of("CANDLE-10"))];
    const towel = await placeOrder(harness, of("TOWEL-08"));
    await placeOrder(harness, of("MUG-03"));
    await harness.tick();
    expect(await causes()).toHaveLength(2);
    const failures = await readFailures(harness.ctx.db, sellerId);
    const candle = failures.find(({ params }) => params.item === "NO-CANDLE");
    expect(candle).toMatchObject({
      code: "item-unknown",
      kind: "rejected",
      seller: "Carpatic Home SRL",
      problem: { params: { item: "NO-CANDLE" } },
      orders: 2,
      blocked: 2,
      inDoubt: 0,
      retrying: 0,
      pause: null,
    });
    expect(candle?.examples.map(({ number }) => number).sort()).toEqual([...candles].sort());
    const deadlines = await harness.ctx.db.select({ by: orders.handOverBy, id: orders.channelOrderId }).from(orders);
    const first = deadlines.flatMap(({ by, id }) => (candles.includes(id) && by ? [by] : [])).sort()[0];
    expect(candle?.nextDeadline).toBe(first);
    expect(Date.now() - Date.parse(candle?.since ?? "")).toBeLessThan(60_000);
    expect(failures.find(({ params }) => params.item === "NO-TOWEL")?.examples).toMatchObject([{ number: towel }]);
  });

  it("lists all orders of a cause, the first deadline on top", async () => {
    const params = { item: "NO-CANDLE" };
    const listed = await ordersOfCause(harness.ctx.db, { sellerId, code: "item-unknown", params, limit: 10 });
    expect(listed).toHaveLength(2);
    expect(listed[0]).toMatchObject({ step: "create-sales-order", state: "blocked" });
    const deadlines = listed.map(({ handOverBy }) => handOverBy ?? "");
    expect(deadlines).toEqual([...deadlines].sort());
    expect(await ordersOfCause(harness.ctx.db, { sellerId, code: "item-unknown", params, limit: 1 })).toHaveLength(1);
  });

  it("says before any retry whether the ERP now has what was missing", async () => {
    const check = (item: string) => checkCause(harness.ctx, { sellerId, code: "item-unknown", params: { item } });
    expect(await check("NO-CANDLE")).toMatchObject({ checked: true, problem: { code: "item-unknown" } });
    await renameItem("LAMP-02", "NO-CANDLE");
    expect(await check("NO-CANDLE")).toEqual({ checked: true, problem: null });
    await renameItem("NO-CANDLE", "LAMP-02");
    expect(await checkCause(harness.ctx, { sellerId, code: "internal", params: {} })).toEqual({
      checked: false,
      problem: null,
    });
  });

  it("remembers who looks after a cause until when, and forgets it when the cause comes anew", async () => {
    const subject = causeKey("item-unknown", { item: "NO-CANDLE" });
    const [admin] = await harness.ctx.db.select().from(users).where(eq(users.email, "admin@carpatic.example"));
    const assigneeId = admin?.id ?? null;
    const dueAt = new Date(Date.now() + 3_600_000);
    const person = { ...harness.ctx, actor: "admin@carpatic.example" };
    expect(await writeNote(person, { sellerId, subject, assigneeId, comment: "asked the depot", dueAt })).toBe(true);
    const noted = async () =>
      (
        await readFailureList(harness.ctx.db, { sellerId, assignableOf: sellerId, visibility: "all" }, new Date())
      ).failures.find(({ key }) => key === subject)?.note;
    expect(await noted()).toMatchObject({
      assignee: { id: assigneeId },
      comment: "asked the depot",
      dueAt: dueAt.toISOString(),
      updatedBy: "admin@carpatic.example",
    });
    const [line] = await harness.ctx.db.select().from(audit).where(eq(audit.action, "failure.note"));
    expect(line).toMatchObject({ subject, after: { comment: "written" } });
    const stranger = "00000000-0000-4000-8000-000000000000";
    expect(await writeNote(person, { sellerId, subject, assigneeId: stranger, comment: "", dueAt: null })).toBe(false);
    expect(await writeNote(person, { sellerId: stranger, subject, assigneeId: null, comment: "x", dueAt: null })).toBe(
      false,
    );
    await harness.ctx.db.update(failureNotes).set({ updatedAt: new Date(Date.now() - 86_400_000) });
    expect(await noted()).toBeNull();
    expect(await writeNote(person, { sellerId, subject, assigneeId: null, comment: "", dueAt: null })).toBe(true);
    expect(await harness.ctx.db.select().from(failureNotes)).toEqual([]);
  });

  it("tries one order first when asked to, and says that more are left", async () => {
    const input = { sellerId, code: "item-unknown" as const, params: { item: "NO-CANDLE" }, only: 1 };
    expect(await retryCause(harness.ctx, input)).toEqual({ steps: 1, more: true });
    await harness.tick();
    expect(await causes()).toContainEqual({ code: "item-unknown", params: { item: "NO-CANDLE" }, n: 2 });
  });

  it("retries everything of one cause after its cure, and nothing of another, with the person on record", async () => {
    await link("CANDLE-10", null);
    const candle = await readFailures(harness.ctx.db, sellerId);
    const cause = candle.find(({ params }) => params.item === "NO-CANDLE");
    const ids = cause?.examples.map(({ number }) => number) ?? [];
    const person = { ...harness.ctx, actor: "admin@carpatic.example" };
    const input = { sellerId, code: "item-unknown" as const, params: cause?.params };
    expect(await retryCause(person, input)).toEqual({ steps: 2, more: false });
    await harness.tick();
    for (const id of ids) expect(await salesOrdersOf(harness, id)).toHaveLength(1);
    expect(await causes()).toEqual([{ code: "item-unknown", params: { item: "NO-TOWEL" }, n: 1 }]);
    const lines = await harness.ctx.db.select().from(audit).where(eq(audit.actor, "admin@carpatic.example"));
    const retries = lines.filter(({ action }) => action.endsWith(".retry"));
    expect(retries.map(({ action, subject }) => `${action} ${subject}`).sort()).toEqual(
      ["cause.retry item-unknown", ...ids.map((id) => `order.retry ${id}`)].sort(),
    );
  });

  it("fails again with the same cause when nothing was cured, and is counted once", async () => {
    expect(await retry({ item: "NO-TOWEL" })).toEqual({ steps: 1, more: false });
    await harness.tick();
    expect(await causes()).toEqual([{ code: "item-unknown", params: { item: "NO-TOWEL" }, n: 1 }]);
    expect(await retry({ item: "NO-SUCH" })).toEqual({ steps: 0, more: false });
  });

  it("belongs to its seller alone", async () => {
    const nobody = "00000000-0000-4000-8000-000000000000";
    expect(await readFailures(harness.ctx.db, nobody)).toEqual([]);
    expect(
      await retryCause(harness.ctx, { sellerId: nobody, code: "item-unknown", params: { item: "NO-TOWEL" } }),
    ).toEqual({
      steps: 0,
      more: false,
    });
    expect(await readFailures(harness.ctx.db, null)).toHaveLength(1);
  });

  it("leaves a step in doubt to its waiting time", async () => {
    await harness.twins.acumatica.control("POST", "/_sandbox/faults", {
      route: "^PUT .*/SalesOrder",
      kind: "drop-before",
      times: 1,
    });
    const id = await placeOrder(harness);
    await harness.tick();
    const doubt = (await readFailures(harness.ctx.db, sellerId)).find(({ code }) => code === "outcome-unknown");
    expect(doubt).toMatchObject({ params: { system: "Acumatica ERP" }, orders: 1, inDoubt: 1, blocked: 0 });
    const input = { sellerId, code: "outcome-unknown" as const, params: doubt?.params };
    expect(await retryCause(harness.ctx, input)).toEqual({ steps: 0, more: false });
    await harness.tickUntil(async () => (await salesOrdersOf(harness, id)).length === 1);
    expect(await causes()).toHaveLength(1);
  });

  it("tells of an order that cannot be read with its number, while all others flow", async () => {
    const [poison, good] = [await placeOrder(harness), await placeOrder(harness)];
    const plain = harness.ctx.http;
    harness.ctx.http = async (request) => {
      const answer = await plain(request);
      if (!request.url.includes("order/read")) return answer;
      const page = JSON.parse(answer.text()) as { results: { id: number; payment_mode_id: number }[] };
      for (const order of page.results) if (String(order.id) === poison) order.payment_mode_id = 9;
      return { ...answer, text: () => JSON.stringify(page), body: new TextEncoder().encode(JSON.stringify(page)) };
    };
    const troubled = async () =>
      (
        await readFailureList(harness.ctx.db, { sellerId, assignableOf: sellerId, visibility: "all" }, new Date())
      ).runs.map(({ problem }) => problem.detail);
    await harness.tick();
    expect(await salesOrdersOf(harness, good)).toHaveLength(1);
    expect(await troubled()).toEqual([expect.stringContaining(`order ${poison}`)]);
    harness.ctx.http = plain;
    await harness.tickUntil(async () => (await salesOrdersOf(harness, poison)).length === 1);
    expect(await troubled()).toEqual([]);
  });

  it("shows a paused connection as one cause with the orders it holds, never order by order", async () => {
    await harness.configure((file) => {
      settings(file);
      for (const one of file.sellers[0]?.connections ?? []) if (one.slug === "erp") one.credentials.password = "wrong";
    });
    const held = [await placeOrder(harness), await placeOrder(harness), await placeOrder(harness)];
    await harness.tick();
    const failures = await readFailures(harness.ctx.db, sellerId);
    expect(failures.map(({ code }) => code).sort()).toEqual(["credentials-refused", "item-unknown"]);
    const pause = failures.find(({ code }) => code === "credentials-refused");
    expect(pause).toMatchObject({
      kind: "auth",
      params: { system: "Acumatica ERP" },
      orders: 3,
      pause: { connectionId: harness.connectionIds.erp, slug: "erp" },
    });
    expect(pause?.examples.map(({ number }) => number).sort()).toEqual([...held].sort());
    await harness.configure(settings);
    await passTime(harness, 400);
    await harness.tickUntil(async () => (await causes()).every(({ code }) => code === "item-unknown"));
    for (const id of held) expect(await salesOrdersOf(harness, id)).toHaveLength(1);
    const open = await harness.ctx.db.select().from(steps).where(eq(steps.state, "blocked"));
    expect(open).toHaveLength(1);
  }, 60_000);
});
