import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { forgetSession, signIn, test, visit } from "./desk";
import { e2eEnvironment, productLog } from "./support/browser/e2e-environment";
import { everyPage } from "./support/browser/every-page";

test("every page runs our own scripts and nothing else", async ({ page }) => {
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|refused to/i.test(message.text())) refused.push(message.text());
  });
  await signIn(page);
  for (const path of ["/", "/orders", "/stock", "/connections", "/settings", "/no-such-page"]) {
    await visit(page, path);
    await page.waitForLoadState("networkidle");
  }
  expect(refused).toEqual([]);
  await visit(page, "/orders");
  await page.evaluate(() => {
    const probe = document.createElement("div");
    probe.innerHTML = "<img src='/nothing' onerror=\"document.title = 'taken over'\">";
    document.body.append(probe);
  });
  await expect.poll(() => refused.length).toBeGreaterThan(0);
  expect(await page.title()).not.toContain("taken over");
});

test("pages, answers and files forbid framing and sniffing and insist on https; the nonce is new each time", async ({
  request,
}) => {
  const { baseUrl } = e2eEnvironment();
  const nonces = new Set<string>();
  for (const path of ["/sign-in", "/sign-in", "/api/health", "/files/invoices/x/y.pdf"]) {
    const headers = (await request.get(`${baseUrl}${path}`)).headers();
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["content-security-policy"]).not.toContain("script-src 'self' 'unsafe-inline'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["strict-transport-security"]).toContain("max-age=63072000");
    expect(headers["referrer-policy"]).toBe("same-origin");
    nonces.add(/'nonce-([^']+)'/.exec(headers["content-security-policy"] ?? "")?.[1] ?? "none");
  }
  expect(nonces.size).toBe(3);
});

test("no page's source, script, answer or log line holds a secret of the product, a connection or a person", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { baseUrl, secrets, admin, support } = e2eEnvironment();
  expect(secrets.filter((secret) => secret.length >= 8).length).toBe(secrets.length);
  const checked = new Set<string>();
  for (const login of [admin, support]) {
    await forgetSession(page);
    await signIn(page, login);
    const sources = new Set<string>();
    page.on("response", (response) => {
      if (response.url().startsWith(baseUrl)) sources.add(response.url());
    });
    for (const path of Object.keys(everyPage).filter((one) => !one.includes("["))) {
      await visit(page, path);
      sources.add(`${baseUrl}${path}`);
    }
    expect(sources.size).toBeGreaterThan(20);
    for (const source of sources) {
      // A file of the build is the same for everybody.
      if (checked.has(source)) continue;
      if (source.includes("/_next/static/")) checked.add(source);
      const text = await (await page.request.get(source)).text();
      expect(secrets.filter((secret) => text.includes(secret)).map(() => source)).toEqual([]);
    }
  }
  const logged = await readFile(productLog(), "utf8");
  expect(logged).toContain("worker started");
  expect(secrets.filter((secret) => logged.includes(secret))).toEqual([]);
});
