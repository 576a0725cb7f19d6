/**
 * Does the work of every item, `concurrency` at a time, in their order; ends when all lanes have ended.
 * @throws the first failure; its lane takes no further item, the other lanes go on
 */
export async function mapConcurrent<T>(
  items: Iterable<T>,
  concurrency: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const lane = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await settleAll(Array.from({ length: concurrency }, lane));
}

/**
 * Settles all of them before it throws, so that no promise outlives the call.
 * @throws what the first of `parts` that failed was rejected with
 */
export async function settleAll(parts: Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(parts);
  const broken = ends.find((end) => end.status === "rejected");
  if (broken) throw broken.reason;
}

/** A list in parts of at most `size`, in its order. */
export function chunk<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / Math.max(1, size)) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}
