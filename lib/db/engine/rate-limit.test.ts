import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/e2e/support/database";
import { type Database, openDatabase } from "@/lib/db/client";
import { readRateLimits } from "@/lib/db/connections/rate-limit-view";
import { movedBy, noteLimits, pauseRateLimit, reserveSlot, type Slot } from "@/lib/db/engine/rate-limit";

let database: Database;
/** Another process's own connections. */
let other: Database;
let drop: () => Promise<void>;
const limit = { perSecond: 3, perMinute: 180 };

beforeAll(async () => {
  const test = await createTestDatabase();
  database = openDatabase(test.url, 6);
  other = openDatabase(test.url, 6);
  drop = test.drop;
});

afterAll(async () => {
  await Promise.all([database.close(), other.close()]);
  await drop();
});

const reserve = (key: string, count: number): Promise<Slot[]> =>
  Promise.all(Array.from({ length: count }, () => reserveSlot(database.db, key, limit)));

const times = async (key: string): Promise<{ at: number; person: boolean }[]> =>
  (
    await database.db.execute<{ at: number; person: boolean }>(
      sql`select extract(epoch from at)::float8 as at, by_person as person from rate_limit_calls where key = ${key} order by at`,
    )
  ).map((row) => ({ at: row.at, person: row.person }));

const gaps = (rows: { at: number }[]) => rows.slice(1).map(({ at }, index) => at - (rows[index]?.at ?? 0));

describe("an account's call limits", () => {
  it("let a person's click go before background calls that wait, and no two calls come closer for it", async () => {
    const background = (await reserve("click:rest", 8)).sort((a, b) => a.waitMs - b.waitMs);
    const click = await reserveSlot(database.db, "click:rest", limit, true);
    expect(click.waitMs).toBeLessThan(400);
    const second = await reserveSlot(database.db, "click:rest", limit, true);
    expect(second.waitMs).toBeGreaterThan(click.waitMs);
    expect(second.waitMs).toBeLessThan(800);
    const last = background.at(-1);
    if (!last) throw new Error("no slot");
    const moved = await movedBy(database.db, last);
    expect(moved.waitMs).toBeGreaterThan(600);
    expect((await movedBy(database.db, moved)).waitMs).toBe(0);
    expect(Math.min(...gaps(await times("click:rest")))).toBeGreaterThan(1 / 3);
  });

  it("hold through clicks and background calls that come at the same moment from several processes", async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        reserveSlot((index % 2 ? other : database).db, "mixed:rest", limit, index % 5 === 0),
      ),
    );
    const rows = await times("mixed:rest");
    expect(rows).toHaveLength(30);
    expect(Math.min(...gaps(rows))).toBeGreaterThan(1 / 3);
    const lastPerson = rows.findLastIndex(({ person }) => person);
    expect(lastPerson).toBeLessThan(29);
  });

  it("stop every waiting call for as long as the other side asked after it refused one", async () => {
    await reserve("refused:rest", 3);
    await noteLimits(database.db, "refused:rest", { remaining: 0, refused: true, retryAfterSeconds: 20 });
    const pending = (await times("refused:rest")).filter(({ at }) => at * 1000 > Date.now());
    expect(pending.length).toBeGreaterThanOrEqual(2);
    expect((pending[0]?.at ?? 0) * 1000 - Date.now()).toBeGreaterThan(18_000);
    expect((await reserveSlot(database.db, "refused:rest", limit)).waitMs).toBeGreaterThan(20_000);
    const [meter] = (await readRateLimits(database.db, ["refused"])).get("refused") ?? [];
    expect(meter).toMatchObject({ bucket: "rest", perMinute: 180, refused: 1, remaining: 0, waiting: 3 });
    expect(meter?.refusedAt).not.toBeNull();
  });

  it("are left alone for a second when nothing remains and the calls were not ours", async () => {
    await reserve("shared:orders", 1);
    await noteLimits(database.db, "shared:orders", { remaining: 0, refused: false, retryAfterSeconds: null });
    expect((await reserveSlot(database.db, "shared:orders", limit)).waitMs).toBeGreaterThan(800);
    await reserveSlot(database.db, "own:orders", limit);
    await noteLimits(database.db, "own:orders", { remaining: 2, refused: false, retryAfterSeconds: null });
    expect((await reserveSlot(database.db, "own:orders", limit)).waitMs).toBeLessThan(400);
  });

  it("are counted for the meter, and nothing of an idle account stays", async () => {
    await reserve("meter:rest", 4);
    await pauseRateLimit(database.db, "meter:rest", 0);
    const read = async () => (await readRateLimits(database.db, ["meter"])).get("meter")?.[0];
    const seen = await read();
    expect((seen?.lastMinute ?? 0) + (seen?.waiting ?? 0)).toBe(4);
    await database.db.execute(sql`update rate_limit_calls set at = at - interval '3 minutes' where key = 'meter:rest'`);
    await reserve("meter:rest", 1);
    expect(await times("meter:rest")).toHaveLength(1);
  });
});
