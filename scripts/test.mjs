import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { relative } from "node:path";
import process from "node:process";
import { findBrowser } from "./browser.mjs";
import { buildIfChanged } from "./build.mjs";
import { inState, program, readJson, root } from "./checkout.mjs";
import { install } from "./install.mjs";
import { missingOptionalEntries } from "./supply-chain/lockfile.mjs";

const results = (name) => inState("test", name);

/** Runs Node in the foreground; whether it ended well. */
function run(args, env = {}) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/** A phase that holds as a whole or not at all. */
const whole = (name, passed) => ({ passed: passed ? 1 : 0, failures: passed ? [] : [name] });

function checkTypes() {
  const typegen = run([program("next/dist/bin/next"), "typegen"], { NEXT_TELEMETRY_DISABLED: "1" });
  return whole("types", typegen && run([program("typescript/bin/tsc"), "--noEmit"]));
}

const checkLint = () => whole("lint", run([program("@biomejs/biome/bin/biome"), "check", "."]));

function checkLockfile() {
  const missing = missingOptionalEntries();
  for (const line of missing) console.error(`package-lock.json has no entry: ${line}`);
  return whole("lockfile", missing.length === 0);
}

function runVitest() {
  const file = results("vitest.json");
  const ended = run([
    program("vitest/vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ]);
  const report = readJson(file);
  const failures = (report?.testResults ?? []).flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    const path = relative(root, name);
    if (failed.length === 0) return status === "failed" ? [path] : [];
    return failed.map((test) => `${path}: ${test.fullName}`);
  });
  // An error outside every test ends the run badly without failing one.
  if (!ended && failures.length === 0) failures.push("vitest");
  return { passed: report?.numPassedTests ?? 0, failures };
}

/** The tests of a Playwright suite and of the suites in it that ended so, as `file: title`. */
function specsThat(ended, suite) {
  const own = (suite.specs ?? []).filter(({ tests }) => tests.some(({ status }) => status === ended));
  const names = own.map(({ file, title }) => `e2e/${file}: ${title}`);
  return [...names, ...(suite.suites ?? []).flatMap((one) => specsThat(ended, one))];
}

async function runPlaywright() {
  const browser = await findBrowser();
  const file = results("playwright.json");
  const ended = run([program("@playwright/test/cli.js"), "test", "--reporter=line,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    ...(browser ? { MEGZO_CHROMIUM: browser } : {}),
  });
  const report = readJson(file);
  const suites = report?.suites ?? [];
  const failures = suites.flatMap((suite) => specsThat("unexpected", suite));
  if (!ended && failures.length === 0) failures.push("end to end");
  const second = suites.flatMap((suite) => specsThat("flaky", suite));
  if (second.length > 0) console.log(`\nPassed only the second time:\n${second.map((name) => `  ${name}`).join("\n")}`);
  return { passed: (report?.stats.expected ?? 0) + second.length, failures };
}

/** Runs one phase under its header; a phase that throws has failed. */
async function phase(name, title, check) {
  console.log(`\n▸ ${title}`);
  try {
    return await check();
  } catch (error) {
    console.error(error.message);
    return whole(name, false);
  }
}

/** Everything that must hold. Every phase runs, also after a failure; returns the exit code. */
export async function test() {
  install();
  rmSync(results(""), { recursive: true, force: true });
  mkdirSync(results(""), { recursive: true });
  const outcomes = [
    await phase("types", "Types", checkTypes),
    await phase("lint", "Lint and format", checkLint),
    await phase("lockfile", "Lockfile", checkLockfile),
  ];
  // Before the tests, since some of them start the built product.
  const build = await phase("build", "Build", () => whole("build", buildIfChanged() === 0));
  outcomes.push(build, await phase("vitest", "Unit and integration", runVitest));
  if (build.passed) outcomes.push(await phase("end to end", "End to end, in a browser", runPlaywright));

  const failures = outcomes.flatMap((outcome) => outcome.failures);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  console.log(failures.length > 0 ? `\nFailed:\n${failures.map((name) => `  ${name}`).join("\n")}\n` : "");
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length > 0 ? 1 : 0;
}
