import { expect } from "@playwright/test";
import { expectAccessible, signIn, test, twin, visit, words } from "./desk";

const slow = { timeout: 120_000 };

test("a count says plainly what is double, and that nothing is once it is put right", async ({ page }) => {
  test.setTimeout(300_000);
  const placed = await twin<{ id: number }>("emag", "POST", "/orders", { isComplete: true, payment: "card" });
  type Books = { salesOrders: { OrderType: string; OrderNbr: string; CustomerOrder: string }[] };
  const mine = async () =>
    (await twin<Books>("acumatica", "GET", "/state")).salesOrders.filter(
      ({ CustomerOrder }) => CustomerOrder === String(placed.id),
    );
  await expect.poll(async () => (await mine()).length, slow).toBe(1);
  const [first] = await mine();
  await twin("acumatica", "POST", "/orders/duplicate", { orderType: first?.OrderType, orderNbr: first?.OrderNbr });

  await signIn(page);
  await visit(page, "/failures/count");
  await page.getByRole("button", { name: words().counts.countNow }).click();
  const double = page.locator('[data-difference="sales-orders-double"]');
  await expect(double).toContainText(String(placed.id), slow);
  await expectAccessible(page);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `test-results/pages/count-full-${width}.png`, fullPage: true });
  }
  const second = (await mine()).find(({ OrderNbr }) => OrderNbr !== first?.OrderNbr);
  await twin("acumatica", "PUT", "/records/SalesOrder", {
    keys: [second?.OrderType, second?.OrderNbr],
    values: { Status: "Canceled" },
  });
  await page.getByRole("button", { name: words().counts.countNow }).click();
  await expect(double).toBeHidden(slow);

  await page.getByRole("button", { name: words().counts.relinkPreview }).click();
  await expect(page.getByText(words().counts.previewed)).toBeVisible(slow);
  await page.screenshot({ path: "test-results/pages/count-preview.png", fullPage: true });
});
