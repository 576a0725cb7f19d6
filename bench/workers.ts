import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { sampleOrder } from "@/lib/domain/orders/sample-order";
import { startCrew } from "../scripts/chaos/crew";
import { type Shop, startWorld, type World } from "../scripts/chaos/world";
import { report } from "./figure";

/**
 * Real worker processes on one database, with eMAG's real limits, and calls that take 100 ms (eMAG) and 300 ms (ERP): how
 * much sooner ten sellers' backlogs are in the ERP with 1, 2 and 4 workers, and how much later ten orders of one seller
 * are after their heartbeat while another has 100,000 orders due. `npx tsx bench/workers.ts [orders of each seller] [orders due] [workers]`.
 */
const [each = 30, due = 100_000, only] = process.argv.slice(2).map(Number);
const crews = only ? [only] : [1, 2, 4];
const heartbeatSeconds = 300;
/** Until a worker has started and read everything once. */
const startSeconds = 25;
const nobody = "Nimeni";
const seconds = (times: number[]) => times.map((time) => time.toFixed(0)).join(", ");

async function openWorld(sellers: number): Promise<World> {
  const world = await startWorld({ orders: 1, sellers, realLimits: true });
  // What follows the Sales Order would only stand in the way of the next measurement.
  await world.ctx.sql`update integrations set settings = settings
    || '{"invoices": {"enabled": false}, "awb": {"enabled": false}}'::jsonb
    || jsonb_build_object('stock', settings -> 'stock' || '{"enabled": false}'::jsonb)`;
  for (const { twins } of world.shops) {
    await twins.acumatica.control("PUT", "/_sandbox/settings", { staff: { enabled: false } });
    await twins.emag.control("PUT", "/_sandbox/settings", { callbackDropShare: 1 });
    const delay = (seconds: number) => ({ route: ".*", kind: "delay", seconds, times: -1, share: 1 });
    await twins.emag.control("POST", "/_sandbox/faults", delay(0.1));
    await twins.acumatica.control("POST", "/_sandbox/faults", delay(0.3));
  }
  return world;
}

async function place({ twins }: Shop, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const wish = { lines: [{ sku: "MUG-03", quantity: 1 }], isComplete: true };
    ids.push(String((await twins.emag.control<{ id: number }>("POST", "/_sandbox/orders", wish)).id));
  }
  return ids;
}

/** Seconds until the ERP has all these orders of a seller, and no longer than `atMost`. */
async function linked({ ctx }: World, shop: Shop, ids: string[], atMost: number): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const [row] = await ctx.sql`
      select count(*)::int as n from order_links l join orders o on o.id = l.order_id
        join sellers s on s.id = o.seller_id where s.slug = ${shop.slug} and o.channel_order_id = any(${ids})`;
    const seconds = (performance.now() - begun) / 1000;
    if (row?.n === ids.length) return seconds;
    if (seconds > atMost) throw new Error(`${shop.slug}: ${row?.n} of ${ids.length} orders after ${atMost} s`);
    await sleep(200);
  }
}

/** The clock strikes for every seller; the next stroke is out of the way of what is measured. */
const beatAll = ({ ctx }: World) =>
  ctx.sql`update integrations set heartbeat_requested_at = now(), heartbeat_minutes = 60`;

async function throughput(world: World): Promise<void> {
  const took: number[] = [];
  for (const size of crews) {
    const crew = startCrew(world.env, size);
    await beatAll(world);
    await sleep(startSeconds * 1000);
    const placed: [Shop, string[]][] = [];
    for (const shop of world.shops) placed.push([shop, await place(shop, each)]);
    await beatAll(world);
    const all = await Promise.all(placed.map(([shop, ids]) => linked(world, shop, ids, 600)));
    await crew.stop();
    took.push(Math.max(...all));
    console.log(`${size} workers: ${10 * each} orders of ten sellers in the ERP after ${took.at(-1)?.toFixed(1)} s`);
  }
  const [one = 0, two = 0, four = 0] = took;
  if (only) return;
  report({
    goal: "ten sellers' backlogs, 2 and 4 workers against one",
    figure: `${(one / two).toFixed(2)} and ${(one / four).toFixed(2)} times as fast`,
    met: null,
  });
}

/** Orders that are known and due to be acknowledged: rows only, eMAG knows nothing of them. */
async function pileUp({ ctx }: World, { slug }: Shop): Promise<void> {
  await ctx.sql`
    with made as (
      insert into orders (seller_id, integration_id, connection_id, channel_order_id, fulfilment, status, modified, placed_at,
        buyer_name, currency, gross, data, raw, received_at, updated_at)
      select s.id, i.id, i.channel_id, (900000000 + n)::text, 'seller', 'new', '2026-01-01 00:00:00', '2026-01-01 00:00:00',
        ${nobody}, 'RON', 100, ${JSON.stringify(sampleOrder())}::jsonb, '{}'::jsonb, now(), now()
      from sellers s join integrations i on i.seller_id = s.id, generate_series(1, ${due}::int) n where s.slug = ${slug}
      returning id)
    insert into steps (order_id, kind, state, attempts, due_at, updated_at) select id, 'acknowledge', 'due', 0, now(), now() from made`;
}

async function fairness(world: World): Promise<void> {
  const rows: string[] = [];
  let worst = 0;
  const [big, small] = world.shops;
  if (!big || !small) throw new Error("two sellers are needed");
  const ten = async () => {
    const ids = await place(small, 10);
    await world.ctx.sql`update integrations i set heartbeat_requested_at = now()
      from sellers s where s.id = i.seller_id and s.slug in (${small.slug}, ${big.slug})`;
    return linked(world, small, ids, 600);
  };
  for (const size of crews) {
    const crew = startCrew(world.env, size);
    await ten();
    const alone = [await ten(), await ten()];
    await pileUp(world, big);
    await sleep(15_000);
    const beside = [await ten(), await ten(), await ten()];
    const [left] = await world.ctx.sql`select count(*)::int as n from steps where state = 'due'`;
    worst = Math.max(worst, Math.max(...beside) - Math.max(...alone));
    rows.push(`| ${size} | ${seconds(alone)} | ${seconds(beside)} | ${left?.n} |`);
    await crew.stop();
    await world.ctx.sql`delete from orders where buyer_name = ${nobody}`;
  }
  console.log(`| workers | ten orders alone, s | beside, s | steps still due |`);
  console.log(["| --- | --- | --- | --- |", ...rows].join("\n"));
  report({
    goal: `ten orders beside another seller's ${due} due: later by at most a heartbeat`,
    figure: `${worst.toFixed(0)} s later at the worst`,
    met: worst <= heartbeatSeconds,
  });
}

const world = await openWorld(10);
try {
  await throughput(world);
  await fairness(world);
} finally {
  await world.stop();
}
process.exit(0);
