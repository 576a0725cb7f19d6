import { readdirSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const root = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
const resolve = { alias: { "@": root } };

const files = ["app", "components", "e2e", "lib", "sandbox"]
  .flatMap((folder) => readdirSync(`${root}/${folder}`, { recursive: true }).map((path) => `${folder}/${path}`))
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.test\.tsx?$/.test(path));

/** What a file's own text says of what it needs, so that no list of files has to be kept. */
const says = (pattern: RegExp) => (path: string) => pattern.test(readFileSync(`${root}/${path}`, "utf8"));
/** Everything that starts PostgreSQL, the twins' stage or the product stands in e2e. */
const needsDatabase = (path: string) => path.startsWith("e2e/") || says(/from "[^"]*\/e2e\//)(path);
/** Puts something of its own in a module's place, or in the environment, so it shares its process with no other file. */
const needsItsOwnProcess = says(/\bvi\.(mock|stubEnv)\(|\bprocess\.env\b/);

/** One life after another: a minute each, so that they must not be what everybody waits for in the end. */
const isLong = says(/support\/exactly-once\/(crash-harness|simulation)"/);

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files);
    const long = sorted.filter(({ moduleId }) => isLong(relative(root, moduleId)));
    return [...long, ...sorted.filter((file) => !long.includes(file))];
  }
}

const project = (
  name: string,
  wanted: (path: string) => boolean,
  test: TestProjectInlineConfiguration["test"] = {},
): TestProjectInlineConfiguration => ({
  resolve,
  test: { name, include: files.filter(wanted), testTimeout: 30_000, hookTimeout: 30_000, ...test },
});

/** Where files may share a process, the product is loaded once for all of them: that was half of their time. */
const pair = (name: string, wanted: (path: string) => boolean, test: TestProjectInlineConfiguration["test"] = {}) => [
  project(name, (path) => wanted(path) && !needsItsOwnProcess(path), { ...test, isolate: false }),
  project(`${name} alone`, (path) => wanted(path) && needsItsOwnProcess(path), test),
];

export default defineConfig({
  resolve,
  test: {
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    projects: [
      ...pair("unit", (path) => !needsDatabase(path)),
      ...pair("database", needsDatabase, { globalSetup: "e2e/support/global-setup.ts" }),
    ],
  },
});
