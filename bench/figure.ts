/** One line of the table: what was promised, what came out, and whether that keeps the promise (null: no promise). */
export type Figure = { goal: string; figure: string; met: boolean | null };

const mark = "figure ";

/** Prints a figure where `bench/run.ts` finds it. */
export const report = (figure: Figure): void => console.log(mark + JSON.stringify(figure));

/** The figure on a line of a bench's output; null for every other line. */
export const figureOf = (line: string): Figure | null =>
  line.startsWith(mark) ? (JSON.parse(line.slice(mark.length)) as Figure) : null;

/** The value below which this share of all values lies; `values` may be in any order. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** How a cost grows: 1 is in step with the size, 0 not at all. */
export const exponent = (cost: [number, number], size: [number, number]): number =>
  Math.log(cost[1] / cost[0]) / Math.log(size[1] / size[0]);
