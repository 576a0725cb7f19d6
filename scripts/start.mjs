import process from "node:process";
import { buildIfChanged } from "./build.mjs";
import { Failure, inState } from "./checkout.mjs";
import { createCrew } from "./crew.mjs";
import { keptSecrets } from "./environment.mjs";
import { install } from "./install.mjs";
import { portIsFree } from "./ports.mjs";
import { startPostgres } from "./postgres.mjs";
import { built } from "./product.mjs";
import { capture, startWeb, startWorker } from "./programs.mjs";
import { applyDemo, enliven, planSandbox, sandboxEnvironment, startTwins } from "./sandbox.mjs";

async function choosePort() {
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Failure(`PORT is malformed: expected a number from 1 to 65535, such as 3000.`);
  }
  if (await portIsFree(port)) return port;
  throw new Failure(`Port ${port} is in use: stop what uses it, or choose another with PORT=${port + 1} npm start.`);
}

/** Calls back on Ctrl-C, SIGTERM, a closed terminal, and when the npm that ran this was ended without telling us. */
function onInterrupt(callback) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, callback);
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    callback();
  }, 1000);
  watch.unref();
}

function summary({ appUrl, database, sandbox }) {
  const lines = ["", `MEGZO is running at ${appUrl}`, ""];
  if (sandbox) {
    lines.push(
      `  seller    admin@carpatic.example   ${sandbox.passwords.admin}`,
      `  support   support@megzo.example    ${sandbox.passwords.support}`,
      "",
      "Orders arrive from local twins of eMAG and Acumatica; nothing leaves this machine.",
    );
  }
  const place = database ? database.directory : "the database of DATABASE_URL";
  lines.push(`Data: ${place}`, `Logs: ${inState("logs")}`, "Ctrl-C stops everything; the data stays.", "");
  return lines.join("\n");
}

/** Brings everything up in order; resolves when it serves and orders arrive. */
async function bringUp(crew, port) {
  const database = process.env.DATABASE_URL ? undefined : await crew.addDatabase(startPostgres(inState("postgres")));
  const appUrl = process.env.APP_URL || `http://localhost:${port}`;
  const base = { ...process.env, ...keptSecrets(), APP_URL: appUrl, PORT: String(port) };
  if (database) base.DATABASE_URL = database.url;

  await capture(built("migrate"), [], base);
  const configuration = JSON.parse(await capture(built("megzo"), ["config", "export"], base));
  const sandbox = await planSandbox(configuration);
  const env = sandbox ? { ...base, ...sandboxEnvironment(sandbox) } : base;
  const logged = (name, more = {}) => ({
    env: { ...env, ...more },
    log: inState("logs", `${name}.log`),
    onError: crew.mention,
  });

  if (sandbox) {
    for (const child of await startTwins(sandbox, (name, state) => logged(name, state))) crew.addTwin(child);
    if (sandbox.outdated) await applyDemo(sandbox, env, built("megzo"));
  }
  const web = startWeb(port, logged("web"));
  crew.addProduct(web.child);
  crew.addProduct(startWorker(logged("worker")));
  await web.ready;
  if (sandbox) await enliven(sandbox, appUrl);
  return { appUrl, database, sandbox };
}

/** The newcomer's command: from a fresh clone to a dashboard with orders arriving; runs until it is stopped. */
export async function start() {
  const port = await choosePort();
  install();
  if (buildIfChanged() !== 0) throw new Failure("The build failed: see its message above.");

  const crew = createCrew();
  let interrupt;
  const interrupted = new Promise((resolve) => {
    interrupt = resolve;
  });
  let asked = 0;
  onInterrupt(async () => {
    asked += 1;
    if (asked === 1) return interrupt();
    await crew.kill();
    process.exit(130);
  });
  try {
    const running = bringUp(crew, port).then((facts) => {
      console.log(summary(facts));
      return crew.death;
    });
    await Promise.race([running, crew.death, interrupted]);
    console.log("Stopping …");
    await crew.stop();
    // A start cut short may still hold timers and requests.
    process.exit(0);
  } catch (error) {
    await crew.stop();
    console.error(error instanceof Failure ? error.message : error);
    process.exit(1);
  }
}
