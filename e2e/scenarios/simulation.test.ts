import { setTimeout as sleep } from "node:timers/promises";
import { eq, inArray } from "drizzle-orm";
import fc from "fast-check";
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { integrations, orderEvents, orders, steps } from "@/lib/db/schema";
import { receiveHint } from "@/lib/flows/receive-hint";
import { retryStep } from "@/lib/flows/retry-step";
import { runIntegration } from "@/lib/flows/run-integration";
import { emagBooks, erpBooks, placeOrder, staff } from "../support/books";
import { type Mortal, mortal, mortalClient } from "../support/mortal";
import { passTime } from "../support/pass-time";
import { type Stage, startStage } from "../support/stage";

/** `SIMULATION_SEED` replays a run; a failing run prints its own. */
const seed = Number(process.env.SIMULATION_SEED ?? 20261122);
const numRuns = Number(process.env.SIMULATION_RUNS ?? 2);

let stage: Stage;
let client: Sql;
/** Sales Orders whose invoice was printed to its file. */
const printed = new Set<string>();

beforeAll(async () => {
  stage = await startStage({
    emag: { limits: false, attachmentFetchDelaySeconds: 0 },
    acumatica: { lockAfterFailures: 0 },
  });
  stage.ctx.sleep = (ms) => sleep(Math.min(ms, 5));
  client = mortalClient(stage.databaseUrl);
}, 60_000);
afterAll(async () => {
  await client?.end({ timeout: 1 });
  await stage?.stop();
});

const kinds = [
  "drop-before",
  "drop-after",
  "late-commit",
  "delay",
  "status",
  "html",
  "empty",
  "truncated",
  "rate-limit",
] as const;
const routes = [
  "^POST /api-3/order/read",
  "^POST /api-3/order/acknowledge",
  "^POST /api-3/order/attachments",
  "^POST /api-3/awb/save",
  "^POST /api-3/offer/save",
  "^PUT .*/SalesOrder",
  "^GET .*/SalesOrder",
  "^POST .*/auth/login",
  "^PUT .*/Shipment",
  "^GET .*/files/",
  ".*",
];

type Event =
  | { do: "place"; quantity: number }
  | { do: "beat"; processes: number; diesAfter: number | null }
  | { do: "callback"; order: number; times: number }
  | { do: "customer-cancels" | "seller-cancels" | "edit"; order: number }
  | { do: "staff"; order: number; step: "ship" | "confirm" | "invoice" | "release" | "attach" | "all" }
  | { do: "fault"; twin: "emag" | "acumatica"; route: string; kind: (typeof kinds)[number]; times: number }
  | { do: "sessions-lost" }
  | { do: "time"; seconds: number };

