/** The worker of `npm run dev`: it works on the sources as they are, and does not stay dead. */
import { readdirSync, watch } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./checkout.mjs";

const settleMs = 80;
const pauseMs = 1000;
const startSeconds = 60;

const isSource = (path) => /\.(ts|json|sql)$/.test(path) && !/\.(test|d)\.ts$/.test(path);

const foldersBelow = (folder) => [
  folder,
  ...readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name)),
];

const withoutStack = (text) =>
  text
    .split("\n")
    .filter((line) => line.trim() && !/^\s*(at |\^|node:internal|triggerUncaughtException|Node\.js v)/.test(line))
    .join("\n");

/** Calls back with the paths that changed below these folders, once a burst of changes is over; returns what ends it. */
function onChange(folders, callback) {
  const changed = new Set();
  let watchers = [];
  let timer;

  const close = (some) => {
    for (const one of some) one.close();
  };
  function settleSoon() {
    clearTimeout(timer);
    timer = setTimeout(settle, settleMs);
  }
  function note(folder, name) {
    const isFolder = !name?.includes(".");
    if (!isFolder && !isSource(name)) return;
    if (!isFolder) changed.add(join(folder, name));
    settleSoon();
  }
  function settle() {
    const fresh = [];
    try {
      for (const folder of folders.flatMap(foldersBelow)) {
        fresh.push(watch(folder, (_, name) => note(folder, name)).on("error", () => {}));
      }
    } catch {
      // A folder went while it was looked at, as when a branch is changed.
      close(fresh);
      return settleSoon();
    }
    // The old ones close last, so that nothing is missed.
    close(watchers);
    watchers = fresh;
    if (changed.size > 0) callback([...changed]);
    changed.clear();
  }
  settle();
  return () => {
    clearTimeout(timer);
    close(watchers);
  };
}

/** A worker that is replaced when it ends, and begun anew when it is told what changed. */
class KeptWorker {
  name = "worker";
  /** It is never gone for good. */
  exited = new Promise(() => {});
  #worker;
  #leaving;
  #stopping = false;
  #renewing = false;
  #news = new Set();
  #given;

  constructor(given) {
    this.#given = given;
  }

  /** Says `reason` and how long it took since then, when there is one. */
  async begin(reason, since) {
    const mine = this.#given.start();
    this.#worker = mine;
    try {
      await mine.until((line) => line.includes('"worker started"'), startSeconds);
    } catch ({ message }) {
      if (this.#worker === mine) this.#wait(message);
      return;
    }
    const seconds = ((Date.now() - since) / 1000).toFixed(1);
    if (reason) this.#given.say(`${reason}: the worker is at work again after ${seconds} s`);
    mine.exited.then(async (how) => {
      const ended = Date.now();
      await sleep(pauseMs);
      if (this.#worker === mine && !this.#stopping) this.begin(`worker ended by itself (${how})`, ended);
    });
  }

  async renew(paths) {
    for (const path of paths) this.#news.add(path);
    if (this.#renewing) return;
    this.#renewing = true;
    while (this.#news.size > 0 && !this.#stopping) await this.#replace();
    this.#renewing = false;
  }

  async #replace() {
    const { isMigration, migrate } = this.#given;
    const since = Date.now();
    const paths = [...this.#news];
    this.#news.clear();
    this.#leaving = this.#worker?.stop();
    this.#worker = undefined;
    await this.#leaving;
    try {
      if (paths.some(isMigration)) await migrate();
      const what = paths.length === 1 ? relative(root, paths[0]) : `${paths.length} files`;
      if (!this.#stopping) this.begin(`${what} changed`, since);
    } catch ({ message }) {
      this.#wait(message);
    }
  }

  #wait(message) {
    if (!this.#stopping) this.#given.say(`${withoutStack(message)}\nIt waits for the next change.`);
  }

  async stop() {
    this.#stopping = true;
    await Promise.all([this.#leaving, this.#worker?.stop()]);
  }

  kill() {
    this.#stopping = true;
    this.#worker?.kill();
  }
}

/**
 * Begins the worker anew when a file below `sources` or `migrations` changed, after `migrate` for one of the latter, and
 * when it ended by itself. One that could not start waits for the next change. `say` gets a line for each; the result is
 * a child like others.
 */
export function keepWorker({ sources, migrations, ...given }) {
  const folders = [...sources, migrations].map((folder) => resolve(root, folder));
  const isMigration = (path) => path.startsWith(resolve(root, migrations) + sep);
  const worker = new KeptWorker({ ...given, isMigration });
  const unwatch = onChange(folders, (paths) => worker.renew(paths));
  worker.begin();
  return {
    name: worker.name,
    exited: worker.exited,
    stop() {
      unwatch();
      return worker.stop();
    },
    kill() {
      unwatch();
      worker.kill();
    },
  };
}
