import { afterAll, beforeAll, expect, it } from "vitest";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { ordersOnly } from "../../support/each-integration";
import { deliver, emagLedger, erpLedger, numberOf, placeOrder, staff } from "../../support/exactly-once/ledger";
import { passTime } from "../../support/exactly-once/pass-time";
import { countStatements } from "../../support/exactly-once/statements";
import { type Harness, startHarness } from "../../support/harness";

let harness: Harness;
let statements: () => number;
const waiting: string[] = [];

beforeAll(async () => {
  harness = await startHarness({
    emag: { limits: false },
    configure: ordersOnly,
  });
  statements = countStatements(harness);
  for (let i = 0; i < 12; i += 1) waiting.push(await placeOrder(harness));
  await beat();
}, 60_000);
afterAll(() => harness?.stop());

/** How the ERP's lists treat the shipments of Sales Orders. */
const lists = (change: "cannotOptimize" | "emptyInLists" | null) =>
  harness.twins.acumatica.control("PUT", "/_sandbox/settings", {
    cannotOptimize: [],
    emptyInLists: [],
    ...(change && { [change]: ["SalesOrder/Shipments"] }),
  });

/** A heartbeat, and how often it read Sales Orders. */
async function beat(): Promise<number> {
  const reads = async () =>
    Object.entries((await erpLedger(harness)).requests)
      .filter(([name]) => name.startsWith("GET SalesOrder"))
      .reduce((sum, [, count]) => sum + count, 0);
  const before = await reads();
  await harness.ctx.db.execute("update integrations set heartbeat_requested_at = now()");
  await runIntegration(harness.ctx, { integrationId: harness.integrationId, deadline: () => false });
  return (await reads()) - before;
}

const parcelsOf = async (id: string) =>
  (await emagLedger(harness)).awbs.filter(({ order_id }) => String(order_id) === id).length;

/** Ships the next order, and says how many reads it took until eMAG had its parcel. */
async function shipNext(): Promise<number> {
  const id = waiting.shift() ?? "";
  await staff(harness, "ship", await numberOf(harness, id));
  await staff(harness, "confirm", await numberOf(harness, id));
  const reads = await beat();
  expect(await parcelsOf(id)).toBe(1);
  return reads;
}

it("asks for orders one by one until one was shipped that shows what lists tell", async () => {
  expect(await beat()).toBe(waiting.length);
  expect(await shipNext()).toBe(waiting.length + 1);
}, 60_000);

it("a heartbeat reads all orders that wait to be shipped in one call, and touches the rows of none", async () => {
  const before = statements();
  expect(await beat()).toBe(1);
  expect(statements() - before).toBeLessThan(60);
  expect(await shipNext()).toBe(1);
}, 60_000);

it("an order invoiced without any call from the ERP is found by the same reading", async () => {
  const id = waiting.shift() ?? "";
  await deliver(harness, id);
  await beat();
  await passTime(harness, 60);
  await beat();
  expect(
    (await emagLedger(harness)).attachments.filter(({ order_id, type }) => String(order_id) === id && type === 1),
  ).toHaveLength(1);
}, 60_000);

it("where lists are refused, or leave shipments out, every order is asked for by itself and none is forgotten", async () => {
  await lists("cannotOptimize");
  expect(await shipNext()).toBeGreaterThan(waiting.length);
  await lists("emptyInLists");
  expect(await shipNext()).toBeGreaterThan(waiting.length);
}, 60_000);
