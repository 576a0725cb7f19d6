import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "@/lib/db/client";
import { handOverAt } from "@/lib/db/hand-over-at";
import { createTestDatabase, type TestDatabase } from "../../e2e/support/database";

let test: TestDatabase;
let open: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
});
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

const momentOf = async (text: string | null): Promise<string | null> => {
  const at = sql`to_char((${handOverAt("Europe/Bucharest")}) at time zone 'UTC', 'YYYY-MM-DD HH24:MI')`;
  const [row] = await open.db.execute<{ at: string | null }>(
    sql`select ${at} as at from (values (${text}::text)) o(hand_over_by)`,
  );
  return row?.at ?? null;
};

it.each([
  ["2026-12-02 22:18:00", "2026-12-02 20:18"],
  ["2028-02-29 10:00:00", "2028-02-29 08:00"],
  ["2026-07-31 00:00:00", "2026-07-30 21:00"],
])("%s is a moment of the platform's clock", async (text, at) => {
  expect(await momentOf(text)).toBe(at);
});

it.each([
  "0000-00-00 00:00:00",
  "2026-02-29 10:00:00",
  "2026-04-31 10:00",
  "2026-13-01 10:00",
  "2026-12-02 24:30",
  "soon",
  "",
  null,
])("%s is no moment, and stops no query", async (text) => {
  expect(await momentOf(text)).toBeNull();
});

it("every day of ten years is one, and no day that does not exist is", async () => {
  const [row] = await open.db.execute<{ days: number; found: number }>(sql`
    select count(*) filter (where real)::int as days, count(*) filter (where ${handOverAt("UTC")} is not null)::int as found
    from (select format('%s-%s-%s 10:00', y, lpad(m::text, 2, '0'), lpad(d::text, 2, '0')) as hand_over_by,
        d <= extract(day from make_date(y, m, 1) + interval '1 month' - interval '1 day') as real
      from generate_series(2020, 2029) y, generate_series(1, 12) m, generate_series(1, 31) d) o`);
  expect(row).toEqual({ days: 3653, found: 3653 });
});
