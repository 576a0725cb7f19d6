import { defineConfig } from "@playwright/test";
import tests from "../../../playwright.config";

/** The same world as the specs', for scripts/browser/screenshots.mjs alone. */
export default defineConfig({
  ...tests,
  testDir: "..",
  testMatch: "screenshots.ts",
  globalSetup: "./e2e-setup.ts",
  outputDir: "../../test-results/browser",
  workers: 1,
  reporter: "line",
});
