import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Crew } from "./crew";
import { type Doings, openOf } from "./people";
import type { World } from "./world";

const sampleEveryMs = 5000;
/** How much more a process may hold at the end than after its warm-up; much of it is what it has not bothered to collect. */
const growthAtMost = 1.3;
const mebibyte = 1024 * 1024;

type Sample = { seconds: number; open: number; memory: Map<number, number> };

/** What a long load leaves behind: how deep the queue was, and what each worker held early and late. */
export type Load = {
  /** Orders that still wanted something of us, at most and at the end. */
  deepest: number;
  left: number;
  /** Of each worker that lived through it all, in MiB: the least it held in the second and in the last quarter. */
  workers: { pid: number; early: number; late: number; most: number }[];
};

/** Resident memory of a process in bytes, as Linux tells it; null for one that is gone, and on other systems. */
async function memoryOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  return kibibytes ? Number(kibibytes) * 1024 : null;
}

/** Looks at queue and workers every five seconds until `over`. */
export async function gauge(world: World, doings: Doings, crew: Crew, over: () => boolean): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const started = Date.now(); !over(); await sleep(sampleEveryMs)) {
    const { closed, unseen } = await openOf(world, doings);
    const memory = new Map<number, number>();
    for (const pid of crew.pids()) {
      const held = await memoryOf(pid);
      if (held !== null) memory.set(pid, held);
    }
    samples.push({ seconds: (Date.now() - started) / 1000, open: doings.placed - closed - unseen, memory });
  }
  return samples;
}

/** `samples` of the time of the load alone: what is settled afterwards says nothing of a leak. */
export function readLoad(samples: Sample[], left: number): Load {
  const quarter = Math.floor(samples.length / 4);
  const least = (pid: number, part: Sample[]) => Math.min(...part.map(({ memory }) => memory.get(pid) ?? 0)) / mebibyte;
  const throughout = [...(samples[0]?.memory.keys() ?? [])].filter((pid) =>
    samples.every(({ memory }) => memory.has(pid)),
  );
  return {
    deepest: Math.max(0, ...samples.map(({ open }) => open)),
    left,
    workers: throughout.map((pid) => ({
      pid,
      early: least(pid, samples.slice(quarter, 2 * quarter)),
      late: least(pid, samples.slice(-quarter)),
      most: Math.max(...samples.map(({ memory }) => memory.get(pid) ?? 0)) / mebibyte,
    })),
  };
}

/** What of a load broke a promise: a queue that did not empty, a process that grew. */
export function judgeLoad({ left, workers }: Load): string[] {
  const grown = workers.filter(({ early, late }) => late > early * growthAtMost);
  return [
    ...(left > 0 ? [`${left} orders were left open`] : []),
    ...grown.map(({ pid, early, late }) => `worker ${pid} grew from ${early.toFixed(0)} to ${late.toFixed(0)} MiB`),
  ];
}
