import { eq, inArray } from "drizzle-orm";
import type { Sql } from "postgres";
import { integrations, orderEvents, orders, steps } from "@/lib/db/schema";
import type { FlowContext } from "@/lib/flows/engine/context";
import { retryStep } from "@/lib/flows/orders/retry-step";
import { receiveWakeUp } from "@/lib/flows/schedule/receive-wake-up";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import type { Stage } from "../harness";
import { type Mortal, mortal } from "./crashable";
import { findBreaches, stockBreaches } from "./invariants";
import { cancelAsSeller, erpBooks, placeOrder, staff } from "./ledger";
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

type World = { stage: Stage; client: Sql; ctx: FlowContext; placed: string[]; printed: Set<string> };

/** `client` is the database client of the processes that may die; `ctx` is what they run with, the stage's unless given. */
export function startSimulation(stage: Stage, client: Sql, ctx: FlowContext = stage.ctx): Simulation {
  const world: World = { stage, client, ctx, placed: [], printed: new Set() };
  return {
    placed: world.placed,
    happen: (event) => happen(world, event),
    judge: async ({ stock }) => {
      await persistPauses(world);
      const breaches = await findBreaches(stage, world.placed);
      if (!stock) return breaches;
      return [...breaches, ...(await stockBreaches(stage, () => beatAfter(world, 3700)))];
    },
    histories: (breaches) => histories(world, breaches),
  };
}

/** What a person could not do either (ship an order twice, cancel a finished one) is refused by the twin and no event. */
const orNothing = (attempt: Promise<unknown>) => attempt.catch(() => {});

async function happen(world: World, what: Event): Promise<void> {
  const { stage, placed } = world;
  if ("order" in what) {
    const id = placed[what.order % Math.max(1, placed.length)];
    return id ? happenTo(world, id, what) : undefined;
  }
  switch (what.do) {
    case "place": {
      const { quantity, type, isComplete } = what;
      placed.push(await placeOrder(stage, { lines: [{ sku: "MUG-03", quantity }], type, isComplete }));
      return;
    }
    case "beat":
      return beat(world, what.processes, what.diesAfter);
    case "wake":
      await runIntegration(world.ctx, { integrationId: stage.integrationId, deadline: () => false });
      return;
    case "overlapping-ticks":
      await Promise.all([stage.tick(), stage.tick()]);
      return;
    case "fault": {
      const { do: _, twin, ...fault } = what;
      await stage.twins[twin].control("POST", "/_sandbox/faults", fault);
      return;
    }
    case "sessions-lost":
      await stage.twins.acumatica.control("POST", "/_sandbox/sessions/expire");
      return;
    case "time":
      return passTime(stage, what.seconds);
  }
}

async function happenTo(world: World, id: string, what: Extract<Event, { order: number }>): Promise<void> {
  const { stage } = world;
  const { emag } = stage.twins;
  switch (what.do) {
    case "callback":
      for (let time = 0; time < what.times; time += 1) await callback(stage, id);
      return;
    case "notification":
      for (let time = 0; time < what.times; time += 1) await notification(stage, id);
      return;
    case "cancel":
    case "request-cancellation":
      await orNothing(emag.control("POST", `/_sandbox/orders/${id}/${what.do}`));
      return;
    case "cancel-as-seller":
      await orNothing(cancelAsSeller(stage, id));
      return;
    case "edit":
      await orNothing(emag.control("POST", `/_sandbox/orders/${id}/edit`, { lines: [{ sku: "MUG-03", quantity: 3 }] }));
      return;
    case "staff":
      await staffActs(world, id, what.step);
  }
}

async function staffActs({ stage, printed }: World, id: string, step: Parameters<typeof staff>[1]): Promise<void> {
  const number = (await erpBooks(stage)).salesOrders.find((one) => one.CustomerOrder === id)?.OrderNbr;
  const prints = step === "attach" || step === "all";
  // A document printed a second time is another document; that is a story of its own.
  if (!number || (prints && printed.has(number))) return;
  await orNothing(staff(stage, step, number));
  if (prints) printed.add(number);
}

const callback = (stage: Stage, id: string) =>
  receiveWakeUp(stage.ctx, {
    connection: "carpatic.emag-ro",
    token: "emag-token",
    url: new URL(`http://x/?order_id=${id}`),
    body: null,
  });

async function notification(stage: Stage, id: string): Promise<void> {
  const found = (await erpBooks(stage)).salesOrders.find((one) => one.CustomerOrder === id);
  if (!found) return;
  const Inserted = [{ OrderType: found.OrderType, OrderNbr: found.OrderNbr }];
  await receiveWakeUp(stage.ctx, {
    connection: "carpatic.erp",
    token: "erp-token",
    url: new URL("http://x/"),
    body: { Inserted, Deleted: [], Query: "EMAG-Shipments", Id: id },
  });
}

/** One or two processes at once, of which the first may die half-way. */
async function beat({ stage, client, ctx }: World, processes: number, diesAfter: number | null): Promise<void> {
  await stage.ctx.db.update(integrations).set({ heartbeatRequestedAt: new Date() });
  const started: Mortal[] = Array.from({ length: processes }, (_, i) =>
    mortal(ctx, client, i === 0 && diesAfter ? diesAfter : undefined),
  );
  await Promise.all(
    started.map((process) =>
      runIntegration(process.ctx, { integrationId: stage.integrationId, deadline: () => false }).catch(
        (error: unknown) => {
          if (!process.dead()) throw error;
        },
      ),
    ),
  );
}

async function beatAfter(world: World, seconds: number): Promise<void> {
  await passTime(world.stage, seconds);
  await beat(world, 1, null);
}

/** The faults end; time passes and heartbeats go on; where a parcel is unknown a person looks and presses Retry. */
async function persistPauses(world: World): Promise<void> {
  const { stage } = world;
  for (const twin of [stage.twins.emag, stage.twins.acumatica]) await twin.control("DELETE", "/_sandbox/faults");
  for (let round = 0; round < 12; round += 1) {
    await beatAfter(world, 1000);
    const blocked = await stage.ctx.db.select().from(steps).where(eq(steps.state, "blocked"));
    const unknown = blocked.filter((step) => step.problem?.code === "parcel-unknown");
    if (round < 8) for (const step of unknown) await retryStep(stage.ctx, { orderId: step.orderId });
    const open = await stage.ctx.db
      .select()
      .from(steps)
      .where(inArray(steps.state, ["due", "running", "in-doubt"]));
    if (open.length === 0 && round > 1) return;
  }
}

async function histories({ stage }: World, breaches: string[]): Promise<string> {
  const ids = new Set(breaches.map((line) => line.split(":")[0] ?? ""));
  const rows = await stage.ctx.db
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
