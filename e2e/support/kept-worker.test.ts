import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startChild } from "../../scripts/children.mjs";
import { keepWorker } from "../../scripts/kept-worker.mjs";
import type { Child } from "../../scripts/programs.mjs";

let folder: string;
let kept: Child | undefined;
let started: Child[];
let said: string[];
let events: string[];

/** The worker of `npm run dev` over sources of its own; `code` is what it runs at each start. */
function keep(code: () => string): void {
  kept = keepWorker({
    sources: [join(folder, "lib")],
    migrations: join(folder, "drizzle"),
    start: () => {
      const child = startChild("worker", ["-e", code()], { env: process.env });
      started.push(child);
      events.push("start");
      return child;
    },
    migrate: async () => events.push("migrate"),
    say: (text) => said.push(text),
  });
}

const works = () => `console.log('{"msg":"worker started"}'); setInterval(() => {}, 1000);`;
const write = (path: string) => writeFileSync(join(folder, path), "");
const soon = { timeout: 15_000, interval: 20 };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "megzo-kept-"));
  mkdirSync(join(folder, "lib", "flows"), { recursive: true });
  mkdirSync(join(folder, "drizzle"));
  kept = undefined;
  started = [];
  said = [];
  events = [];
});
afterEach(async () => {
  await kept?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a changed source is at work in a new worker, and the old one has ended", async () => {
  keep(works);
  await started[0]?.until((line) => line.includes("worker started"), 15);
  write("lib/flows/tick.ts");
  await vi.waitFor(() => expect(said).toEqual([expect.stringContaining("tick.ts changed")]), soon);
  expect(started).toHaveLength(2);
  expect(await started[0]?.exited).toBe("ended by SIGTERM");
});

test("a changed migration is applied before the new worker begins; a folder made later is watched too", async () => {
  keep(works);
  write("drizzle/0001.sql");
  await vi.waitFor(() => expect(events).toEqual(["start", "migrate", "start"]), soon);
  mkdirSync(join(folder, "lib", "order"));
  await vi.waitFor(
    () => {
      write("lib/order/step.ts");
      expect(said.at(-1)).toContain("step.ts changed");
    },
    { ...soon, interval: 500 },
  );
  expect(events.slice(3)).not.toContain("migrate");
});

test("a worker that ended by itself is replaced, and a person is told", async () => {
  keep(works);
  await started[0]?.until((line) => line.includes("worker started"), 15);
  started[0]?.kill();
  await vi.waitFor(() => expect(said).toEqual([expect.stringContaining("ended by itself (ended by SIGKILL)")]), soon);
  expect(started).toHaveLength(2);
});

test("a worker that cannot start says why and is begun anew with the next change alone", async () => {
  let code = 'throw new Error("an engine that does not load")';
  keep(() => code);
  await vi.waitFor(() => expect(said).toEqual([expect.stringContaining("an engine that does not load")]), soon);
  expect(said[0]).toContain("waits for the next change");
  expect(started).toHaveLength(1);
  code = works();
  write("lib/flows/tick.ts");
  await vi.waitFor(() => expect(said).toHaveLength(2), soon);
  expect(said[1]).toContain("tick.ts changed");
});

test("what ends a child with its parent is not handed on to the compilers that the child starts", async () => {
  const child = startChild("web", ["-e", 'console.log("own", process.execArgv)'], { env: process.env });
  expect(await child.until((line) => line.startsWith("own "), 15)).not.toContain("exit-with-parent");
  await child.exited;
});
