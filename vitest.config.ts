import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

/** Scenarios that put something of their own in a module's place, or in the environment. */
const apart = ["operations/access", "alerts/alerts", "orders/bad-input", "exactly-once/guards", "operations/trace"].map(
  (name) => `e2e/scenarios/${name}.test.ts`,
);

const resolve = { alias: { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") } };

const project = (test: TestProjectInlineConfiguration["test"]): TestProjectInlineConfiguration => ({
  resolve,
  test: { testTimeout: 30_000, hookTimeout: 30_000, ...test },
});

export default defineConfig({
  resolve,
  test: {
    globalSetup: "e2e/support/global-setup.ts",
    maxWorkers: 3,
    projects: [
      project({
        name: "scenarios",
        include: ["e2e/scenarios/**/*.test.ts"],
        exclude: [...configDefaults.exclude, ...apart],
        // To load the whole product anew for each of them is a third of their time.
        isolate: false,
      }),
      project({
        name: "tests",
        include: ["{lib,sandbox,components,app}/**/*.test.ts", "e2e/support/**/*.test.ts", ...apart],
      }),
    ],
  },
});