const order = fc.nat(30);
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("place" as const), quantity: fc.integer({ min: 1, max: 2 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("beat" as const),
      processes: fc.integer({ min: 1, max: 2 }),
      diesAfter: fc.option(fc.integer({ min: 1, max: 80 }), { freq: 2 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("callback" as const), order, times: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom("customer-cancels" as const, "seller-cancels" as const, "edit" as const),
      order,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("staff" as const),
      order,
      step: fc.constantFrom(
        "ship" as const,
        "confirm" as const,
        "invoice" as const,
        "release" as const,
        "attach" as const,
        "all" as const,
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("fault" as const),
      twin: fc.constantFrom("emag" as const, "acumatica" as const),
      route: fc.constantFrom(...routes),
      kind: fc.constantFrom(...kinds),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "sessions-lost" as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("time" as const), seconds: fc.integer({ min: 5, max: 900 }) }) },
);

/** What a person could not do either (ship an order twice, cancel a finished one) is refused by the twin and no event. */
const orNothing = (attempt: Promise<unknown>) => attempt.catch(() => {});

async function happen(what: Event, placed: string[]): Promise<void> {
  const { emag, acumatica } = stage.twins;
  const id = "order" in what ? placed[what.order % Math.max(1, placed.length)] : undefined;
  switch (what.do) {
    case "place":
      placed.push(await placeOrder(stage, { lines: [{ sku: "MUG-03", quantity: what.quantity }] }));
      return;
    case "beat":
      return beat(what.processes, what.diesAfter);
    case "callback":
      for (let time = 0; id && time < what.times; time += 1) await callback(id);
      return;
    case "customer-cancels":
      if (id) await orNothing(emag.control("POST", `/_sandbox/orders/${id}/cancel`));
      return;
    case "seller-cancels":
      if (id) await cancelAsSeller(id);
      return;
    case "edit":
      if (id)
        await orNothing(
          emag.control("POST", `/_sandbox/orders/${id}/edit`, { lines: [{ sku: "MUG-03", quantity: 3 }] }),
        );
      return;
    case "staff": {
      const number = (await erpBooks(stage)).salesOrders.find((one) => one.CustomerOrder === id)?.OrderNbr;
      // A document printed a second time is another document; that is a story of its own.
      const again = (what.step === "attach" || what.step === "all") && printed.has(number ?? "");
      if (!number || again) return;
      await orNothing(staff(stage, what.step, number));
      if (what.step === "attach" || what.step === "all") printed.add(number);
      return;
    }
    case "fault":
      await stage.twins[what.twin].control("POST", "/_sandbox/faults", {
        route: what.route,
        kind: what.kind,
        times: what.times,
        seconds: 0.2,
        status: 503,
      });
      return;
    case "sessions-lost":
      await acumatica.control("POST", "/_sandbox/sessions/expire");
      return;
    case "time":
      return passTime(stage, what.seconds);
  }
}

const callback = (id: string) =>
  receiveHint(stage.ctx, {
    connection: "carpatic.emag-ro",
    token: "emag-token",
    url: new URL(`http://x/?order_id=${id}`),
    body: null,
  });

async function cancelAsSeller(id: string): Promise<void> {
  await fetch(`${stage.twins.emag.url}/api-3/order/save`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("api@carpatic.example:emag-demo")}`, "content-type": "application/json" },
    body: JSON.stringify({ data: [{ id: Number(id), type: 3, status: 0, reason_cancellation: 21 }] }),
  }).catch(() => {});
}

/** One or two processes at once, of which the first may die half-way. */
async function beat(processes: number, diesAfter: number | null): Promise<void> {
  await stage.ctx.db.update(integrations).set({ beatRequestedAt: new Date() });
  const started: Mortal[] = Array.from({ length: processes }, (_, i) =>
    mortal(stage.ctx, client, i === 0 && diesAfter ? diesAfter : undefined),
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

/** The faults end; time passes and heartbeats go on; where a parcel is unknown a person looks and presses Retry. */
async function settle(): Promise<void> {
  for (const twin of [stage.twins.emag, stage.twins.acumatica]) await twin.control("DELETE", "/_sandbox/faults");
  for (let round = 0; round < 12; round += 1) {
    await passTime(stage, 1000);
    await beat(1, null);
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

async function violations(placed: string[]): Promise<string[]> {
  const [emag, erp] = [await emagBooks(stage), await erpBooks(stage)];
  const rows = await stage.ctx.db.select().from(orders);
  const all = await stage.ctx.db.select().from(steps);
  const found: string[] = [];
  for (const id of placed) {
    const row = rows.find(({ channelOrderId }) => channelOrderId === id);
    const there = emag.orders.find((one) => String(one.id) === id);
    const salesOrders = erp.salesOrders.filter((one) => one.CustomerOrder === id);
    const parcels = emag.awbs.filter((one) => String(one.order_id) === id).length;
    const documents = new Set(
      emag.attachments.filter((one) => String(one.order_id) === id && one.type === 1).map(({ url }) => url),
    ).size;
    if (salesOrders.length > 1) found.push(`${id}: ${salesOrders.length} Sales Orders`);
    if (there?.status !== 0 && salesOrders.length === 0) found.push(`${id}: lost, status ${there?.status}`);
    if (there?.status === 0 && salesOrders.some(({ Status }) => ["Open", "On Hold"].includes(Status)))
      found.push(`${id}: cancelled on eMAG, open in the ERP`);
    if (parcels > 1) found.push(`${id}: ${parcels} parcels`);
    if (documents > 1) found.push(`${id}: ${documents} invoice documents`);
    const stuck = all.filter((step) => step.orderId === row?.id && ["due", "running", "in-doubt"].includes(step.state));
    for (const step of stuck) found.push(`${id}: ${step.kind} is ${step.state} for ever (${step.problem?.code})`);
  }
  const bytes = emag.attachments
    .filter(({ type }) => type === 1)
    .flatMap(({ fetches }) => fetches)
    .filter(({ status }) => status === 200);
  for (const { sha256 } of bytes)
    if (!erp.files.some((file) => file.sha256 === sha256)) found.push(`eMAG holds bytes the ERP does not: ${sha256}`);
  if (erp.sessions.open > 0) found.push(`${erp.sessions.open} ERP sessions left open`);
  return found;
}

async function histories(found: string[]): Promise<string> {
  const ids = new Set(found.map((line) => line.split(":")[0] ?? ""));
  const rows = await stage.ctx.db
    .select({
      id: orders.channelOrderId,
      kind: orderEvents.kind,
      params: orderEvents.params,
      problem: orderEvents.problem,
      at: orderEvents.at,
    })
    .from(orderEvents)
    .innerJoin(orders, eq(orders.id, orderEvents.orderId))
    .where(inArray(orders.channelOrderId, [...ids]))
    .orderBy(orderEvents.at);
  return rows
    .map(
      ({ id, kind, params, problem }) =>
        `${id} ${kind} ${JSON.stringify(params)} ${problem?.code ?? ""} ${problem?.detail ?? ""}`,
    )
    .join("\n");
}

describe("whatever goes wrong in whatever order", () => {
  it("each order ends with one Sales Order, at most one parcel and one document, the ERP's own bytes, and nothing stuck", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 30, maxLength: 45 }), async (events) => {
        const placed = [await placeOrder(stage), await placeOrder(stage)];
        for (const what of events) await happen(what, placed);
        await settle();
        const found = await violations(placed);
        if (found.length > 0) throw new Error(`${found.join("\n")}\n${await histories(found)}`);
        expect(found).toEqual([]);
      }),
      { seed, numRuns, endOnFailure: true },
    );
  }, 600_000);
});
