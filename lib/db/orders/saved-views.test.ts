import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/e2e/support/database";
import { type Database, openDatabase } from "@/lib/db/client";
import { forgetSavedView, keepSavedView, mostViews, readSavedViews } from "@/lib/db/orders/saved-views";
import { users } from "@/lib/db/schema";

let test: TestDatabase;
let database: Database;
let ana = "";
let bogdan = "";

beforeAll(async () => {
  test = await createTestDatabase();
  database = openDatabase(test.url);
  const person = (name: string) => ({
    email: `${name}@staff.example`,
    name,
    role: "support" as const,
    passwordHash: "",
  });
  const rows = await database.db
    .insert(users)
    .values([person("ana"), person("bogdan")])
    .returning();
  [ana = "", bogdan = ""] = rows.map(({ id }) => id);
});
afterAll(async () => {
  await database?.close();
  await test?.drop();
});

const namesOf = async (userId: string) => (await readSavedViews(database.db, userId)).map(({ name }) => name);

it("a view is its person's alone: nobody else sees it, takes its name or removes it", async () => {
  const { db } = database;
  await keepSavedView(db, ana, { name: "Lockers", query: "q=locker" });
  await keepSavedView(db, bogdan, { name: "Lockers", query: "q=other" });
  const [view] = await readSavedViews(db, ana);
  expect(view).toMatchObject({ name: "Lockers", query: "q=locker" });
  expect(await forgetSavedView(db, bogdan, view?.id ?? "")).toBe(false);
  expect(await namesOf(ana)).toEqual(["Lockers"]);
  expect(await forgetSavedView(db, ana, view?.id ?? "")).toBe(true);
  expect(await namesOf(ana)).toEqual([]);
  expect(await namesOf(bogdan)).toEqual(["Lockers"]);
});

it("a name used again gets the new filter, also when no further view has room", async () => {
  const { db } = database;
  for (let n = 0; n < mostViews; n += 1) expect(await keepSavedView(db, ana, { name: `v${n}`, query: "" })).toBe(true);
  expect(await keepSavedView(db, ana, { name: "one more", query: "" })).toBe(false);
  expect(await keepSavedView(db, ana, { name: "v3", query: "state=done" })).toBe(true);
  const views = await readSavedViews(db, ana);
  expect(views).toHaveLength(mostViews);
  expect(views.find(({ name }) => name === "v3")?.query).toBe("state=done");
});
