import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { generate } from "otplib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { hashPassword } from "@/lib/auth/password";
import { beginSecondFactor, confirmSecondFactor } from "@/lib/auth/second-factor";
import { endSession, openSessions, recentSignIns } from "@/lib/auth/sessions";
import { signIn } from "@/lib/auth/sign-in";
import { type Database, openDatabase } from "@/lib/db/client";
import { sessions, signInFailures, users } from "@/lib/db/schema";
import { createTestDatabase, type TestDatabase } from "../../e2e/support/database";

let test: TestDatabase;
let open: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  open = openDatabase(test.url);
  const passwordHash = await hashPassword("right horse");
  const operator = { role: "operator" as const, name: "Op", passwordHash };
  await open.db.insert(users).values([
    { ...operator, email: "op@megzo.example" },
    { ...operator, email: "gone@megzo.example", disabledAt: new Date() },
    { ...operator, email: "hunted@megzo.example" },
  ]);
});
afterAll(async () => {
  await open?.close();
  await test?.drop();
});

const attempt = (email: string, password: string, address = "192.0.2.1") =>
  signIn(open.db, { email, password, address });

describe("signing in", () => {
  it("opens a session row, whatever the case of the e-mail", async () => {
    const session = await attempt(" OP@megzo.example", "right horse");
    if (typeof session === "string") throw new Error(session);
    const [row] = await open.db.select().from(sessions).where(eq(sessions.id, session.sessionId));
    expect(row?.revokedAt).toBeNull();
    expect(row?.expiresAt.getTime()).toBeGreaterThan(Date.now());
    await endSession(open.db, session.sessionId);
    const [ended] = await open.db.select().from(sessions).where(eq(sessions.id, session.sessionId));
    expect(ended?.revokedAt).not.toBeNull();
  });

  it("says the same to a wrong password, an unknown person and a disabled one", async () => {
    expect(await attempt("op@megzo.example", "wrong")).toBe("wrong");
    expect(await attempt("nobody@megzo.example", "right horse")).toBe("wrong");
    expect(await attempt("gone@megzo.example", "right horse")).toBe("wrong");
  });

  it("leaves each attempt on an account for its owner to see, and nothing of a name that is nobody's", async () => {
    const [owner] = await open.db.select().from(users).where(eq(users.email, "op@megzo.example"));
    const id = owner?.id ?? "";
    const before = (await open.db.select().from(sessions)).length;
    await signIn(open.db, {
      email: "op@megzo.example",
      password: "wr0ng-canary",
      address: "192.0.2.7",
      agent: "Probe",
    });
    await attempt("op@megzo.example", "right horse", "192.0.2.8");
    await attempt("right-horse-typed-as-name", "x");
    const [last, refused] = await recentSignIns(open.db, id);
    expect([last, refused]).toMatchObject([
      { refused: false, address: "192.0.2.8" },
      { refused: true, address: "192.0.2.7", agent: "Probe" },
    ]);
    expect((await openSessions(open.db, id, "")).map(({ address }) => address)).not.toContain("192.0.2.7");
    const rows = await open.db.select().from(sessions);
    expect(rows.length).toBe(before + 2);
    expect(JSON.stringify(rows)).not.toContain("wr0ng-canary");
  });

  it("brakes an account after ten failures, even for the right password, and not its neighbour", async () => {
    const guesses = Array.from({ length: 12 }, (_, n) =>
      attempt("hunted@megzo.example", `guess ${n}`, `192.0.2.${n + 50}`),
    );
    const answers = await Promise.all(guesses);
    expect(answers.filter((answer) => answer === "wrong").length).toBeLessThanOrEqual(10);
    for (let n = 0; n < 10; n++) await attempt("hunted@megzo.example", "guess", `192.0.2.${n + 80}`);
    expect(await attempt("hunted@megzo.example", "right horse", "192.0.2.99")).toBe("too-many");
    expect(await attempt("op@megzo.example", "right horse", "192.0.2.99")).toMatchObject({ email: "op@megzo.example" });
  });

  it("forgets failures older than fifteen minutes", async () => {
    await open.db.update(signInFailures).set({ at: new Date(Date.now() - 16 * 60_000) });
    expect(await attempt("hunted@megzo.example", "right horse")).toMatchObject({ email: "hunted@megzo.example" });
  });

  it("brakes an address that tries many accounts", async () => {
    for (let n = 0; n < 50; n++) await attempt(`user${n}@megzo.example`, "guess", "198.51.100.7");
    expect(await attempt("op@megzo.example", "right horse", "198.51.100.7")).toBe("too-many");
  });
});

describe("the second factor", () => {
  const person = { email: "two@megzo.example", password: "right horse" };
  let userId: string;
  let secret: string;
  let recovery: string[];
  const codeAt = (secondsAhead: number) => generate({ secret, epoch: Math.floor(Date.now() / 1000) + secondsAhead });
  const withCode = (code: string) => signIn(open.db, { ...person, code, address: "192.0.2.200" });

  beforeAll(async () => {
    vi.stubEnv("ENCRYPTION_KEYS", `k1:${randomBytes(32).toString("base64")}`);
    const passwordHash = await hashPassword(person.password);
    const row = { role: "operator" as const, name: "Two", passwordHash, email: person.email };
    const [user] = await open.db.insert(users).values(row).returning();
    userId = user?.id ?? "";
  });
  afterAll(() => vi.unstubAllEnvs());

  it("is not asked for before a code of it was seen, so that nobody locks themselves out", async () => {
    ({ secret } = await beginSecondFactor(open.db, userId));
    expect(await confirmSecondFactor(open.db, userId, "000000")).toBeNull();
    expect(await withCode("")).toMatchObject({ userId });
    recovery = (await confirmSecondFactor(open.db, userId, await codeAt(0))) ?? [];
    expect(recovery).toHaveLength(10);
  });

  it("is then asked for after the right password, and the secret stands nowhere in plain", async () => {
    expect(await withCode("")).toBe("code-needed");
    expect(await withCode("no code")).toBe("wrong");
    expect(await signIn(open.db, { ...person, password: "wrong", code: await codeAt(30), address: "a" })).toBe("wrong");
    const rows = JSON.stringify(await open.db.select().from(users));
    expect(rows).not.toContain(secret);
    for (const code of recovery) expect(rows).not.toContain(code.replaceAll("-", ""));
  });

  it("takes every code once, also when it comes twice at the same moment", async () => {
    const code = await codeAt(30);
    const outcomes = await Promise.all([withCode(code), withCode(code)]);
    expect(outcomes.filter((outcome) => outcome === "wrong")).toHaveLength(1);
    expect(await withCode(code)).toBe("wrong");
  });

  it("lets a person in with each recovery code once", async () => {
    const [first = ""] = recovery;
    const outcomes = await Promise.all([withCode(first), withCode(first.toUpperCase())]);
    expect(outcomes.filter((outcome) => outcome === "wrong")).toHaveLength(1);
    expect(await withCode(first)).toBe("wrong");
  });

  it("is braked like the password, so that six digits cannot be tried out", async () => {
    for (let n = 0; n < 10; n++) await withCode(`90000${n}`);
    expect(await withCode(recovery[1] ?? "")).toBe("too-many");
  });
});
