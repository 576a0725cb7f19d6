import { defineConfig } from "@playwright/test";
import { browserArguments } from "./scripts/browser.mjs";

// The address is not known before the setup has run: specs take it from e2e/support/browser/e2e-environment.ts.
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/support/browser/e2e-setup.ts",
  outputDir: "test-results/browser",
  // Each with a product, a database and twins of its own: see e2e/support/browser/e2e-setup.ts.
  workers: 2,
  // A browser's timing is its own; what passes only the second time is named at the end.
  retries: 1,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        locale: "ro-RO",
        timezoneId: "Europe/Bucharest",
        viewport: { width: 1280, height: 800 },
        // A colour half-way through its transition fails the contrast check.
        contextOptions: { reducedMotion: "reduce" },
        launchOptions: { executablePath: process.env.MEGZO_CHROMIUM || undefined, args: browserArguments },
        trace: "on-first-retry",
        video: "off",
      },
    },
  ],
});
