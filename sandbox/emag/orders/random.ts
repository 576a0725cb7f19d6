/** A small repeatable generator (mulberry32) whose whole state is one integer, so it survives a restart. */
export type Random = {
  next(): number;
  below(limit: number): number;
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
};

/** Reads and writes its state through `cell`, so that saving the cell saves the sequence. */
export function createRandom(cell: { randomState: number }): Random {
  const next = (): number => {
    cell.randomState = (cell.randomState + 0x6d2b79f5) | 0;
    let t = Math.imul(cell.randomState ^ (cell.randomState >>> 15), 1 | cell.randomState);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("nothing to pick from");
      return item;
    },
  };
}
