import { spawnSync } from "node:child_process";
import { basename, join } from "node:path";
import process from "node:process";
import { Failure, readJson, root } from "./checkout.mjs";

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes its own record there as the last act of an
 * install, so an interrupted one counts as none. Packages for other platforms may be absent.
 */
function isInstalled() {
  const wanted = readJson(join(root, "package-lock.json"))?.packages ?? {};
  const present = readJson(join(root, "node_modules", ".package-lock.json"))?.packages;
  if (!present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = present[path];
    return found
      ? found.version === entry.version
      : Boolean(entry.optional || entry.devOptional || entry.peer || entry.extraneous);
  });
}

/** Installs the packages when they are missing or not those of the lockfile. Development packages are always included. */
export function install() {
  if (isInstalled()) return;
  console.log("Installing packages (once; about a minute) …");
  const cli = process.env.npm_execpath;
  const throughNode = cli && basename(cli).startsWith("npm-cli");
  const [command, args] = throughNode ? [process.execPath, [cli]] : ["npm", []];
  const { status, error } = spawnSync(command, [...args, "ci", "--include=dev", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    // Windows has npm only as a script, which needs a shell.
    shell: !throughNode && process.platform === "win32",
  });
  if (error || status !== 0) throw new Failure("The packages could not be installed: see npm's message above.");
}

/** Stops a command that does not install by itself. */
export function requireInstalled() {
  if (!isInstalled()) throw new Failure("The packages are missing or out of date: run `npm ci --include=dev` first.");
}
