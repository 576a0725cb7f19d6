import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { browserArguments, findBrowser } from "../scripts/browser.mjs";
import { portIsFree } from "../scripts/processes/ports.mjs";
import { report } from "./figure";

const root = fileURLToPath(new URL("..", import.meta.url));
const inState = (...parts: string[]) => join(root, ".megzo", ...parts);
const port = Number(process.env.PORT || 3000);
const address = `http://localhost:${port}`;
const times = 3;
const seconds = (since: number) => (performance.now() - since) / 1000;
const shown = (values: number[]) => values.map((value) => value.toFixed(1)).join(", ");

/** `npm run dev` as from a terminal, until it says that it runs. */
async function startDev() {
  const since = performance.now();
  const child = spawn(process.execPath, ["scripts/run.mjs", "dev"], {
    cwd: root,
    detached: true,
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  while (!lines.some((line) => line.startsWith("Ctrl-C"))) {
    if (child.exitCode !== null) throw new Error(`npm run dev ended:\n${lines.join("\n")}`);
    await sleep(20);
  }
  running.add(child.pid as number);
  void exited.then(() => running.delete(child.pid as number));
  const data = lines.find((line) => line.startsWith("Data: "))?.slice("Data: ".length) ?? "";
  return { pid: child.pid as number, lines, exited, data, since, ready: seconds(since) };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The processes that one process and those it started have started. */
function descendants(pid: number): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const family = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const children = family.filter(([, parent]) => parent === pid).map(([child = 0]) => child);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** Ctrl-C in the terminal; resolves to how long it took and what is left over. */
async function interrupt({ pid, exited, data }: Awaited<ReturnType<typeof startDev>>) {
  const postmaster = join(data, "data", "postmaster.pid");
  const server = Number(readFileSync(postmaster, "utf8").split("\n")[0]);
  const family = [...descendants(pid), server];
  const since = performance.now();
  process.kill(-pid, "SIGINT");
  const code = await exited;
  const took = seconds(since);
  // The system takes a moment to forget grandchildren.
  for (let tries = 0; tries < 30 && family.some(isAlive); tries += 1) await sleep(100);
  return { took, code, started: family.length, left: family.filter(isAlive).length };
}

async function signIn(page: Page): Promise<void> {
  const { passwords } = JSON.parse(readFileSync(inState("sandbox.json"), "utf8"));
  const email = page.locator("input[name=email]");
  const desk = page.locator("aside nav");
  // Before the form is taken over by the page's script, sending it only loads it again.
  for (let tries = 0; tries < 8 && !(await desk.isVisible()); tries += 1) {
    if (await email.isVisible()) {
      await email.fill("admin@carpatic.example");
      await page.locator("input[name=password]").fill(passwords.admin);
      await page.locator("input[name=password]").press("Enter");
    }
    await desk.waitFor({ timeout: 15_000 }).catch(() => {});
  }
  if (!(await desk.isVisible())) throw new Error("The desk did not open.");
}

/** From the command to the form to sign in, and to the first page behind it. */
async function firstPage(page: Page) {
  const dev = await startDev();
  await page.context().clearCookies();
  const connected = page.waitForEvent("console", (message) => message.text().includes("[HMR] connected"));
  await page.goto(`${address}/sign-in`);
  await page.locator("input[name=email]").waitFor();
  const form = seconds(dev.since);
  await connected;
  await signIn(page);
  return { dev, form, desk: seconds(dev.since) };
}

/** The file below a folder that holds a text, as nobody moves it without the text. */
function fileWith(folder: string, text: RegExp): string {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const paths = names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(root, folder, name));
  const found = paths.find((path) => text.test(readFileSync(path, "utf8")));
  if (!found) throw new Error(`No file of ${folder} has ${text}.`);
  return found;
}

/** Edits a file some times, each time until `seen`; the file is as before in the end. */
async function edit(
  path: string,
  place: RegExp,
  line: (mark: string) => string,
  seen: (mark: string) => Promise<void>,
) {
  const before = readFileSync(path, "utf8");
  const took: number[] = [];
  try {
    for (let n = 1; n <= times; n += 1) {
      const mark = `measured-${Date.now()}`;
      const since = performance.now();
      writeFileSync(
        path,
        before.replace(place, (found) => found + line(mark)),
      );
      await seen(mark);
      took.push(seconds(since));
      await sleep(3000);
    }
  } finally {
    writeFileSync(path, before);
  }
  return took;
}

/** Resolves once a log holds a text that it did not hold before; fails after some seconds. */
async function untilLogged(log: "web" | "worker", text: string, patience: number): Promise<void> {
  const path = inState("logs", `${log}.log`);
  const count = () => readFileSync(path, "utf8").split(text).length;
  const before = count();
  for (const since = performance.now(); count() === before; await sleep(20))
    if (seconds(since) > patience) throw new Error(`${path} does not say "${text}".`);
}

/** What a failed run must not leave behind. */
const running = new Set<number>();
process.once("exit", () => {
  for (const pid of running) process.kill(-pid, "SIGINT");
});

if (!(await portIsFree(port))) throw new Error(`Port ${port} is in use: name another in PORT.`);
const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserArguments });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  rmSync(join(root, ".next", "dev"), { recursive: true, force: true });
  const cold = await firstPage(page);
  // What was compiled is kept for the next start only once it has been written.
  await untilLogged("web", "Finished writing to filesystem cache", 60).catch(() => {});
  await interrupt(cold.dev);
  const warm = await firstPage(page);
  for (const [name, { dev, form, desk }] of Object.entries({ cold, warm }))
    console.log(
      `${name}: says it runs after ${shown([dev.ready])} s, form ${shown([form])} s, desk ${shown([desk])} s`,
    );
  console.log(`load of the machine ${loadavg()[0]?.toFixed(1)}`);
  // Pages compile on after the first one is there.
  await sleep(10_000);
  const brand = /<Logo \/>\s+MEGZO\n/;
  await page.evaluate(() => Object.assign(window, { kept: true }));
  const screen = await edit(
    fileWith("components", brand),
    brand,
    (mark) => `      ${mark}\n`,
    (mark) => page.getByText(mark).first().waitFor(),
  );
  const kept = await page.evaluate(() => "kept" in window);
  const pass = /export async function workOnce\(.*\{\n/;
  const engine = await edit(
    fileWith("lib", pass),
    pass,
    (mark) => `  ctx.log.info("${mark}");\n`,
    (mark) => untilLogged("worker", mark, 60),
  );
  await sleep(3000);
  console.log(warm.dev.lines.filter((line) => line.includes("the worker is at work again")).join("\n"));

  const end = await interrupt(warm.dev);
  const gone = !existsSync(join(warm.dev.data, "data", "postmaster.pid"));
  report({
    goal: "npm run dev: a component's text on the screen within 2 s",
    figure: `${shown(screen)} s, ${kept ? "in place" : "by a reload"}`,
    met: Math.max(...screen) <= 2,
  });
  report({
    goal: "npm run dev: a pass of the worker with a changed engine within 5 s",
    figure: `${shown(engine)} s`,
    met: Math.max(...engine) <= 5,
  });
  report({
    goal: "npm run dev: Ctrl-C leaves nothing",
    figure: `${end.left} of ${end.started} processes after ${end.took.toFixed(1)} s`,
    met: end.left === 0 && gone && end.code === 0,
  });
  report({
    goal: "npm run dev: from the command to the form to sign in, cold and warm",
    figure: `${shown([cold.form, warm.form])} s; to the first page behind it ${shown([cold.desk, warm.desk])} s`,
    met: null,
  });
} finally {
  await browser.close();
}
