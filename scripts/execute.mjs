/** Commands that are one program in the foreground: same terminal, same signals, same exit code. */
import { spawn } from "node:child_process";
import process from "node:process";
import { mentionStaleBuild } from "./build.mjs";
import { requireInstalled } from "./install.mjs";
import { built, requireBuild } from "./product.mjs";
import { script } from "./programs.mjs";

/** Runs Node with these arguments in the foreground; resolves to its exit code. */
function foreground(args, env = process.env) {
  const child = spawn(process.execPath, args, { stdio: "inherit", env });
  const forward = (signal) => {
    // A terminal sends Ctrl-C to the child too, and a second one would mean "at once".
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(name, forward);
      if (signal) process.kill(process.pid, signal);
      else resolve(code);
    });
  });
}

/** Runs a program of the built product. */
export function execute(name, args) {
  requireBuild();
  mentionStaleBuild();
  return foreground([built(name), ...args], { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
}

/** Runs `scripts/<name>.ts` as it stands. */
export function executeSource(name, args) {
  requireInstalled();
  return foreground(script(`scripts/${name}.ts`, ...args));
}
