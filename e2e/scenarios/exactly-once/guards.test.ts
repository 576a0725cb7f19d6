import { eq } from "drizzle-orm";
import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type * as Leases from "@/lib/db/engine/lease";
import { orders, steps } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import { crashableClient } from "../../support/exactly-once/crashable";
import { erpLedger } from "../../support/exactly-once/ledger";
import type { Event } from "../../support/exactly-once/simulated-event";
import { type Simulation, startSimulation } from "../../support/exactly-once/simulation";
import { type Harness, startHarness } from "../../support/harness";

/** The guards, switched off one at a time by these tests alone: the product has no such switch. */
const off = vi.hoisted(() => ({ lease: false }));

vi.mock("@/lib/db/engine/lease", async (original) => {
  const real = await original<typeof Leases>();
  return {
    ...real,
    takeOrderLeases: async (...input: Parameters<typeof real.takeOrderLeases>) =>
      off.lease ? input[1].map((orderId) => ({ orderId, holder: input[2], token: 0 })) : real.takeOrderLeases(...input),
    heldBy: (lease: Leases.OrderLease) => (off.lease ? eq(orders.id, lease.orderId) : real.heldBy(lease)),
    extendOrderLease: async (...input: Parameters<typeof real.extendOrderLease>) =>
      (await real.extendOrderLease(...input)) ?? (off.lease ? {} : null),
    takeLease: async (...input: Parameters<typeof real.takeLease>) => off.lease || real.takeLease(...input),
  };
});

let harness: Harness;
let client: Sql;

beforeAll(async () => {
  harness = await startHarness({ emag: { limits: false } });
  client = crashableClient(harness.databaseUrl);
}, 60_000);
afterAll(async () => {
  await client?.end({ timeout: 1 });
  await harness?.stop();
});
beforeEach(async () => {
  off.lease = false;
  await waitOf(60);
});

const place: Event = { do: "place", quantity: 1, type: 3, isComplete: true };
const beat = (processes = 1): Event => ({ do: "beat", processes, diesAfter: null });
const time = (seconds: number): Event => ({ do: "time", seconds });
const erpFault = (route: string, kind: "drop-after" | "late-commit" | "delay" | "status", times: number, seconds = 1) =>
  ({ do: "fault", twin: "acumatica", route, kind, status: 503, times, seconds }) satisfies Event;

async function play(events: Event[], ctx?: FlowContext): Promise<Simulation> {
  const simulation = startSimulation(harness, client, ctx);
  for (const event of events) await simulation.happen(event);
  return simulation;
}

/** The simulation's own verdict: nothing to find with the guard, the second Sales Order without it. */
async function expectVerdict(simulation: Simulation, kept: boolean): Promise<void> {
  const [id] = simulation.placed;
  expect(await simulation.judge({ stock: false })).toEqual(kept ? [] : [`${id}: 2 Sales Orders`]);
}

const salesOrders = async () => (await erpLedger(harness)).salesOrders.length;

const waitOf = (seconds: number) =>
  harness.configure((file) => {
    for (const seller of file.sellers) {
      for (const one of seller.integrations) {
        one.orders.unknownOutcomeWaitSeconds = seconds;
        // Read in the session a late commit holds up, stock would wait for it, and so hide it.
        one.stock.enabled = false;
      }
    }
  });

/** A context whose looks in the ERP always come back empty. */
const blind: () => FlowContext = () => ({
  ...harness.ctx,
  http: async (request) => {
    const answer = await harness.ctx.http(request);
    const isLook = request.method === "GET" && /\/SalesOrder\?/.test(request.url);
    return isLook ? { ...answer, body: new TextEncoder().encode("[]"), text: () => "[]" } : answer;
  },
});

const patienceMs = 90_000;

describe("each guard is necessary: with it the simulation finds nothing, without it the second Sales Order", () => {
  it.each([[true], [false]])(
    "the look before every create (%s)",
    async (kept) => {
      const events = [place, erpFault("^PUT .*/SalesOrder", "drop-after", 1), beat()];
      await expectVerdict(await play(events, kept ? undefined : blind()), kept);
    },
    patienceMs,
  );

  it.each([[true], [false]])(
    "the wait after an unknown outcome (%s)",
    async (kept) => {
      const lateSeconds = 20;
      const before = await salesOrders();
      await waitOf(kept ? 60 : 1);
      const told: Event = { do: "callback", order: 0, times: 1 };
      const simulation = await play([place, erpFault("^PUT .*/SalesOrder", "late-commit", 1, lateSeconds), told]);
      // Woken, not beating: a look at other orders would wait for the late commit in the same session, and so hide it.
      for (let look = 0; look < 8 && (await salesOrders()) === before; look += 1) {
        await simulation.happen({ do: "wake" });
        await simulation.happen(time(2));
      }
      const made = await salesOrders();
      await simulation.happen(time(lateSeconds));
      await expect.poll(salesOrders).toBe(made + 1);
      await expectVerdict(simulation, kept);
    },
    patienceMs,
  );

  it.each([[true], [false]])(
    "the order's lease, against two processes at once (%s)",
    async (kept) => {
      off.lease = !kept;
      // Both processes look before either has created.
      await expectVerdict(await play([place, erpFault("^GET .*/SalesOrder", "delay", 2, 1.5), beat(2)]), kept);
    },
    patienceMs,
  );

  it.each([[true], [false]])(
    "the unique row of an order (%s)",
    async (kept) => {
      const simulation = await play([place, erpFault("^POST .*/auth/login", "status", 3), beat()]);
      const [id = ""] = simulation.placed;
      const [first] = await harness.ctx.db.select().from(orders).where(eq(orders.channelOrderId, id));
      if (!first) throw new Error("the order was not received");
      const { id: _id, ...copy } = first;
      // A second row under the same channel is refused by the database; under another name it gets in.
      const second = harness.ctx.db
        .insert(orders)
        .values(kept ? copy : { ...copy, connectionId: harness.connectionIds.erp });
      if (kept)
        await expect(second).rejects.toMatchObject({ cause: { constraint_name: "orders_one_row_per_channel_order" } });
      else {
        const [row] = await second.returning();
        const now = new Date();
        await harness.ctx.db
          .insert(steps)
          .values({ orderId: row?.id ?? "", kind: "create-sales-order", state: "due", dueAt: now, updatedAt: now });
      }
      await expectVerdict(simulation, kept);
    },
    patienceMs,
  );
});
