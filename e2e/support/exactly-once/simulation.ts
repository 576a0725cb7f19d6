import { eq, inArray } from "drizzle-orm";
import type { Sql } from "postgres";
import { integrations, orderEvents, orders, steps } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { cancelAsSeller, editOrder } from "../emag-pages";
import type { Harness } from "../harness";
import { type Crashable, crashable } from "./crashable";
import { findBreaches, stockBreaches } from "./invariants";
import { erpLedger, placeOrder, staff } from "./ledger";
import { passTime } from "./pass-time";
import type { Event } from "./simulated-event";

/** A world in which events happen one after another, and what is wrong with it in the end. */
export type Simulation = {
  placed: string[];
  happen(event: Event): Promise<void>;
  /**
   * Ends all faults, lets time pass until nothing moves any more, and lists each promise that does not hold; that of the
   * published stock only where `stock` is switched on.
   */
  judge(switched: { stock: boolean }): Promise<string[]>;
  /** What the orders named in these lines went through. */
  histories(breaches: string[]): Promise<string>;
};

type World = { harness: Harness; client: Sql; ctx: FlowContext; placed: string[]; printed: Set<string> };

/** `client` is the database client of the processes that may die; `ctx` is what they run with, the harness's unless given. */
export function startSimulation(harness: Harness, client: Sql, ctx: FlowContext = harness.ctx): Simulation {
  const world: World = { harness, client, ctx, placed: [], printed: new Set() };
  return {
    placed: world.placed,
    happen: (event) => happen(world, event),
    judge: async ({ stock }) => {
      await persistPauses(world);
      const breaches = await findBreaches(harness, world.placed);
      if (!stock) return breaches;
      return [...breaches, ...(await stockBreaches(harness, () => beatAfter(world, 3700)))];
    },
    histories: (breaches) => histories(world, breaches),
  };
}

/** What a person could not do either (ship an order twice, cancel a finished one) is refused by the twin and no event. */
const orNothing = (attempt: Promise<unknown>) => attempt.catch(() => {});

async function happen(world: World, what: Event): Promise<void> {
  const { harness, placed } = world;
  if ("order" in what) {
    const id = placed[what.order % Math.max(1, placed.length)];
    return id ? happenTo(world, id, what) : undefined;
  }
  switch (what.do) {
    case "place": {
      const { quantity, type, isComplete } = what;
      placed.push(await placeOrder(harness, { lines: [{ sku: "MUG-03", quantity }], type, isComplete }));
      return;
    }
    case "beat":
      return beat(world, what.processes, what.diesAfter);
    case "wake":
      await runIntegration(world.ctx, { integrationId: harness.integrationId, deadline: () => false });
      return;
    case "overlapping-ticks":
      await Promise.all([harness.tick(), harness.tick()]);
      return;
    case "fault": {
      const { do: _, twin, ...fault } = what;
      await harness.twins[twin].control("POST", "/_sandbox/faults", fault);
      return;
    }
    case "sessions-lost":
      await harness.twins.acumatica.control("POST", "/_sandbox/sessions/expire");
      return;
    case "time":
      return passTime(harness, what.seconds);
  }
}

async function happenTo(world: World, id: string, what: Extract<Event, { order: number }>): Promise<void> {
  const { harness } = world;
  const { emag } = harness.twins;
  switch (what.do) {
    case "callback":
      for (let time = 0; time < what.times; time += 1) await callback(harness, id);
      return;
    case "notification":
      for (let time = 0; time < what.times; time += 1) await notification(harness, id);
      return;
    case "cancel":
    case "request-cancellation":
      await orNothing(emag.control("POST", `/_sandbox/orders/${id}/${what.do}`));
      return;
    case "cancel-as-seller":
      await orNothing(cancelAsSeller(harness, id));
      return;
    case "edit":
      await orNothing(editOrder(harness, id, [{ sku: "MUG-03", quantity: 3 }]));
      return;
    case "staff":
      await staffActs(world, id, what.step);
  }
}

async function staffActs({ harness, printed }: World, id: string, step: Parameters<typeof staff>[1]): Promise<void> {
  const number = (await erpLedger(harness)).salesOrders.find((one) => one.CustomerOrder === id)?.OrderNbr;
  const prints = step === "attach" || step === "all";
  // A document printed a second time is another document; that is a story of its own.
  if (!number || (prints && printed.has(number))) return;
  await orNothing(staff(harness, step, number));
  if (prints) printed.add(number);
}

const callback = (harness: Harness, id: string) =>
  receiveWakeUp(harness.ctx, {
    connection: "carpatic.emag-ro",
    token: "emag-token",
    url: new URL(`http://x/?order_id=${id}`),
    body: null,
  });

async function notification(harness: Harness, id: string): Promise<void> {
  const found = (await erpLedger(harness)).salesOrders.find((one) => one.CustomerOrder === id);
  if (!found) return;
  const Inserted = [{ OrderType: found.OrderType, OrderNbr: found.OrderNbr }];
  await receiveWakeUp(harness.ctx, {
    connection: "carpatic.erp",
    token: "erp-token",
    url: new URL("http://x/"),
    body: { Inserted, Deleted: [], Query: "EMAG-Shipments", Id: id },
  });
}

/** One or two processes at once, of which the first may die half-way. */
async function beat({ harness, client, ctx }: World, processes: number, diesAfter: number | null): Promise<void> {
  await harness.ctx.db.update(integrations).set({ heartbeatRequestedAt: new Date() });
  const started: Crashable[] = Array.from({ length: processes }, (_, i) =>
    crashable(ctx, client, i === 0 && diesAfter ? diesAfter : undefined),
  );
  await Promise.all(
    started.map((process) =>
      runIntegration(process.ctx, { integrationId: harness.integrationId, deadline: () => false }).catch(
        (error: unknown) => {
          if (!process.dead()) throw error;
        },
      ),
    ),
  );
}

async function beatAfter(world: World, seconds: number): Promise<void> {
  await passTime(world.harness, seconds);
  await beat(world, 1, null);
}

/** The faults end; time passes and heartbeats go on; where a parcel is unknown a person looks and presses Retry. */
async function persistPauses(world: World): Promise<void> {
  const { harness } = world;
  for (const twin of [harness.twins.emag, harness.twins.acumatica]) await twin.control("DELETE", "/_sandbox/faults");
  for (let round = 0; round < 12; round += 1) {
    await beatAfter(world, 1000);
    const blocked = await harness.ctx.db.select().from(steps).where(eq(steps.state, "blocked"));
    const unknown = blocked.filter((step) => step.problem?.code === "parcel-unknown");
    if (round < 8) for (const step of unknown) await retryStep(harness.ctx, { orderId: step.orderId });
    const open = await harness.ctx.db
      .select()
      .from(steps)
      .where(inArray(steps.state, ["due", "running", "in-doubt"]));
    if (open.length === 0 && round > 1) return;
  }
}

async function histories({ harness }: World, breaches: string[]): Promise<string> {
  const ids = new Set(breaches.map((line) => line.split(":")[0] ?? ""));
  const rows = await harness.ctx.db
    .select({ id: orders.channelOrderId, event: orderEvents })
    .from(orderEvents)
    .innerJoin(orders, eq(orders.id, orderEvents.orderId))
    .where(inArray(orders.channelOrderId, [...ids]))
    .orderBy(orderEvents.at);
  return rows
    .map(({ id, event: { kind, params, problem } }) =>
      [id, kind, JSON.stringify(params), problem?.code ?? "", problem?.detail ?? ""].join(" "),
    )
    .join("\n");
}
