/** Runs a real PostgreSQL out of a folder: the data of `npm start`, or a throwaway cluster for the tests. */
import { spawn, spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure, readJson, writeJson } from "../checkout.mjs";
import { freePort } from "../processes/ports.mjs";
import { isAlive, programOf } from "../processes/process-table.mjs";
import { canEnter, postgresBinaries, serverAccount, sharedPlace } from "./postgres-binaries.mjs";

const throwawayPrefix = "megzo-test-";
const durable = [];
const fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];

/** The person's own PG* variables and locale must not reach a server that is ours. */
const cleanEnvironment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))),
  LC_ALL: "C",
});

/** A cluster's folder and the account that owns it; nothing is started. */
function openCluster(directory) {
  const account = serverAccount();
  mkdirSync(dirname(directory), { recursive: true });
  const id = createHash("sha256").update(directory).digest("hex").slice(0, 12);
  const place = canEnter(dirname(directory), account) ? directory : sharedPlace(`megzo-${id}`);
  const home = place === directory ? directory : join(place, "postgres");
  const binaries = postgresBinaries(account);
  const data = join(home, "data");
  return { account, place, home, binaries, data, log: join(home, "server.log"), settings: join(data, "megzo.json") };
}

/** Gives a path to the account and to nobody else. */
function own(path, { uid, gid }, mode) {
  chmodSync(path, mode);
  if (uid !== undefined) chownSync(path, uid, gid);
}

const options = (cluster) => ({ cwd: cluster.home, env: cleanEnvironment(), ...cluster.account });

function run(cluster, program, args) {
  return new Promise((resolve, reject) => {
    // The server inherits what pg_ctl has open, so a pipe to pg_ctl would never end: only initdb's stderr is read.
    const stderr = program === "initdb" ? "pipe" : "ignore";
    const child = spawn(join(cluster.binaries, program), args, {
      ...options(cluster),
      stdio: ["ignore", "ignore", stderr],
      // A Ctrl-C in the terminal is for the launcher, which stops the database last.
      detached: process.platform !== "win32",
    });
    let output = "";
    child.stderr?.on("data", (chunk) => (output += chunk));
    child.once("error", ({ message }) => reject(new Failure(`PostgreSQL cannot run on this system (${message}).`)));
    child.once("close", (code) => resolve({ code, output: output.trim() }));
  });
}

/** Makes the cluster under another name first, so that a start cut short leaves nothing half made. */
async function initialise(cluster, settings) {
  const draft = `${cluster.data}.${process.pid}`;
  const passwordFile = `${draft}.password`;
  const password = randomBytes(18).toString("base64url");
  mkdirSync(cluster.home, { recursive: true });
  own(cluster.home, cluster.account, 0o700);
  writeFileSync(passwordFile, password);
  own(passwordFile, cluster.account, 0o600);
  const configuration = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "timezone=UTC", ...settings];
  const { code, output } = await run(cluster, "initdb", [
    ...["-D", draft, "--username=megzo", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
    ...["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    ...configuration.flatMap((setting) => ["-c", setting]),
    ...(settings === fast ? ["--no-sync"] : []),
  ]);
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new Failure(`PostgreSQL could not make its data folder: ${output}`);
  writeJson(join(draft, "megzo.json"), { password });
  try {
    renameSync(draft, cluster.data);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(cluster.settings)) throw error;
  }
}

/** Whether a PostgreSQL answers on the port: it replies to a request for TLS with one letter, before any login. */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => end(false));
    socket.once("error", () => end(false));
    socket.once("connect", () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])));
    socket.once("data", (data) => end(data[0] === 78 || data[0] === 83));
  });
}

/** The port of the server that already runs on this data folder, found through its postmaster.pid. */
async function livePort(cluster) {
  const pidFile = join(cluster.data, "postmaster.pid");
  if (!existsSync(pidFile)) return undefined;
  const [pid, , , port] = readFileSync(pidFile, "utf8").split("\n").map(Number);
  if (isAlive(pid) && (await answers(port))) return port;
  // After a restart of the machine the number may belong to any program, and PostgreSQL would refuse to start.
  if (isAlive(pid) && !/postgres/.test(programOf(pid))) rmSync(pidFile, { force: true });
  return undefined;
}

function lastWords({ log }) {
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").slice(-5).join("\n") : "";
}

/**
 * Starts the server, or joins the one that runs and resolves to its port. Whoever started it owns it, and so does whoever
 * joins one whose owner was killed. A crashed server may hold its lock file for a moment longer.
 */
async function launch(cluster) {
  for (const deadline = Date.now() + 5000; ; await sleep(200)) {
    const live = await livePort(cluster);
    const kept = readJson(cluster.settings);
    if (live && isAlive(kept.owner)) return live;
    const port = live ?? (await freePort(kept.port));
    writeJson(cluster.settings, { ...kept, port, owner: process.pid });
    if (live) return live;
    rmSync(cluster.log, { force: true });
    const wait = ["start", "-w", "-t", "60"];
    const { code } = await run(cluster, "pg_ctl", [...wait, "-D", cluster.data, "-l", cluster.log, "-o", `-p ${port}`]);
    if (code === 0) return port;
    if (Date.now() > deadline) throw new Failure(`PostgreSQL did not start. Its last lines:\n${lastWords(cluster)}`);
  }
}

const stopArguments = (cluster, mode) => ["stop", "-w", "-t", "30", "-m", mode, "-D", cluster.data];

async function startCluster(directory, settings) {
  const cluster = openCluster(directory);
  if (!existsSync(cluster.settings)) await initialise(cluster, settings);
  const port = await launch(cluster);
  const { password, owner } = readJson(cluster.settings);
  const owned = owner === process.pid;
  return { cluster, owned, url: `postgres://megzo:${password}@127.0.0.1:${port}/postgres` };
}

/**
 * Starts the PostgreSQL of a folder, or joins the one that already runs there. `stop` ends it only if this process
 * owns it; `stop("immediate")` does not wait for its clients.
 */
export async function startPostgres(directory) {
  const { cluster, owned, url } = await startCluster(directory, durable);
  const stop = async (mode = "fast") => {
    if (owned) await run(cluster, "pg_ctl", stopArguments(cluster, mode));
  };
  return { url, directory: cluster.home, stop };
}

function discard(directory) {
  const cluster = openCluster(directory);
  spawnSync(join(cluster.binaries, "pg_ctl"), stopArguments(cluster, "immediate"), {
    ...options(cluster),
    stdio: "ignore",
  });
  for (const path of [directory, cluster.place]) rmSync(path, { recursive: true, force: true });
}

/** Removes the clusters of test runs that were killed before they could. */
function discardAbandoned() {
  const ours = [process.getuid?.(), serverAccount().uid];
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(throwawayPrefix))) {
    const directory = join(tmpdir(), name);
    const pid = Number(name.slice(throwawayPrefix.length).split("-")[0]);
    const owner = lstatSync(directory, { throwIfNoEntry: false })?.uid;
    if (!isAlive(pid) && (process.platform === "win32" || ours.includes(owner))) discard(directory);
  }
}

/** Starts an empty cluster that trades safety for speed and is deleted by `stop`, or when this process exits. */
export async function startThrowawayPostgres() {
  discardAbandoned();
  const directory = mkdtempSync(join(tmpdir(), `${throwawayPrefix}${process.pid}-`));
  const remove = () => discard(directory);
  process.once("exit", remove);
  const { url } = await startCluster(directory, fast);
  const stop = async () => {
    process.off("exit", remove);
    remove();
  };
  return { url, stop };
}
