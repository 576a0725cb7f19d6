import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "@/sandbox/acumatica/failure";
import type { Settings } from "@/sandbox/acumatica/settings";

const windowMs = 60_000;
const queueLength = 20;
const patienceMs = 600_000;

/**
 * How long a request waits under a licence's limit per minute (acumatica-api.md §2.5): nothing up to half of it, then the
 * time left in the minute shared out over the requests left, in milliseconds.
 */
export function licenceDelay(limit: number, processed: number, leftMs: number): number {
  if (processed < limit / 2) return 0;
  return processed < limit ? leftMs / (limit - processed) : leftMs;
}

/** The queue before the site: waits as the licence has it; 429 when it is full or the wait would be too long. */
export function createLicence(clock: { settings: Settings; now(): number }) {
  let opened = 0;
  let processed = 0;
  let waiting = 0;
  const reset = (): void => {
    opened = 0;
    processed = 0;
  };
  return {
    async pass(): Promise<void> {
      const limit = clock.settings.requestsPerMinute;
      if (limit === 0) return;
      if (clock.now() - opened >= windowMs) {
        opened = clock.now();
        processed = 0;
      }
      const delay = licenceDelay(limit, processed, opened + windowMs - clock.now());
      // Declined requests are not executed and not counted.
      if (waiting >= queueLength || delay > patienceMs)
        throw new Failure(429, { message: "The request has been declined by the license limits." });
      processed += 1;
      waiting += 1;
      await sleep(delay, undefined, { ref: false });
      waiting -= 1;
    },
    reset,
  };
}

export type Licence = ReturnType<typeof createLicence>;
