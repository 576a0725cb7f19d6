import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "@/lib/auth/password";
import { endSession, signIn } from "@/lib/auth/sign-in";
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
