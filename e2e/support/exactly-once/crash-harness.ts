import { integrations } from "@/lib/db/schema";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { type Harness, startHarness } from "../harness";
import { type Crashable, crashable, crashableClient, openMark } from "./crashable";
import { passTime } from "./pass-time";

/** A harness whose processes can die after any effect. */
export type CrashHarness = Harness & {
  /** A process of its own; without `lastEffect` it lives as long as it likes. */
  process(lastEffect?: number, options?: Parameters<typeof crashable>[3]): Crashable;
  /** Whatever `process` does; its death is no failure of the test, everything else is. */
  survive<T>(process: Crashable, work: () => Promise<T>): Promise<T | null>;
  run(process: Crashable): Promise<void>;
  /** A full heartbeat. */
  beat(process: Crashable): Promise<void>;
  /** What a restart does after a crash: leases lapse, waiting times pass, the next heartbeat comes. */
  restart(): Promise<void>;
};

export async function startCrashHarness(options: Parameters<typeof startHarness>[0]): Promise<CrashHarness> {
  const harness = await startHarness(options);
  const client = crashableClient(harness.databaseUrl);
  const survive: CrashHarness["survive"] = (process, work) =>
    work().catch((error: unknown) => {
      if (!process.dead()) throw error;
      return null;
    });
  const run: CrashHarness["run"] = async (process) => {
    const input = { integrationId: harness.integrationId, deadline: () => false };
    await survive(process, () => runIntegration(process.ctx, input));
  };
  const beat: CrashHarness["beat"] = async (process) => {
    await harness.ctx.db.update(integrations).set({ heartbeatRequestedAt: new Date() });
    await run(process);
  };
  return {
    ...harness,
    process: (lastEffect, options) => crashable(harness.ctx, client, lastEffect, options),
    survive,
    run,
    beat,
    restart: async () => {
      await passTime(harness, 1000);
      await beat(crashable(harness.ctx, client));
    },
    stop: async () => {
      await client.end({ timeout: 1 });
      await harness.stop();
    },
  };
}

/** Lives once unharmed, then once for each effect of that life, with a process that dies after it; the clean life's effects. */
export async function dieEverywhere(live: (lastEffect?: number) => Promise<string[]>): Promise<string[]> {
  const effects = await live();
  for (let last = 1; last <= effects.length; last += 1) await live(last);
  return effects;
}

/**
 * Lives once unharmed and counts the writes inside open transactions too; then once for each kind of them, with a process
 * that dies after it. Returns the kinds.
 */
export async function dieInside(live: (lastEffect?: number) => Promise<string[]>): Promise<string[]> {
  const effects = await live();
  const kinds = [...new Set(effects.filter((name) => name.startsWith(openMark)))];
  for (const kind of kinds) await live(effects.indexOf(kind) + 1);
  return kinds;
}

/** Whether a harness publishes stock; without it, a life has no effects that are not its own. */
export const publishStock =
  (enabled: boolean): NonNullable<NonNullable<Parameters<typeof startHarness>[0]>["configure"]> =>
  (file) => {
    for (const seller of file.sellers) for (const one of seller.integrations) one.stock.enabled = enabled;
  };
