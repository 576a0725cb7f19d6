import type { Settings } from "./settings";

/** eMAG's budgets (emag-api.md §2): order routes, all other routes together, and the EAN search. */
const budgets = {
  orders: { perSecond: 12, perMinute: 720 },
  rest: { perSecond: 3, perMinute: 180 },
  eans: { perSecond: 5, perMinute: 200 },
} as const;

export type Bucket = keyof typeof budgets;

export type Limiter = {
  /** Takes one request out of the bucket; `remaining` is what the current second still allows. */
  take(bucket: Bucket): { allowed: boolean; limit: number; remaining: number };
  clear(): void;
};

/** Sliding windows over real time. A request refused here is not counted again, or a caller could never recover. */
export function createLimiter(now: () => number = () => performance.now()): Limiter {
  const taken: Record<Bucket, number[]> = { orders: [], rest: [], eans: [] };
  return {
    take(bucket) {
      const { perSecond, perMinute } = budgets[bucket];
      const at = now();
      const minute = taken[bucket].filter((time) => time > at - 60_000);
      const second = minute.filter((time) => time > at - 1000).length;
      const allowed = second < perSecond && minute.length < perMinute;
      if (allowed) minute.push(at);
      taken[bucket] = minute;
      return {
        allowed,
        limit: perSecond,
        remaining: allowed ? Math.min(perSecond - second, perMinute - minute.length + 1) - 1 : 0,
      };
    },
    clear() {
      for (const bucket of ["orders", "rest", "eans"] as const) taken[bucket] = [];
    },
  };
}

/** Which budget a route spends; `path` is below the API base, for example `order/read`. */
export function bucketOf(path: string, settings: Settings): Bucket {
  if (path === "documentation/find_by_eans") return "eans";
  if (/^order\/(read|count|save|acknowledge\/.*)$/.test(path)) return "orders";
  if (path.startsWith("order/attachments/") && settings.attachmentsInOrderBucket) return "orders";
  return "rest";
}
