import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { findBrowser } from "./browser.mjs";
import { buildIfChanged } from "./build.mjs";
import { Failure, program, root } from "./checkout.mjs";
import { install } from "./install.mjs";
import { missingOptionalEntries } from "./supply-chain/lockfile.mjs";
import { run, runPlaywright, runVitest, whole } from "./test-runners.mjs";

async function checkTypes() {
  const typegen = await run([program("next/dist/bin/next"), "typegen"], { env: { NEXT_TELEMETRY_DISABLED: "1" } });
  return whole("types", typegen && (await run([program("typescript/bin/tsc"), "--noEmit"])));
}

const checkLint = async () => whole("lint", await run([program("@biomejs/biome/bin/biome"), "check", "."]));

function checkLockfile() {
  const missing = missingOptionalEntries();
  for (const line of missing) console.error(`package-lock.json has no entry: ${line}`);
  return whole("lockfile", missing.length === 0);
}

const checkBuild = () => whole("build", buildIfChanged() === 0);

/** Runs one phase under its header; a phase that throws has failed. */
async function phase(name, title, check) {
  console.log(`\n▸ ${title}`);
  try {
    return await check();
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    return whole(name, false);
  }
}

const list = (title, names) =>
  names.length > 0 && console.log(`\n${title}:\n${names.map((name) => `  ${name}`).join("\n")}`);

/** Prints what did not simply pass, then the line that every run ends with; returns the exit code. */
function conclude(outcomes) {
  const all = (of) => outcomes.flatMap((outcome) => outcome[of] ?? []);
  const [failures, skipped] = [all("failures"), all("skipped")];
  list("Passed only the second time", all("secondTime"));
  list("Skipped", skipped);
  list("Failed", failures);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  console.log(
    `\n${passed} passed, ${failures.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ""}`,
  );
  return failures.length > 0 ? 1 : 0;
}

/** Everything that must hold. Every phase runs, also after a failure. */
async function testAll(findIt) {
  let browser;
  const look = async () => {
    browser = await findIt();
    return whole("browser", true);
  };
  // First, since it may have to ask for a password.
  const found = await phase("browser", "Browser", look);
  const outcomes = [
    await phase("types", "Types", checkTypes),
    await phase("lint", "Lint and format", checkLint),
    await phase("lockfile", "Lockfile", checkLockfile),
  ];
  const build = await phase("build", "Build", checkBuild);
  // Both at once, on a machine of two cores: what the browser waits for, the engine's tests use.
  const tests = [phase("vitest", "Unit and integration", () => runVitest(["--maxWorkers=2"], "engine  │ "))];
  if (found.passed && build.passed)
    tests.push(phase("end to end", "End to end, in a browser", () => runPlaywright(browser, [], "browser │ ")));
  return conclude([found, ...outcomes, build, ...(await Promise.all(tests))]);
}

/** Whether the path, or the folder there, holds tests of this kind. */
function holds(path, kind) {
  const place = join(root, path.replace(/:\d+$/, ""));
  if (!existsSync(place)) throw new Failure(`There is no test at ${path}.`);
  return statSync(place).isDirectory()
    ? readdirSync(place, { recursive: true }).some((name) => kind.test(name))
    : kind.test(place);
}

/** The tests at these paths, with nothing built or started that their kind does not need. */
async function testSome(paths, options, findIt) {
  const [units, specs] = [/\.test\.tsx?$/, /\.spec\.ts$/].map((kind) => paths.filter((path) => holds(path, kind)));
  if (units.length + specs.length === 0) throw new Failure(`There is no test at ${paths.join(" ")}.`);
  const outcomes = units.length > 0 ? [await runVitest([...units, ...options])] : [];
  if (specs.length > 0) {
    outcomes.push(checkBuild());
    if (outcomes.at(-1).passed)
      outcomes.push(await runPlaywright(await findIt(), ["--workers=1", ...specs, ...options]));
  }
  return conclude(outcomes);
}

/**
 * `npm test`: everything, or what stands at the paths that are given; what follows them is the runner's. `--sudo` lets it
 * install a browser as root. Returns the exit code.
 */
export async function test(args) {
  install();
  const maySudo = args.includes("--sudo") || process.env.MEGZO_SUDO === "1";
  const given = args.filter((arg) => arg !== "--sudo");
  const first = given.findIndex((arg) => arg.startsWith("-"));
  const paths = first < 0 ? given : given.slice(0, first);
  const findIt = () => findBrowser({ maySudo });
  if (given.length > 0 && paths.length === 0)
    throw new Failure("Usage: npm test -- [--sudo] [path…] [option of the runner…]");
  return paths.length > 0 ? testSome(paths, given.slice(paths.length), findIt) : testAll(findIt);
}

/** Everything that needs no database: `npm run test:unit`. */
export async function testUnits(args) {
  install();
  return conclude([await runVitest(["--project=unit*", ...args])]);
}
