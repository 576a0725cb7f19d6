import { expect, type Page } from "@playwright/test";
import { en } from "../lib/text/messages/en";
import { ro } from "../lib/text/messages/ro";
import { expectAccessible, signIn, speakEnglish, test, twin, visit } from "./desk";
import { e2eEnvironment } from "./support/browser/e2e-environment";
import { everyPage } from "./support/browser/every-page";

/** Those that need no id of something. */
const pages = Object.entries(everyPage)
  .map(([path, page]) => ({ path, ...page }))
  .filter(({ path }) => !path.includes("["));

/** Between them every page is seen in both widths, both themes and both languages. */
const screens = [
  { name: "wide", width: 1440, height: 900, colorScheme: "light", words: ro },
  { name: "phone", width: 390, height: 844, colorScheme: "dark", words: en },
] as const;

// The longest file: its tests need nothing of each other, so both workers share them.
test.describe.configure({ mode: "parallel" });

for (const { name: screen, colorScheme, words, ...viewport } of screens) {
  test.describe(`${screen}, ${colorScheme}`, () => {
    test.use({ viewport, colorScheme });

    test("every page can be used by everyone, and nothing hangs over its edge", async ({ page }) => {
      test.setTimeout(240_000);
      if (words === en) await speakEnglish(page);
      await visit(page, "/sign-in");
      await expectAccessible(page);
      await signIn(page, undefined, words);
      for (const { name, path, title } of pages) {
        await visit(page, path);
        const heading = title ? { level: 1, name: title(words) } : { level: 1 };
        await expect(page.getByRole("heading", heading)).toBeVisible();
        await expectAccessible(page);
        expect(await shiftOf(page), `${name} jumped`).toBeLessThan(0.01);
        const overhang = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overhang, name).toBeLessThanOrEqual(0);
        await page.screenshot({ path: `test-results/pages/${name}-${screen}-${colorScheme}.png` });
      }
    });
  });
}

/** The page's cumulative layout shift since it was opened, by the browser's own count; up to 0.1 is called good. */
const shiftOf = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((done) => {
        const isShift = (entry: PerformanceEntry): entry is PerformanceEntry & { value: number } => "value" in entry;
        const observer = new PerformanceObserver((list) => {
          observer.disconnect();
          done(
            list
              .getEntries()
              .filter(isShift)
              .reduce((sum, { value }) => sum + value, 0),
          );
        });
        observer.observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(0), 200);
      }),
  );

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
  for (const { name, width, height } of screens) {
    await page.setViewportSize({ width, height });
    await visit(page, `/orders/${id}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText(String(placed.id));
    await expectAccessible(page);
    // The order moves on while it is looked at.
    expect(await shiftOf(page)).toBeLessThan(0.05);
    await page.screenshot({ path: `test-results/pages/order-${name}.png`, fullPage: true });
  }
});

test("the dashboard speaks English when asked to", async ({ page }) => {
  await visit(page, "/sign-in");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});
