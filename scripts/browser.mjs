/** Finds a Chromium that Playwright can drive, or gets one, on a laptop, in CI, or on a machine without the network. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import process from "node:process";
import { Failure, program } from "./checkout.mjs";

/** What a headless Chromium needs as root, in a container, and where only this machine can be reached. */
export const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Whether the browser starts and opens a page; without a path, Playwright's own. */
async function works(executablePath) {
  const { chromium } = createRequire(import.meta.url)("@playwright/test");
  try {
    const browser = await chromium.launch({ executablePath, args: browserArguments, timeout: 20_000 });
    try {
      await (await browser.newPage()).goto("about:blank");
    } finally {
      await browser.close();
    }
    return true;
  } catch {
    return false;
  }
}

function systemBrowsers() {
  const names = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "microsoft-edge"];
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const applications = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    join(process.env.ProgramFiles ?? "C:\\Program Files", "Google\\Chrome\\Application\\chrome.exe"),
  ];
  return [...onPath, ...applications].filter((path) => existsSync(path));
}

async function workingSystemBrowser() {
  for (const path of systemBrowsers()) if (await works(path)) return path;
  return undefined;
}

function downloadPlaywrights() {
  const { status } = spawnSync(
    process.execPath,
    [program("@playwright/test/cli.js"), "install", "chromium", "--only-shell"],
    { stdio: "ignore", timeout: 600_000 },
  );
  return status === 0;
}

/** Installs Debian's Chromium where this process may, or is told that it may ask. */
function installFromSystem() {
  const asRoot = process.getuid?.() === 0 ? [] : ["sudo"];
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    // Another installation may hold the lock for a while; sudo may want a password.
    execFileSync(command, [...rest, "-o", "DPkg::Lock::Timeout=300", ...args], {
      stdio: ["inherit", "ignore", "inherit"],
      timeout: 900_000,
    });
  };
  const add = () => apt("install", "-y", "--no-install-recommends", "chromium");
  try {
    try {
      add();
    } catch {
      apt("update");
      add();
    }
    return true;
  } catch {
    return false;
  }
}

const isDebian = () => existsSync("/usr/bin/apt-get");
const cure = "Set MEGZO_CHROMIUM to a Chrome or Chromium";

/**
 * Resolves to the path of a working browser, or to `undefined` for Playwright's own. Asked in this order: MEGZO_CHROMIUM,
 * what Playwright has, what the system has, Playwright's download, the system's package. For the last one, `maySudo` says
 * whether sudo may be asked for; root needs none. Throws a Failure that says what to do when there is no browser.
 */
export async function findBrowser({ maySudo = process.env.MEGZO_SUDO === "1" } = {}) {
  const named = process.env.MEGZO_CHROMIUM;
  if (named) {
    if (await works(named)) return named;
    throw new Failure(`MEGZO_CHROMIUM names no browser that works: ${named}`);
  }
  if (await works()) return undefined;
  const found = await workingSystemBrowser();
  if (found) return found;
  console.log("No browser found: downloading Playwright's Chromium, once (about 100 MB) …");
  if (downloadPlaywrights() && (await works())) return undefined;
  if (!isDebian()) throw new Failure(`No browser was found or could be downloaded. ${cure}.`);
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !maySudo) {
    throw new Failure(
      `No browser was found or could be downloaded. ${cure}, or let sudo install one: npm test -- --sudo`,
    );
  }
  console.log(`The download failed: installing the package chromium with ${isRoot ? "" : "sudo "}apt-get, once …`);
  const installed = installFromSystem() && (await workingSystemBrowser());
  if (installed) return installed;
  throw new Failure(`No browser was found or could be installed. ${cure}.`);
}
