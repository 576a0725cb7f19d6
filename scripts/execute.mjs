/** Commands that are one program in the foreground: same terminal, same signals, same exit code. */
import { spawn } from "node:child_process";
import process from "node:process";
import { requireBuild } from "./build.mjs";
import { program } from "./checkout.mjs";
import { requireInstalled } from "./install.mjs";
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

/** Runs `scripts/<name>.ts`. */
export function execute(name, args) {
  requireInstalled();
  return foreground(script(`scripts/${name}.ts`, ...args));
}

/** The web server alone, on all interfaces, once its environment is known to be complete. */
export async function serve(args) {
  requireInstalled();
  requireBuild();
  const refused = await foreground(script("scripts/check-environment.ts", "serve"));
  if (refused) return refused;
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  return foreground([program("next/dist/bin/next"), "start", "-p", process.env.PORT || "3000", ...args], env);
}
