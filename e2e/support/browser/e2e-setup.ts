import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FullConfig } from "@playwright/test";
import { demoConfiguration, demoEnvironment, demoSettings } from "../../../sandbox/demo.mjs";
import { readablePassword } from "../../../scripts/environment.mjs";
import { startThrowawayPostgres } from "../../../scripts/postgres/postgres.mjs";
import { freePort } from "../../../scripts/processes/ports.mjs";
import { capture } from "../../../scripts/programs.mjs";
import { administer, databaseUrl } from "../database";
import { startTwins, type Twins } from "../twins";
import { productLog, writeE2eEnvironment } from "./e2e-environment";
import { megzo, productEnvironment, startProduct } from "./product";

type Secrets = Parameters<typeof demoEnvironment>[0];

async function applyDemo(env: NodeJS.ProcessEnv, twins: Twins, secrets: Secrets): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "megzo-e2e-"));
  try {
    const file = join(folder, "demo.json");
    const ports = { emagPort: twins.emag.port, acumaticaPort: twins.acumatica.port };
    const demo = JSON.stringify(demoConfiguration(ports));
    // A person watching a test should not wait a minute for an order in doubt.
    writeFileSync(file, demo.replace('"unknownOutcomeWaitSeconds":60', '"unknownOutcomeWaitSeconds":6'));
    await megzo({ ...env, ...demoEnvironment(secrets) }, "config", "apply", file, "--json");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without the webhooks' tokens, which stand in the addresses that an administrator gives to eMAG and the ERP. */
function secretsOf(
  { AUTH_SECRET, ENCRYPTION_KEYS, CRON_SECRET, METRICS_TOKEN }: NodeJS.ProcessEnv,
  given: Secrets,
): string[] {
  const { EMAG_PASSWORD, ERP_PASSWORD } = demoEnvironment(given);
  const own = [AUTH_SECRET, ENCRYPTION_KEYS?.split(":")[1], CRON_SECRET, METRICS_TOKEN, EMAG_PASSWORD, ERP_PASSWORD];
  return [...own, ...Object.values(given.passwords)].filter((secret) => secret !== undefined);
}

/** Tells the twins where the product's webhooks are; orders and the seller's staff wait for the specs to call them. */
async function connectWebhooks(twins: Twins, url: string, { tokens }: Secrets): Promise<void> {
  const webhook = (slug: string, token: string) => `${url}/api/webhooks/carpatic.${slug}/${token}`;
  const { emag, acumatica } = demoSettings({
    emagWebhook: webhook("emag-ro", tokens.emag),
    erpWebhook: webhook("erp", tokens.erp),
  });
  await twins.emag.control("PUT", "/_sandbox/settings", { ...emag, orderEverySeconds: 0 });
  await twins.acumatica.control("PUT", "/_sandbox/settings", { ...acumatica, staff: { enabled: false } });
}

/** Starts the whole product beside its twins on an empty database of this server, for one worker. */
async function startWorld(worker: number, serverUrl: string, running: { stop(): Promise<void> }[]): Promise<void> {
  const database = `world_${worker}`;
  await administer(serverUrl, `create database ${database}`);
  const url = databaseUrl(serverUrl, database);
  const twins = await startTwins();
  running.push(twins);

  const log = productLog(worker);
  rmSync(log, { force: true });
  const port = await freePort();
  const env = productEnvironment(url, `http://127.0.0.1:${port}`, twins);
  const secrets: Secrets = {
    passwords: { admin: readablePassword(), support: readablePassword() },
    tokens: { emag: randomBytes(24).toString("base64url"), erp: randomBytes(24).toString("base64url") },
  };
  await capture("scripts/migrate.ts", [], env);
  await applyDemo(env, twins, secrets);
  const metricsToken = randomBytes(24).toString("base64url");
  const product = await startProduct({
    databaseUrl: url,
    port,
    env: {
      // Every port, since a spec may bring twins of its own.
      ALLOWED_PRIVATE_HOSTS: "127.0.0.1",
      OUTBOUND_ADDRESSES: "203.0.113.7",
      METRICS_TOKEN: metricsToken,
      LOG_LEVEL: "debug",
      SANDBOX_EMAG_URL: twins.emag.url,
      SANDBOX_ACUMATICA_URL: twins.acumatica.url,
    },
    worker: true,
    log,
  });
  running.push(product);
  await connectWebhooks(twins, product.url, secrets);

  writeE2eEnvironment(worker, {
    baseUrl: product.url,
    databaseUrl: url,
    emag: twins.emag.url,
    acumatica: twins.acumatica.url,
    metricsToken,
    secrets: secretsOf(product.env, secrets),
    admin: { email: "admin@carpatic.example", password: secrets.passwords.admin },
    support: { email: "support@megzo.example", password: secrets.passwords.support },
  });
}

/** Starts a world for every worker of the run; returns what stops them all again. */
export default async function setup({ workers }: Pick<FullConfig, "workers">): Promise<() => Promise<void>> {
  const running: { stop(): Promise<void> }[] = [];
  const server = await startThrowawayPostgres();
  const stopAll = async () => {
    await Promise.all(running.map(({ stop }) => stop()));
    await server.stop();
  };
  const worlds = await Promise.allSettled(
    Array.from({ length: workers }, (_, worker) => startWorld(worker, server.url, running)),
  );
  const failed = worlds.find((world) => world.status === "rejected");
  if (!failed) return stopAll;
  await stopAll();
  throw failed.reason;
}
