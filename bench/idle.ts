import { randomBytes, randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { drizzle } from "drizzle-orm/postgres-js";
import pino from "pino";
import type { Sql } from "postgres";
import { type Database, type Db, openDatabase } from "@/lib/db/client";
import { takeLease } from "@/lib/db/engine/lease";
import { migrate } from "@/lib/db/migrate";
import { integrationsWithWork } from "@/lib/db/orders/steps";
import * as schema from "@/lib/db/schema";
import { raiseAlerts } from "@/lib/flows/alerts/raise-alerts";
import type { FlowContext } from "@/lib/flows/engine/context";
import { workOnce } from "@/lib/flows/schedule/tick";
import { openJobs } from "@/lib/jobs";
import { startThrowawayPostgres } from "../scripts/postgres/postgres.mjs";
import { exponent, quantile, report } from "./figure";
import { fillYear } from "./year-of-orders";

/**
 * What a worker costs while nothing is to be done, as sellers and orders grow: its look for work, once a second, and the
 * look for something wrong, once a minute. `npx tsx bench/idle.ts`; rows only, no system is called.
 */
process.env.ENCRYPTION_KEYS ??= `b1:${randomBytes(32).toString("base64")}`;

type Cost = { pass: number; passStatements: number; watch: number; watchStatements: number; backlog: number };

/** A context that calls nothing and tells of every statement. */
function contextOf(database: Database, logQuery: () => void): FlowContext {
  const client = (database.db as Db & { $client: Sql }).$client;
  return {
    db: drizzle(client, { schema, logger: { logQuery } }),
    forTenant: database.forTenant,
    sql: database.sql,
    now: () => new Date(),
    random: Math.random,
    sleep: (ms) => sleep(ms),
    http: () => Promise.reject(new Error("nothing is called here")),
    mailer: null,
    log: pino({ level: "silent" }),
    appUrl: "http://localhost",
    actor: "engine",
  };
}

async function measure(sellers: number, ordersEach: number): Promise<Cost> {
  const server = await startThrowawayPostgres();
  await migrate(server.url);
  const database = openDatabase(server.url);
  try {
    for (let n = 0; n < sellers; n += 1) await fillYear(database.sql, `shop-${n}`, ordersEach, ordersEach / 10);
    await database.sql`update integrations set heartbeat_minutes = 60, heartbeat_started_at = now(), heartbeat_finished_at = now()`;
    await database.sql`vacuum analyze`;
    let statements = 0;
    const ctx = contextOf(database, () => {
      statements += 1;
    });
    const jobs = await openJobs(ctx.sql);
    // Held, so that the pass is measured without the watch.
    await takeLease(ctx.db, "watch", randomUUID(), 3600);
    const timed = async (times: number, does: () => Promise<unknown>) => {
      await does();
      const asked = statements;
      const took: number[] = [];
      for (let n = 0; n < times; n += 1) {
        const begun = performance.now();
        await does();
        took.push(performance.now() - begun);
      }
      return [quantile(took, 0.5), (statements - asked) / times] as const;
    };
    const [pass, passStatements] = await timed(15, () => workOnce(ctx, jobs, () => false));
    if ((await jobs.waiting()) > 0) throw new Error("this was not idle");
    const [watch, watchStatements] = await timed(3, () => raiseAlerts(ctx));
    await database.sql`update steps set state = 'due', due_at = now() where kind = 'hand-over-awb'`;
    await database.sql`vacuum analyze`;
    const [backlog] = await timed(5, () => integrationsWithWork(ctx.db, ctx.now()));
    return { pass, passStatements, watch, watchStatements, backlog };
  } finally {
    await database.close();
    await server.stop();
  }
}

const sizes: [number, number][] = [
  [1, 100],
  [10, 100],
  [100, 100],
  [1000, 100],
  [1, 1000],
  [1, 10_000],
  [1, 100_000],
];
const found: { size: [number, number]; cost: Cost }[] = [];
console.log(
  "| sellers | orders each | look for work, ms | statements | look for something wrong, ms | statements | look with a step of every order due, ms |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- |");
for (const size of sizes) {
  const cost = await measure(...size);
  found.push({ size, cost });
  const { pass, passStatements, watch, watchStatements, backlog } = cost;
  console.log(
    `| ${size[0]} | ${size[1]} | ${pass.toFixed(1)} | ${passStatements} | ${watch.toFixed(0)} | ${watchStatements.toFixed(0)} | ${backlog.toFixed(1)} |`,
  );
}
for (const [what, from, to, n] of [
  ["sellers", 2, 3, 0],
  ["orders", 5, 6, 1],
] as const) {
  const [small, large] = [found[from], found[to]];
  if (!small || !large) continue;
  const of = (key: "pass" | "watch") => exponent([small.cost[key], large.cost[key]], [small.size[n], large.size[n]]);
  report({
    goal: `an idle worker's looks grow no faster than ${what}`,
    figure: `exponents ${of("pass").toFixed(2)} and ${of("watch").toFixed(2)}`,
    met: of("pass") <= 1.05 && of("watch") <= 1.05,
  });
}
process.exit(0);
