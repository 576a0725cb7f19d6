import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { type Database, openDatabase } from "@/lib/db/client";
import type { FlowContext } from "@/lib/flows/engine/context";
import { serveInvoice } from "@/lib/flows/invoices/serve-invoice";
import { applyConfiguration } from "@/lib/flows/operations/apply-configuration";
import { checkConfiguration } from "@/lib/flows/operations/check-configuration";
import { type TickReport, tick } from "@/lib/flows/schedule/tick";
import { openJobs } from "@/lib/jobs";
import { openOutbound } from "@/lib/outbound";
import { demoConfiguration, demoEnvironment } from "../../sandbox/demo.mjs";
import { createTestDatabase } from "./database";
import { passTime } from "./exactly-once/pass-time";
import { openTwins, type Twins } from "./twins";

/** The product's engine on a real database, both twins on ports of their own, and the public file route over real HTTP. */
export type Harness = {
  ctx: FlowContext;
  twins: Twins;
  databaseUrl: string;
  integrationId: string;
  connectionIds: { emag: string; erp: string };
  tick(): Promise<TickReport>;
  /** Beats until `done` says so, a second passing by the clocks of all three after each; fails after `seconds`. */
  tickUntil(done: () => Promise<boolean>, seconds?: number): Promise<void>;
  configure(change: (file: DemoFile) => void): Promise<void>;
  /** Whether the public file route can be reached from outside. */
  door: { open: boolean };
  stop(): Promise<void>;
};

type Settings = Record<string, unknown>;
/** As much of the configuration file as tests change. */
export type DemoFile = {
  sellers: {
    connections: { slug: string; settings: Settings; credentials: Settings }[];
    integrations: { orders: Settings; stock: Settings; invoices: Settings; awb: Settings }[];
  }[];
};

export type HarnessOptions = {
  emag?: object;
  acumatica?: object;
  configure?: (file: DemoFile) => void;
  /** Calls wait for their turn in real time, and eMAG counts them; otherwise waiting passes no time. */
  budgets?: boolean;
};

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  process.env.ENCRYPTION_KEYS ??= `t1:${randomBytes(32).toString("base64")}`;
  const [testDatabase, twins] = await Promise.all([
    createTestDatabase(),
    openTwins({ ...options, emag: { limits: options.budgets ?? false, ...options.emag } }),
  ]);
  const database = openDatabase(testDatabase.url, 6);
  const files = createServer();
  await new Promise<void>((ready) => files.listen(0, "127.0.0.1", ready));
  const ctx = harnessContext(database, `http://127.0.0.1:${(files.address() as AddressInfo).port}`, twins);
  if (options.budgets) ctx.sleep = (ms) => sleep(ms);
  const door = { open: true };
  serveFiles(files, ctx, door);
  const jobs = await openJobs(database.sql);
  const applied = await configureDemo(ctx, twins, options.configure ?? (() => {}));
  const [seller] = applied.sellers;
  const connectionId = (slug: string) => seller?.connections.find((one) => one.slug === slug)?.id ?? "";
  const beat = () => tick(ctx, jobs, 60);
  const harness: Harness = {
    ctx,
    twins,
    databaseUrl: testDatabase.url,
    integrationId: seller?.integrations[0]?.id ?? "",
    connectionIds: { emag: connectionId("emag-ro"), erp: connectionId("erp") },
    tick: beat,
    door,
    tickUntil: async (done, seconds = 40) => {
      for (let passed = 0; !(await done()); passed += 1) {
        if (passed > seconds) throw new Error(`not reached within ${seconds} s`);
        await beat();
        if (await done()) return;
        await passTime(harness, 1);
      }
    },
    configure: async (change) => {
      await configureDemo(ctx, twins, change);
    },
    stop: async () => {
      files.closeAllConnections();
      files.close();
      await twins.stop();
      await database.close();
      await testDatabase.drop();
    },
  };
  return harness;
}

/** Applies the sandbox's configuration with this change. @throws Error where the product refuses it */
async function configureDemo(ctx: FlowContext, twins: Twins, change: (file: DemoFile) => void) {
  const file = demoConfiguration({
    emagPort: twins.emag.port,
    acumaticaPort: twins.acumatica.port,
  }) as DemoFile;
  change(file);
  const secrets = demoEnvironment({
    passwords: { admin: "admin-password", support: "support-password" },
    tokens: { emag: "emag-token", erp: "erp-token" },
  });
  const { configuration, problems } = checkConfiguration(file, secrets);
  if (!configuration || problems.length > 0) throw new Error(JSON.stringify(problems));
  const result = await applyConfiguration(ctx, configuration);
  if (!result.applied) throw new Error(JSON.stringify(result.problems));
  return result.applied;
}

function harnessContext(database: Database, appUrl: string, twins: Twins): FlowContext {
  return {
    db: database.db,
    forTenant: database.forTenant,
    sql: database.sql,
    now: () => new Date(),
    random: Math.random,
    // A moment all the same, in which others come to their turn.
    sleep: (ms) => sleep(Math.min(ms, 2)),
    http: openOutbound([`127.0.0.1:${twins.emag.port}`, `127.0.0.1:${twins.acumatica.port}`]),
    mailer: null,
    log: pino({ level: process.env.LOG_LEVEL ?? "silent" }),
    appUrl,
    actor: "engine",
  };
}

function serveFiles(server: Server, ctx: FlowContext, door: { open: boolean }): void {
  server.on("request", async (request, response) => {
    if (!door.open) return response.destroy();
    const [, , , token = "", name = ""] = new URL(request.url ?? "/", ctx.appUrl).pathname.split("/");
    const answer = await serveInvoice(ctx, {
      token,
      name,
      method: request.method ?? "GET",
      address: request.socket.remoteAddress ?? null,
      agent: request.headers["user-agent"] ?? null,
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (!answer.body) return response.end();
    return pipeline(Readable.fromWeb(answer.body as WebStream), response).catch(() => {});
  });
}
