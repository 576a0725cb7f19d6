import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { type Database, openDatabase } from "@/lib/db/client";
import { encrypt } from "@/lib/db/encryption";
import { migrate } from "@/lib/db/migrate";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { openOutbound } from "@/lib/outbound";
import { startThrowawayPostgres } from "../scripts/postgres/postgres.mjs";
import { report } from "./figure";

/**
 * A stock pass over a large catalogue of which one in a hundred changed: calls, seconds at eMAG's limit, and the
 * process's peak memory with a heap of 256 MiB, at two sizes in one run. `npx tsx bench/stock.ts [items] [items]`, by default 10,000 and 100,000.
 */
const here = fileURLToPath(import.meta.url);
// What a pass needs, not what the collector leaves lying about on a machine with plenty.
const heapMiB = 256;
const script = (...args: string[]) => [`--max-old-space-size=${heapMiB}`, "--import", "tsx", ...args];
const [small = "10000", large = "100000", only] = process.argv.slice(2);

type Figures = {
  items: number;
  changed: number;
  calls: number;
  refused: number;
  pages: number;
  sending: number;
  pass: number;
  peak: number;
};

async function fill({ sql }: Database, items: number, port: number): Promise<string> {
  const ids = [crypto.randomUUID(), crypto.randomUUID()] as const;
  const [seller] = await sql`insert into sellers (slug, name) values ('bench', 'bench') returning id`;
  const side = (id: string, slug: string, settings: object, credentials: object) => sql`
    insert into connections (id, seller_id, slug, connector, settings, credentials, webhook_token)
    values (${id}, ${seller?.id}, ${slug}, ${slug}, ${sql.json(settings as never)}, ${encrypt(JSON.stringify(credentials), id)}, 'none')`;
  const base = `http://127.0.0.1:${port}`;
  await side(ids[0], "emag", { baseUrl: `${base}/api-3` }, { username: "bench", password: "bench" });
  const site = { baseUrl: `${base}/erp`, endpoint: "Default", version: "24.200.001", tenant: "PROD" };
  await side(ids[1], "acumatica", site, { method: "password", username: "bench", password: "bench" });
  const settings = {
    orders: { enabled: true, orderType: "EM", customerId: "EMAG", warehouseId: "MAIN", lookbackDays: 7 },
    stock: {
      enabled: true,
      buffer: 2,
      warehouses: ["MAIN"],
      quantity: "available",
      reconcileMinutes: 60,
      absentHoldMinutes: 60,
      brake: { maxShare: 0.2, minOffers: 10 },
    },
    invoices: { enabled: false, filePattern: "*.pdf" },
    awb: { enabled: false, mode: "emag" },
  };
  const [integration] = await sql`
    insert into integrations (seller_id, slug, channel_id, erp_id, enabled, heartbeat_minutes, settings, offers_read_at, stock_read_at, stock_requested_at)
    values (${seller?.id}, 'bench', ${ids[0]}, ${ids[1]}, true, 5, ${sql.json(settings as never)}, now(), now() - interval '1 minute', now())
    returning id`;
  await sql`
    insert into offers (integration_id, channel_offer_id, sku, name, active, available, warehouses, in_flight, buffer_units,
      cap_units, target, published, published_at, observed, observed_at)
    select ${integration?.id}, n::text, 'SKU-' || n, 'Offer ' || n, true, 10 + n % 90, jsonb_build_object('MAIN', 10 + n % 90),
      0, 2, 65535, 8 + n % 90, 8 + n % 90, now() - interval '1 hour', 8 + n % 90, now() - interval '1 hour'
    from generate_series(0, ${items}::int - 1) n`;
  await sql`insert into erp_items (integration_id, key, item_id, first_seen_at)
    select ${integration?.id}, 'SKU-' || n, 'SKU-' || n, now() from generate_series(0, ${items}::int - 1) n`;
  await sql`vacuum analyze`;
  return String(integration?.id);
}

/** One pass in this very process; its peak memory is then the product's own. */
async function pass(items: number, url: string, port: number): Promise<void> {
  const database = openDatabase(url);
  const integrationId = await fill(database, items, port);
  const ctx = {
    db: database.db,
    forTenant: database.forTenant,
    sql: database.sql,
    now: () => new Date(),
    random: Math.random,
    sleep: (ms: number) => sleep(ms),
    http: openOutbound([`127.0.0.1:${port}`]),
    mailer: null,
    log: pino({ level: process.env.LOG_LEVEL ?? "silent" }, pino.destination(2)),
    appUrl: "http://localhost",
    actor: "engine",
  };
  const begun = performance.now();
  const { failed } = await runIntegration(ctx, { integrationId, deadline: () => false });
  const seconds = (performance.now() - begun) / 1000;
  if (failed > 0) throw new Error("the pass failed");
  const report = (await (await fetch(`http://127.0.0.1:${port}/report`)).json()) as {
    writes: number[];
    offers: number;
    refused: number;
    pages: number;
  };
  const [first = 0] = report.writes;
  const figures: Figures = {
    items,
    changed: report.offers,
    calls: report.writes.length,
    refused: report.refused,
    pages: report.pages,
    sending: ((report.writes.at(-1) ?? 0) - first) / 1000 + 0.4,
    pass: seconds,
    peak: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(figures));
  await database.close();
}

async function lineOf(args: string[]): Promise<{ line: string; stop: () => void }> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env: process.env });
  const died = once(child, "close").then(([code]) => {
    throw new Error(`${args.at(3)} ended with ${code}`);
  });
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), "line"), died])) as [string];
  return { line, stop: () => child.kill() };
}

async function measure(items: string): Promise<Figures> {
  const server = await startThrowawayPostgres();
  const sides = await lineOf(script("bench/stock-sides.ts", items));
  try {
    await migrate(server.url);
    const { line } = await lineOf(script(here, items, server.url, sides.line));
    return JSON.parse(line) as Figures;
  } finally {
    sides.stop();
    await server.stop();
  }
}

process.env.ENCRYPTION_KEYS ??= `b1:${randomBytes(32).toString("base64")}`;
if (only) await pass(Number(small), large, Number(only));
else {
  console.log(
    "| items | changed | write calls | calls at least | sending, s | of the limit's own time | whole pass, s | peak memory, MiB |",
  );
  console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
  for (const items of [small, large]) {
    const { changed, calls, refused, sending, pass: whole, peak } = await measure(items);
    const least = Math.ceil(changed / 50);
    console.log(
      `| ${items} | ${changed} | ${calls} (${refused} refused) | ${least} | ${sending.toFixed(2)} | ${(sending / (least / 3)).toFixed(2)} | ${whole.toFixed(1)} | ${peak.toFixed(0)} |`,
    );
    const share = sending / (least / 3);
    const pushed = `a push of ${changed} offers takes ceil(N/50)/3 s`;
    // A single call is one answer's delay, whatever the limit.
    if (least > 1) report({ goal: `${pushed}, at most 1.05 of it`, figure: share.toFixed(2), met: share <= 1.05 });
    report({ goal: `at most 300 MiB a process, ${items} items`, figure: `${peak.toFixed(0)} MiB`, met: peak <= 300 });
  }
}
