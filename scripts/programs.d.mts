export type Child = {
  name: string;
  pid: number | undefined;
  exited: Promise<string>;
  lastLines(): string;
  until(matches: (line: string) => boolean, seconds: number): Promise<string>;
  stop(): Promise<void>;
  kill(): void;
};

export type Options = { env: NodeJS.ProcessEnv; log?: string; onError?: (name: string, text: string) => void };

export function capture(path: string, args: string[], env: NodeJS.ProcessEnv): Promise<string>;
export function startTwin(name: "emag" | "acumatica", options: Options): Promise<{ child: Child; port: number }>;
export function startWeb(port: number, options: Options & { path?: string }): { child: Child; ready: Promise<void> };
export function startWorker(options: Options & { path?: string }): Child;
export function startDoor(port: number, options: Options): Promise<Child>;
export function control<T>(port: number, method: string, path: string, body?: unknown): Promise<T>;
