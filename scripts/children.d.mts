import type { Child, Options } from "./programs.mjs";

export function startChild(name: string, args: string[], options: Options): Child;
