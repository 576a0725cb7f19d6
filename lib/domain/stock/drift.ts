const driftCauses = ["sold", "lost-push", "edited"] as const;
export type DriftCause = (typeof driftCauses)[number];

/**
 * Why a channel shows something else than was sent: units it took off by itself for orders it took, a push that did not
 * take effect (the value before it is still there), else somebody changed it there.
 */
export function explainDrift(input: {
  expected: number;
  seen: number;
  sentBefore: number | null;
  sold: number;
}): DriftCause {
  const { expected, seen, sentBefore, sold } = input;
  if (seen < expected && sold >= expected - seen) return "sold";
  return seen === sentBefore ? "lost-push" : "edited";
}
