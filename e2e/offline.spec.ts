import { readdirSync } from "node:fs";
import { expect } from "@playwright/test";
import { expectAccessible, signIn, test, visit, words } from "./desk";
import { e2eEnvironment } from "./support/browser/e2e-environment";

const kinds: Record<string, string> = {
  html: "text/html",
  ico: "image/x-icon",
  js: "javascript",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  webmanifest: "application/manifest+json",
};

test("icons, manifest and robots.txt are given to whoever asks, and a page names them", async ({ page, request }) => {
  const { baseUrl } = e2eEnvironment();
  const names = readdirSync("public");
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) {
    const answer = await request.get(`${baseUrl}/${name}`, { maxRedirects: 0 });
    expect(answer.status(), name).toBe(200);
    expect(answer.headers()["content-type"], name).toContain(kinds[name.split(".").at(-1) ?? ""]);
  }
  await visit(page, "/sign-in");
  const named = await page.locator("link[rel=icon], link[rel=apple-touch-icon], link[rel=manifest]").all();
  const paths = await Promise.all(named.map((link) => link.getAttribute("href")));
  expect(paths.sort()).toEqual(["/apple-touch-icon.png", "/favicon.ico", "/icon.svg", "/manifest.webmanifest"]);
});

test("a page that cannot be had for want of a network says so in both languages, and opens when it is back", async ({
  page,
  context,
}) => {
  await signIn(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await visit(page, "/stock");
  await context.setOffline(true);
  const { baseUrl } = e2eEnvironment();
  await page.goto(`${baseUrl}/orders`);
  await expect(page.getByRole("heading", { name: "Fără rețea" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "No network" })).toBeVisible();
  await expectAccessible(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: `test-results/pages/no-network-${colorScheme}-${width}.png` });
    }
  }
  await context.setOffline(false);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(page).toHaveURL(`${baseUrl}/orders`);
  await expect(page.getByRole("heading", { level: 1, name: words().orders.title })).toBeVisible();
});

test("a browser keeps that page and no other, and no answer", async ({ page }) => {
  await signIn(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  for (const path of ["/orders", "/stock", "/settings"]) await visit(page, path);
  const kept = await page.evaluate(async () => {
    const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(stores.map((store) => store.keys()))).flat();
    return requests.map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toEqual(["/offline.html"]);
});
