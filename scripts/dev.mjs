import { program } from "./checkout.mjs";
import { startChild } from "./children.mjs";
import { keepWorker } from "./kept-worker.mjs";
import { launch } from "./launch.mjs";
import { capture, script, whenServing } from "./programs.mjs";

/** What answers first is compiled first. */
const readySeconds = 120;

const forDevelopment = (env) => ({ ...env, NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1" });

/** The web application out of its sources, for this machine alone; `ready` resolves when it serves. */
function startWeb(port, { env, ...options }) {
  const args = [program("next/dist/bin/next"), "dev", "-H", "127.0.0.1", "-p", String(port)];
  const child = startChild("web", args, { env: forDevelopment(env), ...options });
  return { child, ready: whenServing(child, port, readySeconds) };
}

function startWorker({ env, ...options }) {
  // Its first line is how one knows that it works.
  const level = ["debug", "trace"].includes(env.LOG_LEVEL) ? env.LOG_LEVEL : "info";
  const settings = { ...forDevelopment(env), LOG_LEVEL: level };
  return keepWorker({
    sources: ["lib", "scripts"],
    migrations: "drizzle",
    start: () => startChild("worker", script("scripts/worker.ts"), { env: settings, ...options }),
    migrate: () => capture("scripts/migrate.ts", [], env),
    say: (text) => console.log(`${new Date().toTimeString().slice(0, 8)} ${text}`),
  });
}

/** The developer's command: what `npm start` brings up, out of the sources as they are at every moment; nothing is built. */
export const dev = () =>
  launch({
    command: "npm run dev",
    migrate: "scripts/migrate.ts",
    megzo: "scripts/megzo.ts",
    startWeb,
    startWorker,
    note: "A changed page shows by itself; a change in lib, drizzle or scripts begins the worker anew.",
  });
