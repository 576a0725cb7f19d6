import { imports, sourceFiles } from "./sources";

/** The files at a ring's root, and its schema: what every room of it may stand on, and what imports none of them. */
const ground = "its ground";

/** For each room of a ring the rooms it imports, and for each of these the lines that do. */
export type Arrows = Map<string, Map<string, string[]>>;

export function arrowsOf(ring: string): Arrows {
  const files = sourceFiles(ring);
  const names = new Set(files.map((path) => path.replace(/\.tsx?$/, "")));
  const roomOf = (path: string) => {
    const [room = "", ...rest] = path.slice(ring.length + 1).split("/");
    return rest.length === 0 || room === "schema" ? ground : room;
  };
  const arrows: Arrows = new Map();
  for (const path of files) {
    for (const { target } of imports(path)) {
      if (!names.has(target) && !names.has(`${target}/index`)) continue;
      const [from, to] = [roomOf(path), roomOf(names.has(target) ? target : `${target}/index`)];
      if (from === to) continue;
      const below = arrows.get(from) ?? new Map<string, string[]>();
      arrows.set(from, below.set(to, [...(below.get(to) ?? []), `${path} → ${target}`]));
    }
  }
  return arrows;
}

/** Every import that takes part in a circle of rooms, or with which the ground stands on a room. */
export function againstTheOrder(ring: string): string[] {
  const arrows = arrowsOf(ring);
  const below = (room: string, seen = new Set<string>()): Set<string> => {
    for (const next of arrows.get(room)?.keys() ?? []) if (!seen.has(next)) below(next, seen.add(next));
    return seen;
  };
  return [...arrows].flatMap(([from, targets]) =>
    [...targets].filter(([to]) => from === ground || below(to).has(from)).flatMap(([, lines]) => lines),
  );
}
