/** The worker of `npm run dev`: it works on the sources as they are, and does not stay dead. */
import { readdirSync, watch } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./checkout.mjs";

const settleMs = 80;
const pauseMs = 1000;
const startSeconds = 60;
const folders = ["lib", "drizzle", "scripts"];

const isSource = (path) => /\.(ts|json|sql)$/.test(path) && !/\.(test|d)\.ts$/.test(path);

const foldersBelow = (folder) => [
  folder,
  ...readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name)),
];

/** Calls back with the paths that changed, once a burst of changes is over. */
function onChange(callback) {
  const changed = new Set();
  let watchers = [];
  let timer;

  function note(folder, name) {
    const isFolder = !name?.includes(".");
    if (!isFolder && !isSource(name)) return;
    if (!isFolder) changed.add(relative(root, join(folder, name)));
    clearTimeout(timer);
    timer = setTimeout(settle, settleMs);
  }
  function settle() {
    const old = watchers;
    watchers = folders
      .flatMap((folder) => foldersBelow(join(root, folder)))
      .map((folder) => watch(folder, (_, name) => note(folder, name)).on("error", () => {}));
    // Folders may have come and gone; the old ones close last, so that nothing is missed.
    for (const one of old) one.close();
    if (changed.size > 0) callback([...changed]);
    changed.clear();
  }
  settle();
}

/**
 * Begins the worker anew when a source changed, after the migrations when one of them did, and when it ended by itself.
 * One that could not start waits for the next change. `say` gets one line for each; the result is a child like others.
 */
export function keepWorker({ start, migrate, say }) {
  let worker;
  let stopping = false;
  let renewing = false;
  let leaving;
  const news = new Set();

  async function begin(reason) {
    const since = Date.now();
    const mine = start();
    worker = mine;
    try {
      await mine.until((line) => line.includes('"worker started"'), startSeconds);
    } catch ({ message }) {
      if (worker === mine && !stopping) say(`${message}\nIt waits for the next change.`);
      return;
    }
    if (reason) say(`${reason}: at work again after ${((Date.now() - since) / 1000).toFixed(1)} s`);
    mine.exited.then(async (how) => {
      await sleep(pauseMs);
      if (worker === mine && !stopping) begin(`ended by itself (${how})`);
    });
  }

  async function renew() {
    if (renewing) return;
    renewing = true;
    while (news.size > 0 && !stopping) {
      const paths = [...news];
      news.clear();
      leaving = worker?.stop();
      worker = undefined;
      await leaving;
      try {
        if (paths.some((path) => path.startsWith("drizzle"))) await migrate();
        if (!stopping) begin(paths.length === 1 ? `${paths[0]} changed` : `${paths.length} files changed`);
      } catch ({ message }) {
        if (!stopping) say(`${message}\nIt waits for the next change.`);
      }
    }
    renewing = false;
  }

  onChange((paths) => {
    for (const path of paths) news.add(path);
    renew();
  });
  begin();
  return {
    name: "worker",
    // It is never gone for good.
    exited: new Promise(() => {}),
    async stop() {
      stopping = true;
      await Promise.all([leaving, worker?.stop()]);
    },
    kill() {
      stopping = true;
      worker?.kill();
    },
  };
}
