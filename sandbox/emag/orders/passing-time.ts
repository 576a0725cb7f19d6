import { fetchDueAttachments } from "../attachments";
import { sendDueCallbacks } from "../callbacks";
import type { World } from "../state";
import { completeOrder } from "./edit-order";
import { placeOrder } from "./generate-order";

/** Everything that happens by itself, done up to the twin's clock: downloads, completions, arrivals, callbacks. */
export async function passTime(world: World): Promise<void> {
  const now = world.now();
  for (const order of world.state.orders.values()) {
    const { completesAt } = order.meta;
    if (order.is_complete === 0 && completesAt !== null && completesAt <= now) completeOrder(world, order);
  }
  arrive(world, now);
  sendDueCallbacks(world);
  await fetchDueAttachments(world);
}

/** At most one order per call, so that a leap of the clock brings no flood. */
function arrive(world: World, now: number): void {
  const { settings, state, random } = world;
  if (settings.orderEverySeconds <= 0) {
    state.nextOrderAt = null;
    return;
  }
  if (state.nextOrderAt !== null && state.nextOrderAt > now) return;
  if (state.nextOrderAt !== null) placeOrder(world);
  state.nextOrderAt = now + settings.orderEverySeconds * 1000 * (0.5 + random.next());
}
