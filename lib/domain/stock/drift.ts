const driftCauses = ["sold", "lost-push", "edited"] as const;
export type DriftCause = (typeof driftCauses)[number];

/**
 * Why a channel shows something else than was sent: units it took off by itself for orders it took, a push that did not
 * take effect (the value before it is still there), else somebody changed it there.
 */
export function explainDrift(input: {
  expected: number;
  seen: number;
  publishedBefore: number | null;
  sold: number;
}): DriftCause {
  const { expected, seen, publishedBefore, sold } = input;
  if (seen < expected && sold >= expected - seen) return "sold";
  return seen === publishedBefore ? "lost-push" : "edited";
}
