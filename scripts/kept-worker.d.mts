import type { Child } from "./programs.mjs";

export function keepWorker(options: {
  sources: string[];
  migrations: string;
  start(): Child;
  migrate(): Promise<unknown>;
  say(text: string): void;
}): Child;
