import { join } from "node:path";
import { readJson, root } from "../checkout.mjs";

/** The folder one level up in which Node would look for a package; `undefined` above the root. */
function outer(path) {
  if (path === "") return undefined;
  const at = path.lastIndexOf("/node_modules/");
  return at < 0 ? "" : path.slice(0, at);
}

/**
 * Optional dependencies that package-lock.json names without an entry, as `package needs dependency`. npm writes such a
 * lockfile without complaint when a registry lacks a platform's binary, and then refuses to install it.
 */
export function missingOptionalEntries(lockfile = readJson(join(root, "package-lock.json"))) {
  const { packages } = lockfile;
  const resolves = (from, name) => {
    for (let at = from; at !== undefined; at = outer(at)) {
      if (packages[at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`]) return true;
    }
    return false;
  };
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !resolves(path, name))
      .map((name) => `${path || "package.json"} needs ${name}`),
  );
}
