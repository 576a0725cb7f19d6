import type { Db } from "@/lib/db/client";
import { extendOrderLease, type FreshFacts, type OrderChange } from "@/lib/db/engine/lease";
import { factsOf } from "@/lib/db/orders/orders";
import { isWanted } from "@/lib/domain/orders/decide";
import type { LeasedOrder, StepWork } from "@/lib/flows/engine/run-step";
import { LeaseLost } from "@/lib/flows/engine/write-leased";

/** Neither facts nor settings ask for this step any more: nothing goes out, and what is to do is decided anew. */
export class NotWanted extends Error {}

/** Longer than the longest time-out of any connector's write. */
const callSeconds = 180;
/** Added to it, so that calls of the same step that soon follow need not extend the lease again. */
const spareSeconds = 60;

/** Whether a step is to be done or looked at, by the order as it was read and what is known to have changed since. */
export function isStepWanted(
  { aggregate }: LeasedOrder,
  kind: StepWork["step"]["kind"],
  fresh: Partial<FreshFacts> = {},
) {
  const { settings = aggregate.settings, ...changed } = fresh;
  return ["now", "look"].includes(isWanted(kind, { ...factsOf(aggregate), ...changed }, settings).kind);
}

/**
 * Asks for an order's lease anew: at once before a write, or where it would end before a call may. The same statement tells
 * whether the step is still wanted: into a doubt one may look all the same, and what went out is followed to its end.
 * @throws LeaseLost, NotWanted
 */
export function stepLease(work: StepWork) {
  const { ctx } = work.run;
  const { lease, aggregate, step } = work;
  // Counted from before the database was asked: the lease lasts at least as long.
  let leasedUntil = 0;
  const extend = async (db: Db, writes: boolean, change?: OrderChange) => {
    const until = ctx.now().getTime() + (callSeconds + spareSeconds) * 1000;
    const fresh = await extendOrderLease(db, lease, callSeconds + spareSeconds, change);
    if (!fresh) throw new LeaseLost();
    const begun = step.state === "in-doubt" || work.intentCommitted || work.completed;
    if ((writes || !begun) && !isStepWanted({ lease, aggregate }, step.kind, fresh)) throw new NotWanted();
    if (fresh.settings) aggregate.settings = fresh.settings;
    leasedUntil = until;
  };
  return {
    forWrite: (db: Db, change?: OrderChange) => extend(db, true, change),
    forCall: async (db: Db) => {
      if (leasedUntil - ctx.now().getTime() < callSeconds * 1000) await extend(db, false);
    },
  };
}
