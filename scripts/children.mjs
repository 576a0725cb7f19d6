/** Long-lived child processes: their logs, how they start, and that they never outlive this one. */
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure, root } from "./checkout.mjs";

const logLimitBytes = 10 * 1024 * 1024;
const patienceMs = 10_000;
const isWindows = process.platform === "win32";
const exitWithParent = new URL("./exit-with-parent.mjs", import.meta.url).href;

/** A log file to append to, begun anew when it has grown too long. */
function openLog(path) {
  mkdirSync(dirname(path), { recursive: true });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) rmSync(path);
  return createWriteStream(path, { flags: "a" });
}

/** The message of a log line that reports an error, whether structured or plain; otherwise `undefined`. */
function errorIn(line) {
  if (!line.startsWith("{")) return /^(⨯|\s*\w*Error:|\s*Uncaught)/.test(line) ? line.trim() : undefined;
  try {
    const { level, msg, err } = JSON.parse(line);
    return level >= 50 || level === "error" || level === "fatal"
      ? [msg, err?.message].filter(Boolean).join(": ")
      : undefined;
  } catch {
    return undefined;
  }
}

/** Calls `onLine` with every line of both outputs, and closes the log when both have ended. */
function follow(child, log, onLine) {
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      log?.write(`${line}\n`);
      onLine(line);
    });
  }
  child.once("close", () => log?.end());
}

function send(child, signal) {
  try {
    // The whole group, so that nothing the child started outlives a kill.
    process.kill(signal === "SIGKILL" && !isWindows ? -child.pid : child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** The first line of a child that matches, from now on; fails when it ends before that or takes longer. */
async function firstLine({ name, waiting, exited, lastLines }, matches, seconds) {
  let found = () => {};
  const line = new Promise((resolve) => {
    found = (text) => matches(text) && resolve(text);
    waiting.add(found);
  });
  const stopped = exited.then((how) => Promise.reject(new Failure(`${name} did not start (${how}):\n${lastLines()}`)));
  const timer = new AbortController();
  const late = sleep(seconds * 1000, undefined, { signal: timer.signal }).then(() =>
    Promise.reject(new Failure(`${name} was not ready within ${seconds} s:\n${lastLines()}`)),
  );
  try {
    return await Promise.race([line, stopped, late]);
  } finally {
    waiting.delete(found);
    timer.abort();
  }
}

/**
 * Starts Node as a long-lived child that ends with this process, even when this one is killed. `exited` resolves to how
 * it ended; `until` to the first line that matches, from now on; `stop` asks, and insists after ten seconds.
 */
export function startChild(name, args, { env, log, onError }) {
  const child = spawn(process.execPath, ["--import", exitWithParent, ...args], {
    cwd: root,
    env,
    stdio: ["pipe", "pipe", "pipe"],
    // A Ctrl-C in the terminal is for this process alone, which stops its children in order.
    detached: !isWindows,
  });
  const recent = [];
  const waiting = new Set();
  let running = true;
  const exited = new Promise((resolve) => {
    const end = (how) => {
      running = false;
      resolve(how);
    };
    child.once("error", ({ message }) => end(message));
    // A moment for its last words, which may arrive after the exit.
    child.once("exit", (code, signal) => setTimeout(end, 100, signal ? `ended by ${signal}` : `exit code ${code}`));
  });
  follow(child, log && openLog(log), (line) => {
    recent.push(line);
    if (recent.length > 20) recent.shift();
    for (const wait of waiting) wait(line);
    const error = onError && errorIn(line);
    if (error) onError(name, error);
  });
  const lastLines = () => recent.join("\n");

  const until = (matches, seconds) => firstLine({ name, waiting, exited, lastLines }, matches, seconds);

  async function stop() {
    if (running) send(child, "SIGTERM");
    const timer = setTimeout(() => send(child, "SIGKILL"), patienceMs);
    await exited;
    clearTimeout(timer);
  }

  return { name, pid: child.pid, exited, lastLines, until, stop, kill: () => running && send(child, "SIGKILL") };
}
