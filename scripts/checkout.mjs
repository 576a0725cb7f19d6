/** Where the checkout and its `.megzo` folder are, and the small JSON files kept there. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** A path inside `.megzo`, the folder that holds everything a run leaves behind. */
export const inState = (...parts) => join(root, ".megzo", ...parts);

/** The program of an installed package, e.g. `program("next/dist/bin/next")`; run it with Node, so no shell is needed. */
export const program = (path) => join(root, "node_modules", path);

/** A failure whose message is all the person needs: printed without a stack. */
export class Failure extends Error {}

/** Reads a JSON file; `undefined` when it is not there. */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw new Failure(`${path} cannot be read as JSON: ${error.message}`);
  }
}

/** Writes a JSON file only its owner can read, whole or not at all. */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
