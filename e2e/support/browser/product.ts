import { freshSecrets } from "../../../scripts/environment.mjs";
import { freePort } from "../../../scripts/processes/ports.mjs";
import { type Child, capture, startWeb, startWorker } from "../../../scripts/programs.mjs";
import type { Twins } from "../twins";

export type Product = {
  url: string;
  /** The environment the product runs in: its secrets, and what a command against the same database needs. */
  env: NodeJS.ProcessEnv;
  web: Child;
  worker: Child | undefined;
  stop(): Promise<void>;
};

type Options = { databaseUrl: string; port?: number; env?: Record<string, string>; worker?: boolean; log?: string };

const testSecrets = freshSecrets();

/** What the product needs in its environment to run against this database, and to be let through to these twins. */
export function productEnvironment(databaseUrl: string, appUrl: string, twins?: Twins): NodeJS.ProcessEnv {
  const hosts = twins ? [`127.0.0.1:${twins.emag.port}`, `127.0.0.1:${twins.acumatica.port}`] : [];
  return {
    ...process.env,
    ...testSecrets,
    DATABASE_URL: databaseUrl,
    APP_URL: appUrl,
    ALLOWED_PRIVATE_HOSTS: hosts.join(","),
    LOG_LEVEL: "warn",
  };
}

/** Runs `npm run megzo` with these arguments; resolves to what it printed. */
export const megzo = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> =>
  capture("scripts/megzo.ts", args, env);

/** Starts the built web application on a migrated database, and a worker when asked; resolves when it serves. */
export async function startProduct({ databaseUrl, port, env = {}, worker = false, log }: Options): Promise<Product> {
  const chosen = await freePort(port);
  const url = `http://127.0.0.1:${chosen}`;
  const whole = { ...productEnvironment(databaseUrl, url), ...env };
  const web = startWeb(chosen, { env: whole, log });
  const working = worker ? startWorker({ env: whole, log }) : undefined;
  const stop = async () => {
    await Promise.all([web.child.stop(), working?.stop()]);
  };
  try {
    await web.ready;
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, env: whole, web: web.child, worker: working, stop };
}
