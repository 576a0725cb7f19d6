import { eq } from "drizzle-orm";
import { parcels } from "@/lib/db/schema";
import type { StepWork } from "@/lib/flows/engine/run-step";
import type { StepOutcome } from "@/lib/flows/engine/step-outcome";

/**
 * Started once the parcel exists. Writes its number to the ERP's shipment. Twice is safe: the connector reads first and
 * does nothing when the number is already there.
 */
export async function writeTracking(work: StepWork): Promise<StepOutcome> {
  const { run, aggregate, ensureLease } = work;
  const { parcel } = aggregate;
  if (!parcel) return { kind: "waiting", reason: "hand-over" };
  const number = parcel.trackingNumber ?? (await askForNumber(work));
  if (!number) return { kind: "waiting", reason: "tracking-number" };
  await ensureLease();
  await run.integration.erp.writeTracking(parcel.shipmentNumber, number);
  const entry = { kind: "tracking-written", params: { number, shipment: parcel.shipmentNumber } } as const;
  return work.completeStep(async (tx) => {
    await tx.update(parcels).set({ trackingWrittenAt: run.ctx.now() }).where(eq(parcels.orderId, aggregate.order.id));
  }, entry);
}

/** Some answers name the parcel but not its number (emag-api.md §6.1); the number is read later, never ordered again. */
async function askForNumber({ run, aggregate, ensureLease }: StepWork): Promise<string | null> {
  if (!aggregate.parcel?.parcelId) return null;
  await ensureLease();
  const parcel = await run.integration.channel.readParcel(aggregate.parcel.parcelId);
  if (!parcel?.number) return null;
  await run.ctx.db
    .update(parcels)
    .set({ trackingNumber: parcel.number, courier: parcel.courier })
    .where(eq(parcels.orderId, aggregate.order.id));
  return parcel.number;
}
