import { Failure } from "../checkout.mjs";

const repeatMs = 60_000;

/**
 * Everything one `npm start` has started. `death` rejects when a child ends by itself; `stop` ends the product, then the
 * twins, then the database; `kill` does the same at once.
 */
export function createCrew() {
  const product = [];
  const twins = [];
  const told = new Map();
  let database;
  let stopping;
  let reportDeath;
  const death = new Promise((_, reject) => {
    reportDeath = reject;
  });
  death.catch(() => {});

  function watch(child) {
    child.exited.then((how) => {
      if (!stopping)
        reportDeath(new Failure(`${child.name} ended unexpectedly (${how}). Its last lines:\n${child.lastLines()}`));
    });
    return child;
  }

  return {
    death,
    addProduct: (child) => product.push(watch(child)),
    addTwin: (child) => twins.push(watch(child)),
    /** Takes the promise itself, so that a stop during the database's start still finds it. */
    addDatabase(starting) {
      database = starting;
      return starting;
    },
    /** Prints an error of a child, the same one at most once a minute: the whole story is in its log. */
    mention(name, text) {
      const now = Date.now();
      if (now - (told.get(name + text) ?? 0) < repeatMs) return;
      told.set(name + text, now);
      console.error(`${name}: ${text}`);
    },
    stop() {
      stopping ??= stopInOrder(product, twins, database);
      return stopping;
    },
    async kill() {
      stopping ??= Promise.resolve();
      for (const child of [...product, ...twins]) child.kill();
      await (await database?.catch(() => undefined))?.stop("immediate");
    },
  };
}

async function stopInOrder(product, twins, database) {
  await Promise.all(product.map((child) => child.stop()));
  await Promise.all(twins.map((child) => child.stop()));
  await (await database?.catch(() => undefined))?.stop();
}
