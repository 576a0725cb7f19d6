import { ConnectorError } from "@/lib/connectors/contract";
import type { StepWork } from "@/lib/flows/engine/run-step";
import type { StepOutcome } from "@/lib/flows/engine/step-outcome";
import { takeInOrder } from "@/lib/flows/orders/receive-order";

/**
 * Started once an order is stored here. Acknowledges it at the channel, then reads the order again, because it may have
 * changed or been cancelled meanwhile (emag-api.md §4.8). Twice is safe: "already acknowledged" counts as done.
 */
export async function acknowledgeOrder({
  run,
  aggregate,
  step,
  ensureLease,
  completeStep,
}: StepWork): Promise<StepOutcome> {
  const { channel } = run.integration;
  const ref = { id: aggregate.order.channelOrderId, fulfilment: aggregate.order.fulfilment };
  let refusal: ConnectorError | null = null;
  const acknowledge = async () => {
    await ensureLease();
    await channel.acknowledgeOrder(ref).catch((error: unknown) => {
      // Whether a refusal matters shows in the order itself: when it is cancelled there is nothing left to acknowledge.
      if (!(error instanceof ConnectorError) || error.problem.kind !== "rejected") throw error;
      refusal = error;
    });
  };
  if (step.attempts === 0) await acknowledge();
  let current = await channel.readOrder(ref.id);
  if (step.attempts > 0 && current?.order.status === "new") {
    await acknowledge();
    current = await channel.readOrder(ref.id);
  }
  if (!current || current.order.status === "new") {
    if (refusal) throw refusal;
    return { kind: "again", inSeconds: 10 };
  }
  const { order } = current;
  const entry =
    order.status === "cancelled" ? null : ({ kind: "acknowledged", params: { status: order.status } } as const);
  return completeStep(async (tx) => void (await takeInOrder(run, tx, { order, raw: current.raw })), entry);
}
