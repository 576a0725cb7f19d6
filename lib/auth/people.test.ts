import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changePassword } from "@/lib/auth/change-password";
import type { CurrentUser } from "@/lib/auth/current-user";
import { hashPassword, passwordFault } from "@/lib/auth/password";
import { makePasswordLink, usePasswordLink as takePasswordLink } from "@/lib/auth/password-link";
import { changePerson, invitePerson, personByEmail, personInScope } from "@/lib/auth/people";
import { openSessions } from "@/lib/auth/sessions";
import { signIn } from "@/lib/auth/sign-in";
import { type Database, openDatabase } from "@/lib/db/client";
import { audit, passwordLinks, sellers, sessions, users } from "@/lib/db/schema";
import { createTestDatabase, type TestDatabase } from "../../e2e/support/database";

let test: TestDatabase;
let open: Database;
let sellerId: string;
const good = "walnut river lamp";
const boss = "boss@carpatic.example";

beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
  const [seller] = await open.db.insert(sellers).values({ slug: "carpatic", name: "Carpatic" }).returning();
  sellerId = seller?.id ?? "";
});
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

const invite = (email: string) =>
  invitePerson(open.db, boss, { sellerId, email, name: "Ana Pop", role: "admin" }) as Promise<string>;
const enter = (email: string, password: string) => signIn(open.db, { email, password, address: "192.0.2.1" });
const idOf = async (email: string) => (await personByEmail(open.db, email))?.id ?? "";
const asUser = async (email: string, sessionId = crypto.randomUUID()): Promise<CurrentUser> => ({
  id: await idOf(email),
  email,
  name: "Ana Pop",
  role: "admin",
  seller: { id: sellerId, slug: "carpatic", name: "Carpatic" },
  sessionId,
  secondFactor: "off",
});

describe("an invited person", () => {
  it("chooses a password by a link that opens once, and stands nowhere in plain", async () => {
    const token = await invite("Ana@Carpatic.example");
    expect(await enter("ana@carpatic.example", "")).toBe("wrong");
    expect(JSON.stringify(await open.db.select().from(passwordLinks))).not.toContain(token);
    expect(await takePasswordLink(open.db, { token, password: "short" })).toBe("short");
    const both = [1, 2].map(() => takePasswordLink(open.db, { token, password: good }));
    expect((await Promise.all(both)).sort()).toEqual(["gone", "set"]);
    expect(await enter("ana@carpatic.example", good)).toMatchObject({ email: "ana@carpatic.example" });
  });

  it("is not invited twice under one e-mail, whatever its case", async () => {
    expect(await invite("ANA@carpatic.example")).toBeNull();
  });

  it("cannot use a link that is too old, was followed by a newer one, or belongs to somebody stopped", async () => {
    const first = await invite("late@carpatic.example");
    const userId = await idOf("late@carpatic.example");
    const second = await makePasswordLink(open.db, userId, "reset");
    expect(await takePasswordLink(open.db, { token: first, password: good })).toBe("gone");
    await changePerson(open.db, boss, { id: userId, disabled: true });
    expect(await takePasswordLink(open.db, { token: second, password: good })).toBe("gone");
    await changePerson(open.db, boss, { id: userId, disabled: false });
    await open.db.update(passwordLinks).set({ expiresAt: new Date(Date.now() - 1000) });
    expect(await takePasswordLink(open.db, { token: second, password: good })).toBe("gone");
  });
});

describe("what somebody is signed in with", () => {
  const email = "maria@carpatic.example";
  const begin = async () => {
    const session = await enter(email, good);
    if (typeof session === "string") throw new Error(session);
    return session.sessionId;
  };
  beforeAll(async () => {
    await takePasswordLink(open.db, { token: await invite(email), password: good });
  });

  it.each([{ role: "viewer" as const }, { disabled: true }])("ends at once with %o", async (change) => {
    await changePerson(open.db, boss, { id: await idOf(email), disabled: false, role: "admin" });
    const id = await idOf(email);
    await begin();
    await changePerson(open.db, boss, { id, ...change });
    expect(await openSessions(open.db, id, "")).toEqual([]);
  });

  it("ends after two hours without use and half a day after it began", async () => {
    const id = await idOf(email).then(async (known) => known || (await asDisabled()));
    await changePerson(open.db, boss, { id, disabled: false });
    const sessionId = await begin();
    const set = (change: object) => open.db.update(sessions).set(change).where(eq(sessions.id, sessionId));
    expect(await openSessions(open.db, id, sessionId)).toHaveLength(1);
    await set({ lastSeenAt: new Date(Date.now() - 121 * 60_000) });
    expect(await openSessions(open.db, id, sessionId)).toEqual([]);
    await set({ lastSeenAt: new Date(), expiresAt: new Date(Date.now() - 1000) });
    expect(await openSessions(open.db, id, sessionId)).toEqual([]);
  });

  it("ends everywhere else with a new password, which needs the old one", async () => {
    const [other, here] = [await begin(), await begin()];
    const user = await asUser(email, here);
    const next = "copper meadow train";
    expect(await changePassword(open.db, user, { current: "guess", next })).toBe("wrong");
    expect(await changePassword(open.db, user, { current: good, next: "maria carpatic" })).toBe("personal");
    expect(await changePassword(open.db, user, { current: good, next })).toBe("set");
    const left = (await openSessions(open.db, user.id, here)).map((session) => session.id);
    expect(left).toContain(here);
    expect(left).not.toContain(other);
    expect(await enter(email, good)).toBe("wrong");
    const lines = await open.db.select().from(audit).where(eq(audit.action, "user.password"));
    expect(JSON.stringify(lines)).not.toContain(next);
  });

  async function asDisabled(): Promise<string> {
    const [row] = await open.db.select({ id: users.id }).from(users).where(eq(users.email, email));
    return row?.id ?? "";
  }
});

it("an administrator reaches nobody of another seller, and no staff", async () => {
  const [other] = await open.db.insert(sellers).values({ slug: "zulu", name: "Zulu" }).returning();
  const passwordHash = await hashPassword(good);
  const row = { name: "Z", passwordHash };
  const [stranger] = await open.db
    .insert(users)
    .values({ ...row, email: "z@zulu.example", role: "admin", sellerId: other?.id })
    .returning();
  const [staff] = await open.db
    .insert(users)
    .values({ ...row, email: "s@megzo.example", role: "operator" })
    .returning();
  const admin = await asUser("ana@carpatic.example");
  for (const person of [stranger, staff]) expect(await personInScope(open.db, admin, person?.id ?? "")).toBeNull();
  expect(await personInScope(open.db, admin, admin.id)).not.toBeNull();
});

it("a password is judged by its length and by what it says, not by kinds of characters", () => {
  const person = { email: "ana.pop@carpatic.example", name: "Ana Popescu" };
  expect(passwordFault("walnut river", person)).toBeNull();
  expect(passwordFault("aaaaaaaaaaaaaaa", person)).toBe("plain");
  const tried = [
    "Password2026!",
    "P@ssw0rd12345",
    "parolamea123!",
    "Qwertyuiop123",
    "1234567890123",
    "klmopklmopklmop",
    "Bucuresti2025!",
  ];
  expect(tried.filter((one) => passwordFault(one, person) !== "common")).toEqual([]);
  const own = ["walnut river lamp", "hjkz7n3wq9tmb", "trei pisici albastre", "summer rain on tin"];
  expect(own.filter((one) => passwordFault(one, person) !== null)).toEqual([]);
  expect(passwordFault("Carpatic-Popescu1", person)).toBe("personal");
  expect(passwordFault("x".repeat(201), person)).toBe("long");
});
