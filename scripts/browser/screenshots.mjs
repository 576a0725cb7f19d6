import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { findBrowser } from "../browser.mjs";
import { buildIfChanged } from "../build.mjs";
import { program, root } from "../checkout.mjs";
import { install } from "../install.mjs";

/** Pictures of every page at three widths and in both themes, on one sheet; `en` as argument: in English. */
export async function screenshots([language = "ro"]) {
  install();
  const folder = join(root, "test-results", "screenshots", language);
  rmSync(folder, { recursive: true, force: true });
  if (buildIfChanged() !== 0) return 1;
  const browser = await findBrowser();
  const { status } = spawnSync(
    process.execPath,
    [program("@playwright/test/cli.js"), "test", "--config", "e2e/support/browser/screenshots.config.ts"],
    {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        MEGZO_SCREENSHOTS: folder,
        MEGZO_E2E_LANGUAGE: language,
        ...(browser ? { MEGZO_CHROMIUM: browser } : {}),
      },
    },
  );
  if (status === 0) console.log(`Open ${join(folder, "index.html")}`);
  return status ?? 1;
}
