import type { PlannedFault } from "./plan";
import type { Shop, World } from "./world";

/** How often each planned fault struck, all systems together. */
export type Hits = Map<string, number>;

const twinsOf = ({ shops }: World) => shops.flatMap(({ twins }: Shop) => [twins.emag, twins.acumatica]);

/** From now on every call to any system may go wrong. */
export async function startFaults(world: World, faults: PlannedFault[]): Promise<void> {
  for (const twin of twinsOf(world))
    for (const fault of faults) await twin.control("POST", "/_sandbox/faults", { ...fault, route: ".*", times: -1 });
}

export async function readHits(world: World): Promise<Hits> {
  const hits: Hits = new Map();
  for (const twin of twinsOf(world))
    for (const fault of await twin.control<{ id: string; hits: number }[]>("GET", "/_sandbox/faults"))
      hits.set(fault.id, (hits.get(fault.id) ?? 0) + fault.hits);
  return hits;
}

/** All systems behave again; says how often each fault struck. */
export async function endFaults(world: World): Promise<Hits> {
  const hits = await readHits(world);
  for (const twin of twinsOf(world)) await twin.control("DELETE", "/_sandbox/faults");
  return hits;
}

export const sumOf = (hits: Hits): number => [...hits.values()].reduce((sum, count) => sum + count, 0);
