/** The programs of the product and of the sandbox, as `npm start` and the end-to-end tests run them. */
import { execFile } from "node:child_process";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Failure, root } from "./checkout.mjs";
import { startChild } from "./children.mjs";
import { built } from "./product.mjs";

const readySeconds = 30;

/** Arguments that make Node run an entry point, in TypeScript or built. */
export const script = (path, ...args) => [...(path.endsWith(".ts") ? ["--import", "tsx"] : []), path, ...args];

/** Runs an entry point to its end; resolves to what it printed, fails with what it complained of. */
export async function capture(path, args, env) {
  try {
    const options = { cwd: root, env, maxBuffer: 64 * 1024 * 1024 };
    return (await promisify(execFile)(process.execPath, script(path, ...args), options)).stdout;
  } catch ({ stderr, stdout, message }) {
    throw new Failure(`${[path, ...args].join(" ")} failed:\n${stderr?.trim() || stdout?.trim() || message}`);
  }
}

/** Starts a twin on `env.SANDBOX_PORT` (any free port when unset); resolves when it listens. */
export async function startTwin(name, { env, ...options }) {
  const settings = { SANDBOX_PORT: "0", ...env, SANDBOX_EXIT_WITH_PARENT: "1" };
  const child = startChild(name, script(`sandbox/${name}/server.ts`), { env: settings, ...options });
  try {
    const line = await child.until((text) => text.startsWith('{"ready":true'), readySeconds);
    return { child, port: JSON.parse(line).port };
  } catch (error) {
    child.kill();
    throw error;
  }
}

/** Whether the web server on this port answers its health check; 503 is an answer too, before the first heartbeat. */
async function isServing(port) {
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/api/health`, { signal: AbortSignal.timeout(5000) });
    return status === 200 || status === 503;
  } catch {
    return false;
  }
}

/** Starts the web application for this machine alone, as built here unless another is named; `ready` resolves when it serves. */
export function startWeb(port, { env, path = built("serve"), ...options }) {
  const settings = { ...env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const args = [path, "-H", "127.0.0.1", "-p", String(port)];
  const child = startChild("web", args, { env: settings, ...options });
  return { child, ready: whenServing(child, port) };
}

/** Resolves when the web server on this port answers; fails when its process ends or takes too long. */
export async function whenServing(child, port, seconds = readySeconds) {
  let ended;
  child.exited.then((how) => {
    ended = how;
  });
  for (const deadline = Date.now() + seconds * 1000; !(await isServing(port)); await sleep(100)) {
    if (ended || Date.now() > deadline) {
      throw new Failure(`The web server did not start (${ended ?? "no answer"}):\n${child.lastLines()}`);
    }
  }
}

/** Starts one worker, as built unless another entry point is named. */
export const startWorker = ({ env, path = built("worker"), ...options }) =>
  startChild("worker", script(path), { env: { ...env, NODE_ENV: "production" }, ...options });

/** Starts the public side of a chaos run on this port; resolves when it listens. */
export async function startDoor(port, { env, ...options }) {
  const child = startChild("door", script("scripts/chaos/door.ts"), {
    env: { ...env, PORT: String(port) },
    ...options,
  });
  await child.until((line) => line === "ready", readySeconds);
  return child;
}

/** Calls the control interface of a twin on this port; resolves to its JSON answer. */
export async function control(port, method, path, body) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Failure(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
  return text ? JSON.parse(text) : undefined;
}
