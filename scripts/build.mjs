import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Failure, program, root } from "./checkout.mjs";
import { requireInstalled } from "./install.mjs";

const stamp = join(root, ".next", ".sources");
const notBuilt = new Set(["node_modules", "docs", "e2e", "bench", "drizzle", "scripts"]);
const outputs = new Set(["test-results", "playwright-report", "screenshots", "next-env.d.ts"]);

function sources(directory = root) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    const skipped = directory === root && (notBuilt.has(entry.name) || outputs.has(entry.name));
    const hidden = entry.name.startsWith(".") && !entry.name.startsWith(".env");
    if (skipped || hidden) return [];
    if (entry.isDirectory()) return sources(path);
    return /\.(test\.tsx?|md|tsbuildinfo)$/.test(entry.name) ? [] : [path];
  });
}

/** One hash over every file, version and variable that ends up in the build. */
function fingerprint() {
  const hash = createHash("sha256").update(process.versions.node);
  const publicVariables = Object.entries(process.env).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
  hash.update(JSON.stringify(publicVariables.sort()));
  for (const path of sources().sort()) hash.update(`\0${path.slice(root.length)}\0`).update(readFileSync(path));
  return hash.digest("hex");
}

export const hasBuild = () => existsSync(join(root, ".next", "BUILD_ID"));

const isCurrent = (wanted) => hasBuild() && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;

/** Builds the web application; returns the exit code. */
export function build() {
  requireInstalled({ forDevelopment: true });
  const wanted = fingerprint();
  rmSync(stamp, { force: true });
  const { status } = spawnSync(process.execPath, [program("next/dist/bin/next"), "build"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  // Sources that changed under the build leave a stamp that no longer fits, so the next run builds again.
  if (status === 0) writeFileSync(stamp, wanted);
  return status ?? 1;
}

/** Builds unless the last build is of these very sources; returns the exit code. */
export function buildIfChanged() {
  if (isCurrent(fingerprint())) return 0;
  console.log("Building (half a minute) …");
  return build();
}

/** Stops a command that serves a build but does not make one. */
export function requireBuild() {
  if (!hasBuild()) throw new Failure("There is no build yet: run `npm run build` first.");
}
