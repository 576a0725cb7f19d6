/** The two test runners, their reports read back: what passed, what failed, what was left out and why. */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, relative } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { inState, program, readJson, root } from "./checkout.mjs";

/** A check that holds as a whole or not at all. */
export const whole = (name, holds) => ({ passed: holds ? 1 : 0, failures: holds ? [] : [name], skipped: [] });

/** Runs Node with these arguments, each line of its output after `prefix`; resolves to whether it ended well. */
export function run(args, { env = {}, prefix = "" } = {}) {
  const colours = process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : {};
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: prefix ? ["inherit", "pipe", "pipe"] : "inherit",
    env: { ...process.env, ...(prefix ? colours : {}), ...env },
  });
  for (const stream of prefix ? [child.stdout, child.stderr] : []) {
    createInterface({ input: stream }).on("line", (line) => console.log(`${prefix}${line}`));
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });
}

/** Where a runner leaves its report, without the one of the run before. */
function reportFile(name) {
  const file = inState("test", name);
  rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

/** Runs Vitest with these arguments, paths or a project. */
export async function runVitest(args = [], prefix = "") {
  const file = reportFile("vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const ended = await run([program("vitest/vitest.mjs"), "run", ...reporters, ...args], { prefix });
  const report = readJson(file);
  const testsThat = (status) =>
    (report?.testResults ?? []).flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter((test) => test.status === status)
        .map(
          ({ fullName, meta }) => `${relative(root, name)}: ${fullName}${meta?.skipped ? ` (${meta.skipped})` : ""}`,
        ),
    );
  const filesThatFailed = (report?.testResults ?? [])
    .filter(
      ({ status, assertionResults }) =>
        status === "failed" && !assertionResults.some((test) => test.status === "failed"),
    )
    .map(({ name }) => relative(root, name));
  const failures = [...testsThat("failed"), ...filesThatFailed];
  // An error outside every test ends the run badly without failing one.
  if (!ended && failures.length === 0) failures.push("vitest");
  return {
    passed: report?.numPassedTests ?? 0,
    failures,
    skipped: [...testsThat("skipped"), ...testsThat("pending"), ...testsThat("todo")],
  };
}

/** The tests of a Playwright suite and of the suites in it that ended so, as `file: title`. */
function specsThat(ended, suite) {
  const own = (suite.specs ?? []).filter(({ tests }) => tests.some(({ status }) => status === ended));
  const names = own.map(({ file, title, tests }) => {
    const [reason] = tests
      .flatMap(({ annotations }) => annotations.map(({ description }) => description))
      .filter(Boolean);
    return `e2e/${file}: ${title}${ended === "skipped" && reason ? ` (${reason})` : ""}`;
  });
  return [...names, ...(suite.suites ?? []).flatMap((one) => specsThat(ended, one))];
}

/** Runs Playwright with these arguments in this browser, `undefined` for Playwright's own. */
export async function runPlaywright(browser, args = [], prefix = "") {
  const file = reportFile("playwright.json");
  const ended = await run([program("@playwright/test/cli.js"), "test", "--reporter=line,json", ...args], {
    prefix,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, ...(browser ? { MEGZO_CHROMIUM: browser } : {}) },
  });
  const report = readJson(file);
  const specs = (status) => (report?.suites ?? []).flatMap((suite) => specsThat(status, suite));
  const failures = specs("unexpected");
  if (!ended && failures.length === 0) failures.push("end to end");
  return {
    passed: (report?.stats.expected ?? 0) + specs("flaky").length,
    failures,
    skipped: specs("skipped"),
    secondTime: specs("flaky"),
  };
}
