import type { Db } from "@/lib/db/client";
import type { OrderLease } from "@/lib/db/engine/lease";
import { writeStep } from "@/lib/db/orders/steps";
import type { StepKind } from "@/lib/domain/orders/step";

/** The lease was lost while a step was worked: somebody else goes on, nothing may be written. */
export class LeaseLost extends Error {}

export type StepChange = Parameters<typeof writeStep>[3];

/** Writes a step's row under its order's lease; throws `LeaseLost` when the database refuses it. */
export async function writeLeased(db: Db, lease: OrderLease, kind: StepKind, change: StepChange): Promise<void> {
  if (!(await writeStep(db, lease, kind, change))) throw new LeaseLost();
}
