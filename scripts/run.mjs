/** The one door of every npm script: `node scripts/run.mjs <command> [arguments]`. Node built-ins only, before the install. */
import process from "node:process";
import { Failure, root } from "./checkout.mjs";

const commands = {
  start: async () => (await import("./start.mjs")).start(),
  dev: async () => (await import("./dev.mjs")).dev(),
  test: async (args) => (await import("./test.mjs")).test(args),
  "test:unit": async (args) => (await import("./test.mjs")).testUnits(args),
  build: async () => (await import("./build.mjs")).build(),
  serve: async (args) => (await import("./execute.mjs")).execute("serve", args),
  worker: async (args) => (await import("./execute.mjs")).execute("worker", args),
  migrate: async (args) => (await import("./execute.mjs")).execute("migrate", args),
  megzo: async (args) => (await import("./execute.mjs")).execute("megzo", args),
  screenshots: async (args) => (await import("./browser/screenshots.mjs")).screenshots(args),
  chaos: async (args) => (await import("./execute.mjs")).executeSource("chaos", args),
  // Workers live through it, so that what they hold can be compared; whatever is given besides counts instead.
  soak: async (args) => {
    const load = ["--minutes", "30", "--faults", "0.05", "--kill", "0", "--sellers", "10"];
    return (await import("./execute.mjs")).executeSource("chaos", [...load, ...args]);
  },
  bench: async (args) => (await import("./execute.mjs")).executeSource("../bench/run", args),
};

const [name = "", ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
try {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(`MEGZO needs Node 20.19 or newer; this is ${process.versions.node}.`);
  }
  if (!command) throw new Failure(`Usage: node scripts/run.mjs ${Object.keys(commands).join("|")}`);
  process.chdir(root);
  process.exitCode = await command(args);
} catch (error) {
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = 1;
}
