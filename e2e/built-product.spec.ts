import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { freePort } from "../scripts/processes/ports.mjs";
import { product } from "../scripts/product.mjs";
import { startWeb, startWorker } from "../scripts/programs.mjs";
import { e2eEnvironment } from "./support/browser/e2e-environment";
import { productEnvironment } from "./support/browser/product";

// What an image holds: a copy from which nothing of the checkout can be reached.
let copy = "";
test.beforeAll(() => {
  copy = join(realpathSync(mkdtempSync(join(tmpdir(), "megzo-product-"))), "app");
  cpSync(product, copy, { recursive: true, verbatimSymlinks: true });
});
test.afterAll(() => rmSync(join(copy, ".."), { recursive: true, force: true }));

const run = (name: string, args: string[], env: NodeJS.ProcessEnv) =>
  spawnSync(process.execPath, [`scripts/${name}.mjs`, ...args], { cwd: copy, env, encoding: "utf8" });

test("the built product migrates, answers commands, serves and works from a copy of its folder alone", async ({
  request,
}) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...productEnvironment(e2eEnvironment().databaseUrl, url), LOG_LEVEL: "info" };
  expect(run("migrate", [], env)).toMatchObject({ status: 0, stdout: "The database is up to date.\n" });
  const exported = run("megzo", ["config", "export"], env);
  expect(JSON.parse(exported.stdout).sellers.map(({ slug }: { slug: string }) => slug)).toContain("carpatic");
  expect(JSON.parse(run("megzo", ["sbom"], env).stdout).components.length).toBeGreaterThan(50);

  const web = startWeb(port, { env, path: join(copy, "scripts/serve.mjs") });
  const worker = startWorker({ env, path: join(copy, "scripts/worker.mjs") });
  try {
    await Promise.all([web.ready, worker.until((line) => line.includes("worker started"), 30)]);
    const page = await (await request.get(`${url}/sign-in`)).text();
    const script = /\/_next\/static\/[^"]+\.js/.exec(page)?.[0];
    for (const path of [script, "/icon.svg", "/offline.html"])
      expect((await request.get(`${url}${path}`)).status(), path).toBe(200);
  } finally {
    await Promise.all([web.child.stop(), worker.stop()]);
  }
});

test("the built product holds no compiler, no test tool and no settings of the machine that built it", () => {
  const packages = readdirSync(join(copy, "node_modules"), { recursive: true }).map(String);
  const unwanted =
    /(^|node_modules\/)(@next\/swc-[\w-]+|esbuild|tsx|typescript|lightningcss|sharp|playwright-core|vitest)$/;
  expect(packages.filter((path) => unwanted.test(path))).toEqual([]);
  expect(readdirSync(copy).filter((name) => name.startsWith(".env"))).toEqual([]);
  // Loaded by name from text, where no trace of imports leads.
  const found = createRequire(join(copy, "server.js")).resolve("jsonata");
  expect(found.startsWith(copy)).toBe(true);
  expect(readFileSync(found, "utf8").length).toBeGreaterThan(1000);
});

test("a program whose environment is incomplete stops at once with one line that names what is missing", () => {
  for (const name of ["serve", "worker", "migrate"]) {
    const { status, stderr } = run(name, [], { PATH: process.env.PATH, NODE_ENV: "production" });
    expect({ name, status, lines: stderr.trim().split("\n").length }).toEqual({ name, status: 1, lines: 1 });
    expect(stderr).toMatch(/^DATABASE_URL is missing: expected /);
  }
});
