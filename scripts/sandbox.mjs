/** The local twins of eMAG and Acumatica and the demo seller that `npm start` connects to them. */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { demoConfiguration, demoEnvironment, demoSettings } from "../sandbox/demo.mjs";
import { Failure, inState, readJson, writeJson } from "./checkout.mjs";
import { readablePassword } from "./environment.mjs";
import { freePort } from "./ports.mjs";
import { isAlive } from "./process-table.mjs";
import { capture, control, startTwin } from "./programs.mjs";

const notes = inState("sandbox.json");
const token = () => randomBytes(24).toString("base64url");

/** The port a configured demo connection points at; `undefined` when it is not there or points elsewhere. */
function configuredPort(seller, slug) {
  const baseUrl = seller?.connections?.find((connection) => connection.slug === slug)?.settings?.baseUrl;
  const { hostname, port } = baseUrl ? new URL(baseUrl) : {};
  return hostname === "127.0.0.1" ? Number(port) : undefined;
}

/** Whether another `npm start` of this checkout still runs its twin here; other checkouts have twins of their own. */
async function isShared(owner, port) {
  if (!isAlive(owner)) return false;
  try {
    await control(port, "GET", "/_sandbox/health");
    return true;
  } catch {
    return false;
  }
}

/**
 * Decides from the stored configuration whether this is a sandbox: when nothing is configured, or when the demo seller is
 * and still points at this machine. Resolves to `undefined` for anybody's real data. `outdated` says that the demo
 * configuration has to be applied: at first, and when a port moved or the passwords are new.
 */
export async function planSandbox(configuration) {
  const demo = configuration.sellers.find(({ slug }) => slug === "carpatic");
  const configured = { emag: configuredPort(demo, "emag-ro"), acumatica: configuredPort(demo, "erp") };
  if (configuration.sellers.length > 0 && !(configured.emag && configured.acumatica)) return undefined;

  const kept = readJson(notes);
  const place = async (name, preferred) => {
    const port = kept?.ports[name] ?? preferred;
    const running = kept !== undefined && (await isShared(kept.owner, port));
    return { port: running ? port : await freePort(port), running };
  };
  const emag = await place("emag", 4010);
  const acumatica = await place("acumatica", 4020);
  const ports = { emag: emag.port, acumatica: acumatica.port };
  const secrets = {
    passwords: kept?.passwords ?? { admin: readablePassword(), support: readablePassword() },
    tokens: kept?.tokens ?? { emag: token(), erp: token() },
  };
  const owner = emag.running || acumatica.running ? kept.owner : process.pid;
  writeJson(notes, { ports, owner, ...secrets });
  const moved = configured.emag !== ports.emag || configured.acumatica !== ports.acumatica;
  return { ports, running: { emag: emag.running, acumatica: acumatica.running }, ...secrets, outdated: !kept || moved };
}

/** What the product needs in its environment to be allowed to reach the twins, and to link to them. */
export const sandboxEnvironment = ({ ports }) => ({
  ALLOWED_PRIVATE_HOSTS: [process.env.ALLOWED_PRIVATE_HOSTS, `127.0.0.1:${ports.emag}`, `127.0.0.1:${ports.acumatica}`]
    .filter(Boolean)
    .join(","),
  SANDBOX_EMAG_URL: `http://127.0.0.1:${ports.emag}/_sandbox`,
  SANDBOX_ACUMATICA_URL: `http://127.0.0.1:${ports.acumatica}/_sandbox`,
});

/** Applies the demo configuration to the database of `env`; resolves to the ids and webhook URLs that `megzo` printed. */
export async function applyDemo({ ports, passwords, tokens }, env, megzo = "scripts/megzo.ts") {
  const file = inState("sandbox", "configuration.json");
  writeJson(file, demoConfiguration({ emagPort: ports.emag, acumaticaPort: ports.acumatica }));
  const secrets = demoEnvironment({ passwords, tokens });
  return JSON.parse(await capture(megzo, ["config", "apply", file, "--json"], { ...env, ...secrets }));
}

/** Starts those twins that do not run yet, each with its state of last time; resolves to the children. */
export async function startTwins({ ports, running }, optionsFor) {
  mkdirSync(inState("sandbox"), { recursive: true });
  const missing = Object.keys(ports).filter((name) => !running[name]);
  return Promise.all(
    missing.map(async (name) => {
      const state = { SANDBOX_PORT: String(ports[name]), SANDBOX_STATE_FILE: join(inState("sandbox"), `${name}.json`) };
      const { child, port } = await startTwin(name, optionsFor(name, state));
      if (port !== ports[name]) throw new Failure(`The ${name} twin listens on ${port} instead of ${ports[name]}.`);
      return child;
    }),
  );
}

/**
 * Lets orders arrive and the seller's staff work, on the twins that this start has started. The webhooks are named by
 * slug, so they need no stored id.
 */
export async function enliven({ ports, running, tokens }, appUrl) {
  const webhook = (slug, secret) => `${appUrl.replace(/\/+$/, "")}/api/webhooks/carpatic.${slug}/${secret}`;
  const settings = demoSettings({
    emagWebhook: webhook("emag-ro", tokens.emag),
    erpWebhook: webhook("erp", tokens.erp),
  });
  const started = Object.keys(ports).filter((name) => !running[name]);
  for (const name of started) await control(ports[name], "PUT", "/_sandbox/settings", settings[name]);
}
