import { buildIfChanged } from "./build.mjs";
import { Failure } from "./checkout.mjs";
import { launch } from "./launch.mjs";
import { built } from "./product.mjs";
import { startWeb, startWorker } from "./programs.mjs";

function prepare() {
  if (buildIfChanged() !== 0) throw new Failure("The build failed: see its message above.");
}

/** The newcomer's command: from a fresh clone to a dashboard with orders arriving; runs until it is stopped. */
export const start = () =>
  launch({ command: "npm start", prepare, migrate: built("migrate"), megzo: built("megzo"), startWeb, startWorker });
