import { expect, test } from "@playwright/test";
import { ro } from "../lib/text/ro";
import { expectAccessible, signIn, twin, visit } from "./desk";
import { e2eEnvironment } from "./support/e2e-environment";

const pages = [
  { name: "overview", path: "/", title: ro.overview.title },
  { name: "failures", path: "/failures", title: ro.failures.title },
  { name: "count", path: "/failures/count", title: ro.counts.title },
  { name: "orders", path: "/orders", title: ro.orders.title },
  { name: "stock", path: "/stock", title: ro.stock.title },
  { name: "fiscal", path: "/fiscal", title: ro.fiscal.title },
  { name: "alerts", path: "/alerts", title: ro.alerts.title },
  { name: "mappings", path: "/mappings", title: ro.mappings.title },
  { name: "start", path: "/start", title: ro.start.title },
  { name: "connections", path: "/connections", title: ro.connections.title },
  { name: "settings", path: "/settings", title: ro.settings.title },
  { name: "people", path: "/users", title: ro.people.title },
  { name: "record", path: "/audit", title: ro.audit.title },
  { name: "account", path: "/profile", title: ro.profile.title },
];

const screens = [
  { name: "wide", width: 1440, height: 900 },
  { name: "phone", width: 390, height: 844 },
];

for (const { name: screen, ...viewport } of screens) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${screen}, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme });

      test("every page can be used by everyone, and nothing hangs over its edge", async ({ page }) => {
        test.setTimeout(120_000);
        await visit(page, "/sign-in");
        await expectAccessible(page);
        await signIn(page);
        for (const { name, path, title } of pages) {
          await visit(page, path);
          await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
          await expectAccessible(page);
          const overhang = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overhang, name).toBeLessThanOrEqual(0);
          await page.screenshot({ path: `test-results/pages/${name}-${screen}-${colorScheme}.png` });
        }
      });
    });
  }
}

test("an order's page can be used by everyone, wide and on a phone", async ({ page }) => {
  test.setTimeout(120_000);
  const { baseUrl } = e2eEnvironment();
  await signIn(page);
  const placed = await twin<{ id: number }>("emag", "POST", "/orders", {});
  const find = async () => {
    const answer = await page.request.get(`${baseUrl}/api/orders?q=${placed.id}`);
    return ((await answer.json()) as { rows: { id: string }[] }).rows[0]?.id;
  };
  await expect.poll(find, { timeout: 60_000 }).toBeTruthy();
  const id = await find();
  for (const { name, ...viewport } of screens) {
    await page.setViewportSize(viewport);
    await visit(page, `/orders/${id}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(String(placed.id));
    await expectAccessible(page);
    await page.screenshot({ path: `test-results/pages/order-${name}.png`, fullPage: true });
  }
});

test("the dashboard speaks English when asked to", async ({ page }) => {
  await visit(page, "/sign-in");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
