import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/e2e/support/database";
import { openJobs } from "@/lib/jobs";

let test: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  test = await createTestDatabase();
  sql = postgres(test.url, { max: 4, prepare: false, onnotice: () => {} });
});
afterAll(async () => {
  await sql?.end();
  await test?.drop();
});

it("one seller's long run keeps no other waiting: what is asked for meanwhile is begun beside it", async () => {
  const jobs = await openJobs(sql);
  const [long, short] = [randomUUID(), randomUUID()];
  const begun: string[] = [];
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  let isWorked = () => {};
  const worked = new Promise<void>((done) => {
    isWorked = done;
  });
  await jobs.send({ integrationId: long });
  let asked = false;
  const drained = jobs.drain(
    async ({ integrationId }) => {
      begun.push(integrationId);
      if (integrationId === long) await held;
      else isWorked();
    },
    {
      deadline: () => false,
      parallel: 2,
      meanwhile: async () => {
        await sleep(10);
        if (!asked) await jobs.send({ integrationId: short });
        asked = true;
      },
    },
  );
  await worked;
  expect(begun).toEqual([long, short]);
  release();
  expect(await drained).toBe(2);
});
