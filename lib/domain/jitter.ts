/** How many seconds after a round time no scheduled work begins. */
const roundSeconds = 3;

/** Whether it is just after a time divisible by five minutes, when everybody's jobs begin (emag-api.md §2). */
export function isRoundTime(now: Date): boolean {
  return now.getUTCMinutes() % 5 === 0 && now.getUTCSeconds() < roundSeconds;
}

/** Milliseconds to wait before work that the clock started: none, or 3 to 11 s after a round time. */
export function jitter(now: Date, random: () => number): number {
  return isRoundTime(now) ? Math.round((roundSeconds + 8 * random()) * 1000) : 0;
}
