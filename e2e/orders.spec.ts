import { expect, test } from "@playwright/test";
import { ro } from "../lib/text/ro";
import { expectAccessible, signIn, twin, visit } from "./desk";

test("orders are chosen, set aside with a preview, found again and resumed", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page);
  const placed = await twin<{ id: number }>("emag", "POST", "/orders", { isComplete: true });
  const row = page.locator(`tr[data-order="${placed.id}"]`);
  await visit(page, `/orders?q=${placed.id}`);
  await expect(row).toBeVisible({ timeout: 60_000 });

  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: ro.orders.act["set-aside"] }).click();
  const bar = page.getByRole("region", { name: /aleasă/ });
  await expect(bar.getByRole("status")).toContainText("O comandă va fi pusă deoparte");
  await expectAccessible(page);
  await bar.getByPlaceholder(ro.orders.note).fill("întreb clientul");
  await bar.getByRole("status").getByRole("button", { name: ro.orders.act["set-aside"] }).click();
  await expect(row).toContainText(ro.groupOne["set-aside"]);

  await row.getByRole("link").click();
  await expect(page.getByText("întreb clientul").first()).toBeVisible();
  const resume = page.getByRole("button", { name: ro.orders.act.resume });
  await resume.click();
  await expect(resume).toHaveCount(0);
});

test("a filter kept under a name is there again after signing in anew, and goes when it is removed", async ({
  page,
}) => {
  await signIn(page);
  await visit(page, "/orders?state=needs-person");
  await page.getByRole("button", { name: ro.orders.views.keep }).click();
  await page.getByLabel(ro.orders.views.name).fill("De rezolvat azi");
  await page.getByRole("button", { name: ro.orders.views.save, exact: true }).click();
  const chip = page.getByRole("link", { name: "De rezolvat azi" });
  await expect(chip).toHaveAttribute("aria-current", "true");
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/pages/order-views.png" });

  await page.context().clearCookies();
  await signIn(page);
  await visit(page, "/orders");
  await chip.click();
  await expect(page).toHaveURL(/state=needs-person/);
  await page.getByRole("button", { name: ro.orders.views.forget.replace("{name}", "De rezolvat azi") }).click();
  await expect(chip).toHaveCount(0);
});
