import { type Child, startWorker } from "../programs.mjs";

/** The workers of a run; each death is followed by a new process at once. */
export type Crew = {
  /** Kills one with SIGKILL, `victim` (0 to 1) says which, and starts another. */
  kill(victim: number): Promise<void>;
  kills(): number;
  /** Of those alive. */
  pids(): number[];
  /** Errors the workers logged, each text with its count. */
  complaints: Map<string, number>;
  stop(): Promise<void>;
};

export function startCrew(env: NodeJS.ProcessEnv, size: number): Crew {
  const complaints = new Map<string, number>();
  const unexpected = (how: string) => complaints.set(how, (complaints.get(how) ?? 0) + 1);
  const hire = () => startWorker({ env, path: "scripts/worker.ts", onError: (_name, text) => unexpected(text) });
  const workers: Child[] = Array.from({ length: size }, hire);
  let killed = 0;
  return {
    kill: async (victim) => {
      const index = Math.min(workers.length - 1, Math.floor(victim * workers.length));
      const [chosen] = workers.splice(index, 1, hire());
      chosen?.kill();
      killed += 1;
      await chosen?.exited;
    },
    kills: () => killed,
    pids: () => workers.flatMap(({ pid }) => pid ?? []),
    complaints,
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}
