/** Makes of the framework's standalone server the whole product: its programs as plain JavaScript, and the files beside them. */
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { readJson, root } from "./checkout.mjs";
import { product } from "./product.mjs";

const require = createRequire(import.meta.url);
const programs = ["serve", "worker", "migrate", "megzo"];
const inProduct = (...parts) => join(product, ...parts);

function copy(from, to, options = {}) {
  rmSync(inProduct(to), { recursive: true, force: true });
  cpSync(join(root, from), inProduct(to), { recursive: true, ...options });
}

/** The programs and all they import in a few files, except what is machine code: that stands in the server's node_modules. */
function bundlePrograms() {
  rmSync(inProduct("scripts"), { recursive: true, force: true });
  // Loaded when needed: this file is read before the packages are installed.
  require("esbuild").buildSync({
    absWorkingDir: root,
    entryPoints: programs.map((name) => `scripts/${name}.ts`),
    outdir: inProduct("scripts"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["@node-rs/argon2", "pg-native"],
    // Packages of the older kind ask for Node's own modules by `require`, which a module does not have.
    banner: { js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);' },
    logLevel: "warning",
  });
}

/** What the framework leaves to be copied by hand, and leaves out what it copies unasked. */
export function completeServer() {
  copy(".next/static", ".next/static");
  for (const name of readdirSync(product)) if (name.startsWith(".env")) rmSync(inProduct(name));
}

export function completeProduct() {
  bundlePrograms();
  copy("public", "public");
  // The snapshots of former schemas serve only whoever writes the next migration.
  copy("drizzle", "drizzle", { filter: (path) => !path.endsWith("_snapshot.json") });
  copy("package-lock.json", "package-lock.json");
  const { name, version, type, engines } = readJson(join(root, "package.json"));
  const scripts = Object.fromEntries(programs.map((program) => [program, `node scripts/${program}.mjs`]));
  const described = { name, version, private: true, type, engines, scripts };
  writeFileSync(inProduct("package.json"), `${JSON.stringify(described, null, 2)}\n`);
}
