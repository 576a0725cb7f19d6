import type { CallbackRecord, World } from "./state";

/** Callback records kept; older ones are forgotten. */
const kept = 5000;

/**
 * Sends the new-order calls that are due: GET with `order_id` in the query, repeated until the order is acknowledged
 * or cancelled (emag-api.md §3).
 */
export function sendDueCallbacks(world: World): void {
  const { settings, state } = world;
  if (!settings.callbackUrl) return;
  for (const order of state.orders.values()) {
    const { meta } = order;
    if (order.status !== 1 || meta.nextCallbackAt === null || meta.nextCallbackAt > world.now()) continue;
    meta.nextCallbackAt = world.now() + Math.max(1, settings.callbackRepeatSeconds) * 1000;
    sendCallback(world, "new-order", order.id);
  }
}

/** One call, with the drops, duplicates and delays the settings ask for; its outcome is recorded, never thrown. */
export function sendCallback(world: World, kind: CallbackRecord["kind"], orderId: number): void {
  const { settings } = world;
  if (!settings.callbackUrl || Math.random() < settings.callbackDropShare) return;
  const times = Math.random() < settings.callbackDuplicateShare ? 2 : 1;
  for (let i = 0; i < times; i++) {
    const delay = Math.random() * settings.callbackDelaySeconds * 1000;
    setTimeout(() => void call(world, kind, orderId), delay).unref();
  }
}

async function call(world: World, kind: CallbackRecord["kind"], orderId: number): Promise<void> {
  const { callbackUrl } = world.settings;
  const url = `${callbackUrl}${callbackUrl.includes("?") ? "&" : "?"}order_id=${orderId}`;
  const record: CallbackRecord = { at: world.stamp(), kind, orderId, status: null, error: null };
  const { callbacks } = world.state;
  callbacks.push(record);
  if (callbacks.length > kept) callbacks.splice(0, callbacks.length - kept);
  try {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5000) });
    record.status = answer.status;
    await answer.body?.cancel();
  } catch (error) {
    record.error = error instanceof Error ? error.message : String(error);
  }
}
