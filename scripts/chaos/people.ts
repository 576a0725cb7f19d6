import { setTimeout as sleep } from "node:timers/promises";
import { retryStep } from "@/lib/flows/orders/retry-step";
import type { Deed, Plan, PlannedOrder } from "./plan";
import { nothing, type Progress, readProgress } from "./progress";
import type { Shop, World } from "./world";

/** Buyers never get further ahead of the workers than this, so that nearly all work is done under faults. */
const openAtMost = (orders: number, shops: number) => Math.max(40, Math.min(60 * shops, orders / 4));
/** Not all at once: hundreds of orders in the first seconds would be a test of the machine. */
const placedEveryMs = 50;
const progressEveryMs = 1000;
const sessionsLostEveryMs = 4000;
const personLooksEveryMs = 5000;
/** A person presses *Retry* only when nothing can still be under way. */
const restSeconds = 8;

/** What happened to the orders from outside. */
export type Doings = {
  placed: number;
  /** `seller/order` of those cancelled on eMAG. */
  cancelled: Set<string>;
  pressed: number;
  /** How far our own rows were when last read. */
  progress: Promise<Progress>;
  readAt: number;
  stop(): void;
};

type Going = Doings & { running: boolean; deeds: Promise<void>[] };

/** Buyers place all planned orders, each at its time or as fast as the workers keep up; resolves when the last deed is done. */
export async function placeOrders(world: World, plan: Plan, doings: Going): Promise<void> {
  const started = Date.now();
  const most = openAtMost(plan.orders.length, world.shops.length);
  for (const planned of plan.orders) {
    if (planned.atMs !== null) await sleep(started + planned.atMs - Date.now());
    else {
      while (doings.placed % 10 === 0 && (await openOrders(world, doings)) > most) await sleep(500);
      await sleep(placedEveryMs);
    }
    const shop = world.shops[planned.seller];
    if (!shop) throw new Error(`there is no seller ${planned.seller}`);
    const id = await place(shop, planned);
    doings.placed += 1;
    for (const deed of planned.deeds) doings.deeds.push(happen(doings, shop, id, planned, deed));
  }
  await Promise.all(doings.deeds);
}

export function begin(): Going {
  const doings: Going = {
    placed: 0,
    cancelled: new Set(),
    pressed: 0,
    progress: Promise.resolve(nothing),
    readAt: 0,
    running: true,
    deeds: [],
    stop: () => {
      doings.running = false;
    },
  };
  return doings;
}

/** Orders on eMAG that still want something from us. */
async function openOrders(world: World, doings: Doings): Promise<number> {
  const { closed, unseen } = await openOf(world, doings);
  return doings.placed - closed - unseen;
}

/** Read at most once a second, whoever asks: over tens of thousands of steps it costs what the workers lack. */
export async function openOf({ ctx }: World, doings: Doings): Promise<Progress> {
  if (Date.now() - doings.readAt >= progressEveryMs) {
    doings.readAt = Date.now();
    doings.progress = readProgress(ctx, [...doings.cancelled]);
  }
  return doings.progress;
}

async function place({ twins }: Shop, { wish }: PlannedOrder): Promise<string> {
  const { id } = await twins.emag.control<{ id: number }>("POST", "/_sandbox/orders", wish);
  return String(id);
}

/** What comes too late is refused, as a person would be. */
async function happen(
  doings: Going,
  { slug, twins: { emag } }: Shop,
  id: string,
  { wish }: PlannedOrder,
  { what, afterMs }: Deed,
): Promise<void> {
  await sleep(afterMs);
  if (what === "cancel-as-seller") {
    if (await cancelAsSeller(emag.url, id, wish.type)) doings.cancelled.add(`${slug}/${id}`);
    return;
  }
  const [first] = wish.lines;
  const body = what === "edit" && first ? { lines: [{ sku: first.sku, quantity: first.quantity + 1 }] } : undefined;
  const done = await emag.control("POST", `/_sandbox/orders/${id}/${what}`, body).then(
    () => true,
    () => false,
  );
  if (done && what === "cancel") doings.cancelled.add(`${slug}/${id}`);
}

async function cancelAsSeller(url: string, id: string, type: 2 | 3): Promise<boolean> {
  const answer = await fetch(`${url}/api-3/order/save`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("api@carpatic.example:emag-demo")}`, "content-type": "application/json" },
    body: JSON.stringify({ data: [{ id: Number(id), type, status: 0, reason_cancellation: 21 }] }),
  }).catch(() => null);
  const text = answer ? await answer.text().catch(() => "") : "";
  return text.includes('"isError":false');
}

/** Every ERP forgets its sessions every few seconds, until the run is over. */
export async function loseSessions({ shops }: World, doings: Going): Promise<number> {
  let times = 0;
  while (doings.running) {
    await sleep(sessionsLostEveryMs);
    if (!doings.running) break;
    for (const { twins } of shops) {
      // One that does not come about is no reason to lose hours of a run.
      const lost = await twins.acumatica.control("POST", "/_sandbox/sessions/expire").then(
        () => 1,
        () => 0,
      );
      times += lost;
    }
  }
  return times;
}

/** Somebody at the desk looks at parcels of unknown fate and presses *Retry*, as the problem's text asks them to. */
export async function pressRetry({ ctx }: World, doings: Going, ended: () => boolean): Promise<void> {
  while (!ended()) {
    const rows = await ctx.sql<{ id: string }[]>`
      select order_id as id from steps where state = 'blocked' and problem->>'code' = 'parcel-unknown'
        and updated_at < now() - make_interval(secs => ${restSeconds})`;
    for (const { id } of rows) {
      await retryStep({ ...ctx, actor: "desk@carpatic.example" }, { orderId: id, kind: "hand-over-awb" });
      doings.pressed += 1;
    }
    await sleep(personLooksEveryMs);
  }
}
