import fc from "fast-check";
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { faultKinds } from "@/sandbox/faults";
import { crashableClient } from "../../support/exactly-once/crashable";
import { event } from "../../support/exactly-once/simulated-event";
import { startSimulation } from "../../support/exactly-once/simulation";
import { type Harness, startHarness } from "../../support/harness";

/** `SIMULATION_SEED` replays a run; a failing run prints its own. `SIMULATION_RUNS` makes a longer one. */
const seed = Number(process.env.SIMULATION_SEED ?? 20261122);
const numRuns = Number(process.env.SIMULATION_RUNS ?? 2);

let harness: Harness;
let client: Sql;

beforeAll(async () => {
  harness = await startHarness({
    emag: { limits: false, attachmentFetchDelaySeconds: 0 },
    acumatica: { lockAfterFailures: 0 },
  });
  client = crashableClient(harness.databaseUrl);
}, 60_000);
afterAll(async () => {
  await client?.end({ timeout: 1 });
  await harness?.stop();
});

describe("whatever goes wrong in whatever order", () => {
  it("every kind of event and every kind of fault is among what goes wrong", () => {
    const sample = fc.sample(event, { seed, numRuns: 2000 });
    const happened = new Set(sample.map((one) => (one.do === "fault" ? `${one.do} ${one.kind}` : one.do)));
    const expected = [
      "place beat wake overlapping-ticks callback notification cancel cancel-as-seller request-cancellation edit".split(
        " ",
      ),
      ["staff", "sessions-lost", "time"],
      faultKinds.map((kind) => `fault ${kind}`),
    ];
    expect([...happened].sort()).toEqual(expected.flat().sort());
  });

  it("each order ends with one Sales Order, at most one parcel and one document, the ERP's own bytes, and nothing stuck; stock is right", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 30, maxLength: 45 }), async (events) => {
        const simulation = startSimulation(harness, client);
        const sold = { do: "place", quantity: 1, type: 3, isComplete: true } as const;
        for (const what of [sold, sold, ...events]) await simulation.happen(what);
        const breaches = await simulation.judge({ stock: true });
        if (breaches.length > 0) throw new Error(`${breaches.join("\n")}\n${await simulation.histories(breaches)}`);
      }),
      { seed, numRuns, endOnFailure: true },
    );
  }, 600_000);
});
