import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { decode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { authOptions } from "@/lib/auth/options";
import { sessionCookieNames } from "@/lib/auth/session-cookie";
import { database } from "@/lib/db/client";
import { sessions, users } from "@/lib/db/schema";
import { checkEnvironment } from "@/lib/env";
import { type Issuer, startIssuer } from "../../e2e/support/browser/issuer";
import { createTestDatabase, type TestDatabase } from "../../e2e/support/database";
import { AuthHandler } from "../../node_modules/next-auth/core";

let test: TestDatabase;
let issuer: Issuer;
const appUrl = "https://megzo.example";

beforeAll(async () => {
  [test, issuer] = await Promise.all([createTestDatabase(), startIssuer()]);
  Object.assign(process.env, {
    DATABASE_URL: test.url,
    APP_URL: appUrl,
    AUTH_SECRET: randomBytes(32).toString("hex"),
    ENCRYPTION_KEYS: `t1:${randomBytes(32).toString("base64")}`,
    CRON_SECRET: randomBytes(16).toString("hex"),
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: issuer.clientId,
    OIDC_CLIENT_SECRET: issuer.clientSecret,
  });
  const person = { role: "operator" as const, name: "Op", passwordHash: "none" };
  await database()
    .db.insert(users)
    .values([
      { ...person, email: "op@megzo.example" },
      { ...person, email: "gone@megzo.example", disabledAt: new Date() },
      { ...person, email: "careful@megzo.example", totpSince: new Date() },
    ]);
});
afterAll(async () => {
  delete process.env.OIDC_ISSUER;
  await database().close();
  await Promise.all([test?.drop(), issuer?.stop()]);
});
beforeEach(() => {
  issuer.forged = false;
  issuer.claims = { sub: "u-1", email: "Op@megzo.example", email_verified: true };
});

type Jar = Record<string, string>;
type Made = {
  redirect: string;
  set: { name: string; value: string; options: Record<string, unknown> }[];
  body: unknown;
};

async function ask(
  req: Omit<Parameters<typeof AuthHandler>[0]["req"], keyof Request> & object,
  jar: Jar,
): Promise<Made> {
  const request = { origin: appUrl, headers: {}, ...req, cookies: jar } as Parameters<typeof AuthHandler>[0]["req"];
  const made = await AuthHandler({ req: request, options: { ...authOptions(), logger: silent } });
  const set = (made.cookies ?? []) as Made["set"];
  for (const { name, value } of set) jar[name] = value;
  return { redirect: made.redirect ?? "", set, body: made.body };
}
const silent = { error: () => {}, warn: () => {}, debug: () => {} };

/** A person who clicks, is sent to the issuer and comes back; `meddle` is what somebody does on the way. */
async function comeBack(meddle: (query: Record<string, string>, jar: Jar) => void = () => {}): Promise<Made> {
  const jar: Jar = {};
  const { body } = await ask({ action: "csrf", method: "GET" }, jar);
  const form = { ...(body as { csrfToken: string }), callbackUrl: appUrl };
  const away = await ask({ action: "signin", providerId: "oidc", method: "POST", body: form }, jar);
  const back = (await fetch(away.redirect, { redirect: "manual" })).headers.get("location") ?? "";
  const query = Object.fromEntries(new URL(back).searchParams);
  meddle(query, jar);
  return ask({ action: "callback", providerId: "oidc", method: "GET", query }, jar);
}

const sessionOf = ({ set }: Made) => set.find(({ name, value }) => sessionCookieNames.includes(name) && value);
const openCount = async () => (await database().db.select().from(sessions)).length;

describe("the company's own sign-in", () => {
  it("lets in a person who is here, with a session row that can be ended and a cookie bound to https and this host", async () => {
    const made = await comeBack();
    const cookie = sessionOf(made);
    expect(cookie?.name).toBe("__Host-megzo.session");
    expect(cookie?.options).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/" });
    const claims = await decode({ token: cookie?.value ?? "", secret: process.env.AUTH_SECRET ?? "" });
    const [row] = await database()
      .db.select()
      .from(sessions)
      .where(eq(sessions.id, String(claims?.sessionId)));
    expect(row?.revokedAt).toBeNull();
    expect(made.redirect).toBe(appUrl);
  });

  it.each([
    ["somebody nobody invited", { email: "stranger@megzo.example" }],
    ["a person who was stopped", { email: "gone@megzo.example" }],
    ["an e-mail the issuer did not verify", { email_verified: false }],
    ["no e-mail at all", { email: undefined }],
    ["a second factor that was not asked for", { email: "careful@megzo.example" }],
  ])("does not let in %s", async (_, change) => {
    issuer.claims = { ...issuer.claims, ...change };
    const before = await openCount();
    const made = await comeBack();
    expect(sessionOf(made)).toBeUndefined();
    expect(made.redirect).toContain("/error?error=AccessDenied");
    expect(await openCount()).toBe(before);
  });

  it("takes the issuer's word for a second factor it asked for", async () => {
    issuer.claims = { ...issuer.claims, email: "careful@megzo.example", amr: ["pwd", "mfa"] };
    expect(sessionOf(await comeBack())).toBeDefined();
  });

  it("refuses a token signed by somebody else, for somebody else, or of another sign-in", async () => {
    const before = await openCount();
    issuer.forged = true;
    expect(sessionOf(await comeBack())).toBeUndefined();
    issuer.forged = false;
    for (const spoiled of [{ aud: "another" }, { iss: "https://evil.example" }, { nonce: "old" }, { exp: 1 }]) {
      issuer.claims = { sub: "u-1", email: "op@megzo.example", email_verified: true, ...spoiled };
      expect(sessionOf(await comeBack()), JSON.stringify(spoiled)).toBeUndefined();
    }
    issuer.claims = { sub: "u-1", email: "op@megzo.example", email_verified: true };
    expect(sessionOf(await comeBack((query) => Object.assign(query, { state: "other" })))).toBeUndefined();
    const forget = (name: string) => (_: unknown, jar: Jar) => {
      for (const key of Object.keys(jar)) if (key.includes(name)) delete jar[key];
    };
    for (const name of ["state", "pkce", "nonce"]) expect(sessionOf(await comeBack(forget(name)))).toBeUndefined();
    expect(await openCount()).toBe(before);
  });

  it("is offered only when it is set up whole", () => {
    delete process.env.OIDC_CLIENT_SECRET;
    expect(() => checkEnvironment("serve")).toThrow(/^OIDC_CLIENT_SECRET is missing/);
    process.env.OIDC_CLIENT_SECRET = issuer.clientSecret;
    process.env.OIDC_ISSUER = "http://issuer.example";
    expect(() => checkEnvironment("serve")).toThrow(/^OIDC_ISSUER is malformed/);
    delete process.env.OIDC_ISSUER;
    expect(authOptions().providers.map(({ id }) => id)).toEqual(["credentials"]);
    process.env.OIDC_ISSUER = issuer.url;
  });
});
