/** The built product: a folder that needs nothing but Node and may be copied anywhere; an image holds it and nothing else. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure, root } from "./checkout.mjs";

export const product = join(root, ".next", "standalone");

/** The file of one of the product's programs: `serve`, `worker`, `migrate` or `megzo`. */
export const built = (name) => join(product, "scripts", `${name}.mjs`);

export const hasBuild = () => existsSync(built("serve"));

/** Stops a command that runs a build but does not make one. */
export function requireBuild() {
  if (!hasBuild()) throw new Failure("There is no build yet: run `npm run build` first.");
}
