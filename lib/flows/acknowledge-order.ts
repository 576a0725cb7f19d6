import { receiveOrder } from "@/lib/flows/receive-order";
import type { Outcome } from "@/lib/flows/step-outcome";
import type { StepWork } from "@/lib/flows/work-step";

/**
 * Started once an order is safe in our rows. Tells the channel so, then reads the order again, because it may have
 * changed or been cancelled meanwhile (emag-api.md §4.8). Twice is safe: "already acknowledged" counts as done.
 */
export async function acknowledgeOrder({ run, file, step, beforeCall, event }: StepWork): Promise<Outcome> {
  const { channel } = run.open;
  const ref = { id: file.order.channelOrderId, fulfilment: file.order.fulfilment };
  if (step.attempts === 0) {
    await beforeCall();
    await channel.acknowledgeOrder(ref);
  }
  await beforeCall();
  let current = await channel.readOrder(ref.id);
  if (step.attempts > 0 && current?.order.status === "new") {
    await beforeCall();
    await channel.acknowledgeOrder(ref);
    current = await channel.readOrder(ref.id);
  }
  if (!current || current.order.status === "new") return { kind: "again", inSeconds: 10 };
  await receiveOrder(run, current);
  await event("acknowledged", { status: current.order.status });
  return { kind: "done" };
}
