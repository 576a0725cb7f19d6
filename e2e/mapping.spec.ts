import { expect, type Page, test } from "@playwright/test";
import { ro } from "../lib/text/ro";
import { expectAccessible, signIn, twin, visit } from "./desk";

const slow = { timeout: 90_000 };
const words = ro.mappings;
type SalesOrders = { salesOrders: { Description?: string; CustomerOrder?: string }[] };

async function publish(page: Page, note: string): Promise<void> {
  await page.getByLabel(words.note, { exact: true }).fill(note);
  await page.getByRole("button", { name: words.publish, exact: true }).click();
}

test("a seller changes a rule, sees what it does to the last orders, publishes it with a note, and takes it back", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await signIn(page);
  const sample = await twin<{ id: number }>("emag", "POST", "/orders", { payment: "card" });
  await visit(page, "/orders");
  await expect(page.locator(`tr[data-order="${sample.id}"]`)).toBeVisible(slow);
  await visit(page, "/mappings");
  await expect(page.getByRole("heading", { level: 1, name: words.title })).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel(words.searchFields).fill("Description");
  await page.locator('button[data-target="description"]').click();
  const text = page.getByLabel(words.from.template, { exact: true });
  await text.fill("Piata {order.id}");
  await expect(page.getByTestId("sample-value")).toContainText(/Piata \d+/);
  await page.getByRole("button", { name: words.undo }).click();
  await expect(page.getByTestId("sample-value")).toContainText(/eMAG \d+/);
  await text.fill("Piata {order.id}");

  await page.getByRole("button", { name: words.run }).click();
  await expect(page.getByTestId("preview")).toContainText("description", slow);
  await page.getByRole("button", { name: words.saveDraft }).click();
  await expect(page.getByText(ro.common.saved, { exact: true }).first()).toBeVisible();
  await publish(page, "");
  await expect(page.getByText(words.refused["note-missing"])).toBeVisible(slow);
  await publish(page, "Descriere mai clară");
  await expect(page.locator('[data-version="2"]')).toContainText("Descriere mai clară", slow);
  await expect(page.locator('[data-version="2"]')).toContainText(words.current);

  const placed = await twin<{ id: number }>("emag", "POST", "/orders", { payment: "card" });
  const description = async () =>
    (await twin<SalesOrders>("acumatica", "GET", "/state")).salesOrders.find(
      ({ CustomerOrder }) => CustomerOrder === String(placed.id),
    )?.Description;
  await expect.poll(description, slow).toBe(`Piata ${placed.id}`);

  await page.locator('[data-version="1"]').getByRole("button").click();
  await expect(page.locator('[data-version="3"]')).toContainText(words.current, slow);
});

test("a phone shows the rules and what they give without a sideways scroll", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  await visit(page, "/mappings");
  await expect(page.locator('button[data-target="customerId"]')).toBeVisible();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
