import { readFile } from "node:fs/promises";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { expect } from "@playwright/test";
import { expectAccessible, forgetSession, say, signIn, test, twin, visit, words } from "./desk";

test("orders are chosen, set aside with a preview, found again and resumed", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page);
  const placed = await twin<{ id: number }>("emag", "POST", "/orders", { isComplete: true });
  const row = page.locator(`tr[data-order="${placed.id}"]`);
  await visit(page, `/orders?q=${placed.id}`);
  await expect(row).toBeVisible({ timeout: 60_000 });

  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: words().orders.act["set-aside"] }).click();
  const bar = page.getByRole("region", { name: say("orders.chosen", { count: 1 }) });
  await expect(bar.getByRole("status")).toContainText(say("orders.would.set-aside", { count: 1 }));
  await expectAccessible(page);
  await bar.getByPlaceholder(words().orders.note).fill("întreb clientul");
  await bar.getByRole("status").getByRole("button", { name: words().orders.act["set-aside"] }).click();
  await expect(row).toContainText(words().groupOne["set-aside"]);

  await row.getByRole("link").click();
  await expect(page.getByText("întreb clientul").first()).toBeVisible();
  const resume = page.getByRole("button", { name: words().orders.act.resume });
  await resume.click();
  await expect(resume).toHaveCount(0);
});

test("a filter kept under a name is there again after signing in anew, and goes when it is removed", async ({
  page,
}) => {
  await signIn(page);
  await visit(page, "/orders?state=needs-person");
  await page.getByRole("button", { name: words().orders.views.keep }).click();
  await page.getByLabel(words().orders.views.name).fill("De rezolvat azi");
  await page.getByRole("button", { name: words().orders.views.save, exact: true }).click();
  const chip = page.getByRole("link", { name: "De rezolvat azi" });
  await expect(chip).toHaveAttribute("aria-current", "true");
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/pages/order-views.png" });

  await forgetSession(page);
  await signIn(page);
  await visit(page, "/orders");
  await chip.click();
  await expect(page).toHaveURL(/state=needs-person/);
  await page.getByRole("button", { name: words().orders.views.forget.replace("{name}", "De rezolvat azi") }).click();
  await expect(chip).toHaveCount(0);
});

/** The scripts the browser asks for when a page is opened first, by the build's own manifests. */
async function scriptsOf(page: string): Promise<string[]> {
  const build = JSON.parse(await readFile(".next/build-manifest.json", "utf8")) as { rootMainFiles: string[] };
  const world: { __RSC_MANIFEST?: Record<string, { entryJSFiles: Record<string, string[]> }> } = {};
  const manifest = await readFile(`.next/server/app${page}_client-reference-manifest.js`, "utf8");
  runInNewContext(manifest, Object.assign(world, { globalThis: world }));
  const entries = Object.values(world.__RSC_MANIFEST?.[page]?.entryJSFiles ?? {});
  return [...new Set([...build.rootMainFiles, ...entries.flat()])];
}

// 182 kB as measured, of which the framework is 137; the rest is 5 % of room.
test("the orders page opens with less than 191 kB of script", async () => {
  const scripts = await scriptsOf("/(desk)/orders/page");
  const sizes = await Promise.all(scripts.map(async (path) => gzipSync(await readFile(`.next/${path}`)).length));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`scripts of /orders: ${scripts.length} files, ${Math.round(bytes / 1000)} kB gzip`);
  expect(bytes).toBeGreaterThan(150_000);
  expect(bytes).toBeLessThan(191_000);
});

test("nothing jumps while the overview, the orders and an order load", async ({ page }) => {
  await signIn(page);
  await page.addInitScript(() => {
    const seen = Object.assign(window, { shifts: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shifts += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  const placed = await twin<{ id: number }>("emag", "POST", "/orders", { isComplete: true });
  await visit(page, `/orders?q=${placed.id}`);
  const link = page.locator(`tr[data-order="${placed.id}"]`).getByRole("link").first();
  const order = await link.getAttribute("href", { timeout: 30_000 });
  for (const path of ["/", "/orders", order ?? ""]) {
    await visit(page, path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    // Long enough for the first answer of what is asked every two seconds.
    await page.waitForTimeout(2_500);
    const shifts = await page.evaluate(() => (window as Window & { shifts?: number }).shifts ?? Number.NaN);
    console.log(`shifts of ${path.replace(/[\w-]{20,}/, "…")}: ${shifts.toFixed(4)}`);
    expect(shifts, path).toBeLessThan(0.02);
  }
});

test("a browser that loses its network is told so on every page, and again that it is back", async ({
  page,
  context,
}) => {
  await signIn(page);
  for (const path of ["/orders", "/settings"]) {
    await visit(page, path);
    await context.setOffline(true);
    await expect(page.getByText(words().common.stale).first()).toBeVisible();
    await expectAccessible(page);
    await page.screenshot({ path: `test-results/pages/offline${path.replace("/", "-")}.png` });
    await context.setOffline(false);
    await expect(page.getByText(words().common.stale)).toHaveCount(0);
  }
});
