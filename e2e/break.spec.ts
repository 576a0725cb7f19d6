import { expect } from "@playwright/test";
import { expectAccessible, signIn, test, twin, visit, words } from "./desk";

test.afterEach(() => twin("acumatica", "DELETE", "/faults"));

test("dropping the answer after the ERP committed puts the order in doubt, and it comes back as one Sales Order", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const slow = { timeout: 90_000 };
  await signIn(page);
  await visit(page, "/sandbox");
  await expectAccessible(page);
  const { erpLostAnswer } = words().sandbox.mishap;
  await page.getByRole("button", { name: words().sandbox.breakIt.replace("{what}", erpLostAnswer) }).click();
  await expect(page.getByText(words().sandbox.mishapSet)).toBeVisible();

  const placed = await twin<{ id: number }>("emag", "POST", "/orders", { payment: "card", isComplete: true });
  await visit(page, "/orders?state=in-doubt");
  const row = page.locator(`tr[data-order="${placed.id}"]`);
  await expect(row).toBeVisible(slow);
  await row.getByRole("link").click();
  await expect(page.locator('[data-step="create-sales-order"]')).toHaveAttribute("data-state", "in-doubt");
  await page.screenshot({ path: "test-results/in-doubt.png", fullPage: true });

  await expect(page.locator('[data-step="create-sales-order"]')).toHaveAttribute("data-state", "done", slow);
  await expect(page.getByTestId("sales-order")).toHaveText(/^EM \S+/);
  const { salesOrders } = await twin<{ salesOrders: { CustomerOrder: string }[] }>("acumatica", "GET", "/state");
  expect(salesOrders.filter(({ CustomerOrder }) => CustomerOrder === String(placed.id))).toHaveLength(1);
});
