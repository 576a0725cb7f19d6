import { catalogue } from "@/sandbox/catalogue";
import { createRandom, type Random } from "@/sandbox/emag/orders/random";
import type { FaultKind } from "@/sandbox/faults";
import type { Options } from "./options";

type Line = { sku: string; quantity: number };

/** What somebody does to an order on eMAG's own pages, so long after it was placed. */
export type Deed = { what: "cancel" | "cancel-as-seller" | "request-cancellation" | "edit"; afterMs: number };

export type PlannedOrder = {
  /** Which seller it is placed with, from 0. */
  seller: number;
  /** So long after the beginning; null: as soon as the workers keep up. */
  atMs: number | null;
  wish: { lines: Line[]; type: 2 | 3; isComplete: boolean };
  deeds: Deed[];
};

/** A worker dies `delayMs` after so many orders were finished; `victim` (0 to 1) picks it among those alive. */
type PlannedKill = { afterFinished: number; delayMs: number; victim: number };

/** `share` is the probability of this fault given that none before it in the list has struck. */
export type PlannedFault = { id: string; kind: FaultKind; status?: number; seconds?: number; share: number };

export type Plan = { orders: PlannedOrder[]; kills: PlannedKill[]; faults: PlannedFault[] };

/** How often each fault is among all faults. Too many "too many requests" would only make both systems rest. */
const mixture: (Omit<PlannedFault, "share"> & { weight: number })[] = [
  { id: "drop-before", kind: "drop-before", weight: 14 },
  { id: "drop-after", kind: "drop-after", weight: 19 },
  { id: "late-commit", kind: "late-commit", seconds: 2, weight: 15 },
  { id: "delay", kind: "delay", seconds: 0.5, weight: 12 },
  { id: "status 500", kind: "status", status: 500, weight: 7 },
  { id: "status 502", kind: "status", status: 502, weight: 6 },
  { id: "status 503", kind: "status", status: 503, weight: 6 },
  { id: "html", kind: "html", weight: 7 },
  { id: "empty", kind: "empty", weight: 6 },
  { id: "truncated", kind: "truncated", weight: 7 },
  { id: "rate-limit", kind: "rate-limit", weight: 1 },
];

/** Everything a run will do, from its seed alone. How the processes interleave is left to the machine. */
export function planRun({ seed, orders, sellers, kills, faults, minutes }: Options): Plan {
  const random = createRandom({ randomState: seed });
  return {
    orders: Array.from({ length: orders }, (_, index) => ({
      ...planOrder(random, index % sellers),
      atMs: minutes === null ? null : timeOf(index / orders) * minutes * 60_000,
    })),
    kills: Array.from({ length: kills }, (_, index) => ({
      // The last tenth is left out: near the end there may be nothing to finish but what a person must.
      afterFinished: Math.floor(((index + random.next()) / kills) * orders * 0.9),
      delayMs: random.below(4000),
      victim: random.next(),
    })),
    // A little more than asked for, so that chance does not leave the run below it.
    faults: planFaults(faults * 1.05),
  };
}

/** When this share of all orders has come, as a share of the time: a sixth of them before the rush and a sixth after. */
function timeOf(share: number): number {
  if (share < 1 / 6) return share * 2;
  if (share < 5 / 6) return 1 / 3 + (share - 1 / 6) / 2;
  return 2 / 3 + (share - 5 / 6) * 2;
}

function planOrder(random: Random, seller: number): Omit<PlannedOrder, "atMs"> {
  const lines: Line[] = [];
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const { sku } = random.pick(catalogue);
    if (!lines.some((line) => line.sku === sku)) lines.push({ sku, quantity: 1 + random.below(3) });
  }
  const deeds: Deed[] = [];
  if (random.chance(0.03)) deeds.push({ what: "cancel", afterMs: random.below(3000) });
  if (random.chance(0.03)) deeds.push({ what: "edit", afterMs: random.below(20_000) });
  if (random.chance(0.02)) deeds.push({ what: "request-cancellation", afterMs: random.below(20_000) });
  if (random.chance(0.02)) deeds.push({ what: "cancel-as-seller", afterMs: 1000 + random.below(40_000) });
  return { seller, wish: { lines, type: random.chance(0.03) ? 2 : 3, isComplete: !random.chance(0.03) }, deeds };
}

function planFaults(share: number): PlannedFault[] {
  const whole = mixture.reduce((sum, { weight }) => sum + weight, 0);
  let left = 1;
  return mixture.map(({ weight, ...fault }) => {
    const mine = (share * weight) / whole;
    const given = mine / left;
    left -= mine;
    return { ...fault, share: given };
  });
}
