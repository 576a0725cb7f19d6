import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { invoices, orders, steps } from "@/lib/db/schema";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import {
  type CrashHarness,
  dieEverywhere,
  dieInside,
  publishStock,
  startCrashHarness,
} from "../../support/exactly-once/crash-harness";
import type { Crashable } from "../../support/exactly-once/crashable";
import { emagLedger, erpLedger, placeOrder, salesOrdersOf, staff } from "../../support/exactly-once/ledger";

let harness: CrashHarness;
let decisions = 0;

beforeAll(async () => {
  harness = await startCrashHarness({
    emag: { limits: false, attachmentFetchDelaySeconds: 0 },
    configure: publishStock(false),
  });
}, 60_000);
afterAll(() => harness?.stop());

/** What an order goes through; each chapter ends when the books say so. */
const chapters = [
  {
    name: "becomes a Sales Order",
    begin: (id: string) =>
      receiveWakeUp(harness.ctx, {
        connection: "carpatic.emag-ro",
        token: "emag-token",
        url: new URL(`http://x/?order_id=${id}`),
        body: null,
      }),
    steps: ["create-sales-order"],
  },
  {
    name: "is handed over",
    begin: async (id: string) => {
      const number = (await salesOrdersOf(harness, id))[0]?.OrderNbr ?? "";
      await staff(harness, "ship", number);
      await staff(harness, "confirm", number);
      await wakeErp(number);
    },
    steps: ["hand-over-awb", "write-tracking"],
  },
  {
    name: "gets its invoice",
    begin: async (id: string) => {
      const number = (await salesOrdersOf(harness, id))[0]?.OrderNbr ?? "";
      for (const step of ["invoice", "release", "attach"] as const) await staff(harness, step, number);
      await wakeErp(number);
    },
    steps: ["attach-invoice"],
  },
];

const wakeErp = (number: string) =>
  receiveWakeUp(harness.ctx, {
    connection: "carpatic.erp",
    token: "erp-token",
    url: new URL("http://x/"),
    body: { Inserted: [{ OrderType: "EM", OrderNbr: number }], Deleted: [], Query: "EMAG-Shipments", Id: number },
  });

async function isDone(id: string, kinds: string[]): Promise<boolean> {
  const rows = await harness.ctx.db
    .select({ kind: steps.kind, state: steps.state })
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .where(eq(orders.channelOrderId, id));
  return kinds.every((kind) => rows.some((row) => row.kind === kind && row.state === "done"));
}

/** Heartbeats after a crash, until the chapter is done. */
async function recover(id: string, kinds: string[]): Promise<void> {
  for (let beat = 0; beat < 12 && !(await isDone(id, kinds)); beat += 1) {
    await harness.restart();
    await decide(id);
  }
}

/** Where a parcel may or may not have been ordered, a person looks at eMAG and presses Retry; how often is counted. */
async function decide(id: string): Promise<void> {
  const [asked] = await harness.ctx.db
    .select({ orderId: orders.id, problem: steps.problem })
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .where(and(eq(orders.channelOrderId, id), eq(steps.state, "blocked")));
  if (asked?.problem?.code !== "parcel-unknown") return;
  decisions += 1;
  await retryStep(harness.ctx, { orderId: asked.orderId });
}

async function describeStuck(id: string, chapter: string, process: Crashable): Promise<string> {
  const rows = await harness.ctx.db
    .select({ step: steps })
    .from(steps)
    .innerJoin(orders, eq(orders.id, steps.orderId))
    .where(eq(orders.channelOrderId, id));
  const states = rows.map(({ step }) => `${step.kind} ${step.state} ${step.waitReason ?? step.problem?.code ?? ""}`);
  return `order ${id} never ${chapter}, having died after ${process.effects.length} (${process.effects.at(-1)}): ${states.join("; ")}`;
}

/** One order's whole life, with a process that dies after its `lastEffect`th effect. */
async function live(lastEffect?: number, options?: { inside: boolean }): Promise<string[]> {
  const id = await placeOrder(harness, { lines: [{ sku: "MUG-03", quantity: 1 }] });
  const process = harness.process(lastEffect, options);
  for (const chapter of chapters) {
    await chapter.begin(id);
    if (!process.dead()) await harness.run(process);
    if (!(await isDone(id, chapter.steps))) await recover(id, chapter.steps);
    if (!(await isDone(id, chapter.steps))) throw new Error(await describeStuck(id, chapter.name, process));
  }
  await expectOneOfEach(id, lastEffect ? `${lastEffect}: ${process.effects.at(-1)}` : "never");
  return process.effects;
}

async function expectOneOfEach(id: string, diedAfter: string): Promise<void> {
  const [emag, erp] = [await emagLedger(harness), await erpLedger(harness)];
  const [row] = await harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, id));
  const stored = await harness.ctx.db
    .select()
    .from(invoices)
    .where(eq(invoices.orderId, row?.id ?? ""));
  const documents = new Set(
    emag.attachments.filter((one) => String(one.order_id) === id && one.type === 1).map(({ url }) => url),
  );
  expect({
    diedAfter,
    salesOrders: erp.salesOrders.filter((one) => one.CustomerOrder === id).length,
    parcels: emag.awbs.filter((one) => String(one.order_id) === id).length,
    documents: documents.size,
    sameBytes: stored.length === 1 && erp.files.some(({ sha256 }) => sha256 === stored[0]?.sha256),
  }).toEqual({ diedAfter, salesOrders: 1, parcels: 1, documents: 1, sameBytes: true });
}

describe("a process that dies", () => {
  it("after any one effect of an order's life leaves one Sales Order, one parcel, one document with the ERP's bytes", async () => {
    const effects = await dieEverywhere((last) => live(last));
    const calls = effects.filter((name) => /^[A-Z]/.test(name));
    expect(calls.length).toBeGreaterThan(15);
    expect(effects.length).toBeGreaterThan(40);
    // Only a death between the intent of a parcel and its call needs a person; everything else cures itself.
    expect(decisions).toBeLessThanOrEqual(2);
    console.log(`died after each of ${effects.length} effects, ${calls.length} of them outside calls`);
  }, 600_000);

  it("inside an open transaction, once in every kind of them, leaves the same", async () => {
    const kinds = await dieInside((last) => live(last, { inside: true }));
    console.log(kinds.join("\n"));
    expect(kinds.length).toBeGreaterThan(3);
  }, 600_000);
});
