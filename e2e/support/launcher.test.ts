import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { startPostgres } from "../../scripts/postgres/postgres.mjs";
import { missingOptionalEntries } from "../../scripts/supply-chain/lockfile.mjs";

const folder = mkdtempSync(join(tmpdir(), "megzo-launcher-"));
// As root, the server runs under another account, which has to get there.
chmodSync(folder, 0o755);
const launcher = new URL("../../scripts/postgres/postgres.mjs", import.meta.url).href;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What another `npm start` in the same checkout does, in a process of its own. */
function elsewhere(directory: string, then: string): void {
  const code = `import { startPostgres } from ${JSON.stringify(launcher)};
    const server = await startPostgres(${JSON.stringify(directory)}); ${then}`;
  spawnSync(process.execPath, ["--input-type=module", "-e", code], { stdio: "inherit" });
}

async function query<T>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1 });
  try {
    return await sql.unsafe<T[]>(text);
  } finally {
    await sql.end();
  }
}

const pidFile = (directory: string) => join(directory, "data", "postmaster.pid");

describe("the embedded database", () => {
  test("keeps what was committed when the server is killed", async () => {
    const place = join(folder, "killed");
    const before = await startPostgres(place);
    await query(before.url, "create table kept as select 42 as answer");
    process.kill(Number(readFileSync(pidFile(before.directory), "utf8").split("\n")[0]), "SIGKILL");

    const after = await startPostgres(place);
    expect(await query(after.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await after.stop();
    expect(existsSync(pidFile(after.directory))).toBe(false);
  });

  test("is shared by a second start, which leaves it running", async () => {
    const place = join(folder, "shared");
    const first = await startPostgres(place);
    elsewhere(place, "await server.stop();");
    expect(await query(first.url, "select 1 as alive")).toEqual([{ alive: 1 }]);
    await first.stop();
  });

  test("is taken over, and stopped in the end, when the start that owned it was killed", async () => {
    const place = join(folder, "abandoned");
    elsewhere(place, "process.kill(process.pid, 'SIGKILL');");
    const next = await startPostgres(place);
    expect(await query(next.url, "select 1 as alive")).toEqual([{ alive: 1 }]);
    await next.stop();
    expect(existsSync(pidFile(next.directory))).toBe(false);
  });
});

test("a lockfile that lacks another platform's binary is noticed", () => {
  const packages = {
    "": { optionalDependencies: { here: "1.0.0" } },
    "node_modules/here": {},
    "node_modules/tool": { optionalDependencies: { "@tool/linux": "1.0.0", "@tool/mac": "1.0.0" } },
    "node_modules/tool/node_modules/@tool/linux": {},
  };
  expect(missingOptionalEntries({ packages })).toEqual(["node_modules/tool needs @tool/mac"]);
});
