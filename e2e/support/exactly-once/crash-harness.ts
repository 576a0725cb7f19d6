import { integrations } from "@/lib/db/schema";
import { runIntegration } from "@/lib/flows/schedule/run-integration";
import { type Stage, startStage } from "../harness";
import { type Mortal, mortal, mortalClient, openMark } from "./crashable";
import { passTime } from "./pass-time";

/** A stage whose processes can die after any effect. */
export type CrashStage = Stage & {
  /** A process of its own; without `lastEffect` it lives as long as it likes. */
  process(lastEffect?: number, options?: Parameters<typeof mortal>[3]): Mortal;
  /** Whatever `process` does; its death is no failure of the test, everything else is. */
  survive<T>(process: Mortal, work: () => Promise<T>): Promise<T | null>;
  run(process: Mortal): Promise<void>;
  /** A full heartbeat. */
  beat(process: Mortal): Promise<void>;
  /** What a restart does after a crash: leases lapse, waiting times pass, the next heartbeat comes. */
  restart(): Promise<void>;
};

export async function startCrashStage(options: Parameters<typeof startStage>[0]): Promise<CrashStage> {
  const stage = await startStage(options);
  const client = mortalClient(stage.databaseUrl);
  const survive: CrashStage["survive"] = (process, work) =>
    work().catch((error: unknown) => {
      if (!process.dead()) throw error;
      return null;
    });
  const run: CrashStage["run"] = async (process) => {
    const input = { integrationId: stage.integrationId, deadline: () => false };
    await survive(process, () => runIntegration(process.ctx, input));
  };
  const beat: CrashStage["beat"] = async (process) => {
    await stage.ctx.db.update(integrations).set({ heartbeatRequestedAt: new Date() });
    await run(process);
  };
  return {
    ...stage,
    process: (lastEffect, options) => mortal(stage.ctx, client, lastEffect, options),
    survive,
    run,
    beat,
    restart: async () => {
      await passTime(stage, 1000);
      await beat(mortal(stage.ctx, client));
    },
    stop: async () => {
      await client.end({ timeout: 1 });
      await stage.stop();
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
 * that dies after it. The kinds.
 */
export async function dieInside(live: (lastEffect?: number) => Promise<string[]>): Promise<string[]> {
  const effects = await live();
  const kinds = [...new Set(effects.filter((name) => name.startsWith(openMark)))];
  for (const kind of kinds) await live(effects.indexOf(kind) + 1);
  return kinds;
}

/** Whether a stage publishes stock; without it, a life has no effects that are not its own. */
export const publishStock =
  (enabled: boolean): NonNullable<NonNullable<Parameters<typeof startStage>[0]>["configure"]> =>
  (file) => {
    for (const seller of file.sellers) for (const one of seller.integrations) one.stock.enabled = enabled;
  };
