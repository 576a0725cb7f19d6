const perSecond = 20;
const burst = 400;
const remembered = 10_000;

type Bucket = { left: number; at: number };
const buckets = new Map<string, Bucket>();

/**
 * Whether this caller may call once more: 20 calls a second, 400 at once, counted in this process. It keeps a runaway
 * script from using up the database; guesses at passwords are limited by lib/auth/throttled.ts.
 */
export function rateLimit(caller: string, now: number = performance.now()): boolean {
  const { left, at } = buckets.get(caller) ?? { left: burst, at: now };
  const filled = Math.min(burst, left + ((now - at) / 1000) * perSecond);
  buckets.delete(caller);
  if (buckets.size >= remembered) buckets.delete(buckets.keys().next().value ?? "");
  buckets.set(caller, { left: Math.max(0, filled - 1), at: now });
  return filled >= 1;
}
