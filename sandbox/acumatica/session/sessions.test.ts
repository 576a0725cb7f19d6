import { createHash } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { type OpenTwin, openTwin } from "@/sandbox/acumatica/client";

let open: OpenTwin;
afterEach(() => open.twin.stop());

const state = async () => (await open.control<{ sessions: Record<string, number> }>("GET", "state")).body;

test("login answers 204 with several cookies, and all of them are needed (§2.1)", async () => {
  open = await openTwin();
  const answer = await open.login();
  expect(answer.status).toBe(204);
  expect(answer.headers.getSetCookie().map((c) => c.split("=")[0])).toEqual(
    expect.arrayContaining(["ASP.NET_SessionId", ".ASPXAUTH"]),
  );
  expect((await open.call("GET", "Warehouse")).status).toBe(200);
  open.jar.cookie = answer.cookie.split("; ")[0] ?? "";
  expect((await open.call("GET", "Warehouse")).status).toBe(401);
});

test("a login beyond the licensed API users is refused with API Login Limit, as 500, 429 or plain text (§2.5)", async () => {
  open = await openTwin();
  await open.login();
  await open.login({}, false);
  const refused = await open.login({}, false);
  expect([refused.status, refused.body.exceptionMessage]).toEqual([500, expect.stringContaining("API Login Limit")]);
  await open.control("PUT", "settings", { loginLimitStatus: 429, loginLimitBody: "text" });
  const plain = await open.login({}, false);
  expect([plain.status, plain.text]).toEqual([429, expect.stringContaining("API Login Limit")]);
  expect((await state()).sessions).toMatchObject({ logins: 2, refusedLogins: 2, maxOpen: 2, open: 2 });
  expect((await open.logout()).status).toBe(204);
  expect((await open.login({}, false)).status).toBe(204);
});

test("wrong credentials and unknown tenants are 500, and repeated failures lock the account (§2.1, §1.5)", async () => {
  open = await openTwin({ lockAfterFailures: 2 });
  const tenant = await open.login({ tenant: "NOPE" });
  expect([tenant.status, tenant.body.exceptionType]).toEqual([500, "PX.Data.PXUndefinedCompanyException"]);
  for (const _ of [1, 2])
    expect((await open.login({ password: "no" })).body.exceptionMessage).toMatch(/Invalid credentials/);
  expect((await open.login()).status).toBe(500);
});

test("a logout without Content-Length is 411 and leaves the session open (§2.1)", async () => {
  open = await openTwin();
  await open.login();
  const { request } = await import("node:http");
  const status = await new Promise((resolve, reject) => {
    const headers = { cookie: open.jar.cookie, "transfer-encoding": "chunked" };
    request(`${open.site}/entity/auth/logout`, { method: "POST", headers }, (answer) => resolve(answer.statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(411);
  expect((await state()).sessions.open).toBe(1);
});

test("a forgotten session expires after its time-out and then answers 401 (§2.4)", async () => {
  open = await openTwin();
  await open.login();
  await open.control("POST", "clock", { advanceSeconds: 601 });
  expect((await open.call("GET", "Warehouse")).status).toBe(401);
  await open.login();
  await open.control("POST", "sessions/expire", {});
  expect((await open.call("GET", "Warehouse")).status).toBe(401);
});

test("GET /entity works without a session, as an object or as a bare array (§1.2)", async () => {
  open = await openTwin();
  const object = await open.send("GET", `${open.site}/entity`);
  expect(object.body.endpoints).toContainEqual({
    name: "Default",
    version: "24.200.001",
    href: "/erp/entity/Default/24.200.001/",
  });
  await open.control("PUT", "settings", { entityForm: "array" });
  expect(Array.isArray((await open.send("GET", `${open.site}/entity`)).body)).toBe(true);
});

const token = (fields: Record<string, string>) => {
  const { clientId, clientSecret } = open.twin.settings.oauth;
  const form = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields });
  return open.send("POST", `${open.site}/identity/connect/token`, form.toString(), {
    "content-type": "application/x-www-form-urlencoded",
  });
};

test("the password grant opens one session per grant, a refresh rotates, and logout frees the seat only (§2.2, §2.3)", async () => {
  open = await openTwin();
  const first = await token({
    grant_type: "password",
    username: "megzo",
    password: "erp-demo",
    scope: "api offline_access",
  });
  const bearer = (seen: { body: Record<string, unknown> }) => ({ authorization: `Bearer ${seen.body.access_token}` });
  for (const _ of [1, 2]) expect((await open.call("GET", "Warehouse", undefined, bearer(first))).status).toBe(200);
  expect((await state()).sessions.open).toBe(1);
  const refresh = { grant_type: "refresh_token", refresh_token: String(first.body.refresh_token) };
  const second = await token(refresh);
  expect(second.status).toBe(200);
  expect((await token(refresh)).body).toEqual({ error: "invalid_grant" });
  await open.send("POST", `${open.site}/entity/auth/logout`, undefined, bearer(second));
  expect((await state()).sessions.open).toBe(0);
  expect((await open.call("GET", "Warehouse", undefined, bearer(second))).status).toBe(200);
  expect((await token({ grant_type: "client_credentials" })).body).toEqual({ error: "unsupported_grant_type" });
});

test("an authorization code is spent once, with its redirect address and its verifier (§2.2)", async () => {
  open = await openTwin();
  const redirectUri = "https://megzo.example/back";
  const verifier = "a".repeat(43);
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const agree = async () => {
    const given = { user: "megzo", scope: "api offline_access", redirectUri, challenge };
    return String((await open.control("POST", "oauth/consent", given)).body.code);
  };
  const spend = (code: string, over: Record<string, string> = {}) =>
    token({ grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier, ...over });
  const code = await agree();
  const granted = await spend(code);
  expect(granted.body).toMatchObject({ token_type: "Bearer", scope: "api offline_access" });
  const bearer = { authorization: `Bearer ${granted.body.access_token}` };
  expect((await open.call("GET", "Warehouse", undefined, bearer)).status).toBe(200);
  const refused = { error: "invalid_grant" };
  expect((await spend(code)).body).toEqual(refused);
  expect((await spend(await agree(), { redirect_uri: "https://other.example" })).body).toEqual(refused);
  expect((await spend(await agree(), { code_verifier: "b".repeat(43) })).body).toEqual(refused);
});

test("calls of one session run one after another, calls of two sessions do not wait (§2.3)", async () => {
  open = await openTwin();
  const mine = (await open.login()).cookie;
  const other = (await open.login({}, false)).cookie;
  await open.control("POST", "faults", { route: "GET .*/Warehouse$", kind: "delay", seconds: 0.4, times: 1 });
  const started = Date.now();
  const slow = open.call("GET", "Warehouse", undefined, { cookie: mine });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await open.call("GET", "Customer", undefined, { cookie: other });
  expect(Date.now() - started).toBeLessThan(300);
  await open.call("GET", "Customer", undefined, { cookie: mine });
  expect(Date.now() - started).toBeGreaterThanOrEqual(400);
  await slow;
});
