import { extendLease, releaseLease, takeLease } from "@/lib/db/engine/lease";
import type { FlowContext } from "@/lib/flows/engine/context";

type Wanted = { name: string; holder: string; seconds: number; waitSeconds: number };

/**
 * Waits up to `waitSeconds` for a named lease and keeps it while `work` runs; null when it stayed taken. A process that
 * dies blocks it no longer than `seconds`. Throws what `work` throws, after giving the lease back.
 */
export async function withLease<T>(
  ctx: FlowContext,
  { name, holder, seconds, waitSeconds }: Wanted,
  work: () => Promise<T>,
): Promise<T | null> {
  const until = ctx.now().getTime() + waitSeconds * 1000;
  while (!(await takeLease(ctx.db, name, holder, seconds))) {
    if (ctx.now().getTime() >= until) return null;
    await ctx.sleep(250);
  }
  const keep = setInterval(() => void extendLease(ctx.db, name, holder, seconds).catch(() => {}), (seconds * 1000) / 3);
  try {
    return await work();
  } finally {
    clearInterval(keep);
    await releaseLease(ctx.db, name, holder);
  }
}
