import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { completeProduct, completeServer } from "./bundle.mjs";
import { program, readJson, root, writeJson } from "./checkout.mjs";
import { requireInstalled } from "./install.mjs";
import { hasBuild } from "./product.mjs";

const stamp = join(root, ".next", "sources.json");
const outputs = new Set(["node_modules", "test-results", "playwright-report", "screenshots", "next-env.d.ts"]);
const notServed = new Set(["bench", "deploy", "docs", "drizzle", "e2e", "public", "sandbox", "scripts"]);
const notRun = new Set(["app", "bench", "components", "deploy", "docs", "e2e", "sandbox"]);

function sources(leftOut, directory = root) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    const skipped = directory === root && (leftOut.has(entry.name) || outputs.has(entry.name));
    const hidden = entry.name.startsWith(".") && !entry.name.startsWith(".env");
    if (skipped || hidden) return [];
    if (entry.isDirectory()) return sources(leftOut, path);
    return /\.(test\.tsx?|md|tsbuildinfo)$/.test(entry.name) ? [] : [path];
  });
}

/** One hash over every file, version and variable that ends up in this part of the build. */
function fingerprint(leftOut) {
  const hash = createHash("sha256").update(process.versions.node);
  const publicVariables = Object.entries(process.env).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
  hash.update(JSON.stringify(publicVariables.sort()));
  for (const path of sources(leftOut).sort()) hash.update(`\0${path.slice(root.length)}\0`).update(readFileSync(path));
  return hash.digest("hex");
}

const fingerprints = () => ({ server: fingerprint(notServed), programs: fingerprint(notRun) });

/** Builds the server's part of the product, or only the programs' and files beside it; returns the exit code. */
function make(wanted, withServer) {
  rmSync(stamp, { force: true });
  if (withServer) {
    const { status } = spawnSync(process.execPath, [program("next/dist/bin/next"), "build"], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    if (status !== 0) return status ?? 1;
    completeServer();
  }
  completeProduct();
  // Sources that changed under the build leave a stamp that no longer fits, so the next run builds again.
  writeJson(stamp, wanted);
  return 0;
}

/** Builds the whole product; returns the exit code. */
export function build() {
  requireInstalled();
  return make(fingerprints(), true);
}

/** Builds what the last build does not hold of these very sources; returns the exit code. */
export function buildIfChanged() {
  const wanted = fingerprints();
  const last = hasBuild() ? readJson(stamp) : undefined;
  const withServer = last?.server !== wanted.server;
  if (!withServer && last.programs === wanted.programs) return 0;
  console.log(withServer ? "Building (half a minute) …" : "Building the programs …");
  requireInstalled();
  return make(wanted, withServer);
}

/** Says so when the build is of other sources than those that stand here. */
export function mentionStaleBuild() {
  if (!existsSync(stamp)) return;
  const [last, now] = [readJson(stamp), fingerprints()];
  if (last.server !== now.server || last.programs !== now.programs)
    console.error("The sources have changed since the build: `npm run build` makes it anew.");
}
