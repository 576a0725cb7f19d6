import { expect } from "@playwright/test";
import { generate } from "otplib";
import { browserLocale, expectAccessible, fillSignIn, signIn, test, visit, words } from "./desk";
import { e2eEnvironment } from "./support/browser/e2e-environment";

test("somebody invited chooses a password, sets up a second factor, and is asked for it from then on", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  const email = `dana-${Date.now()}@carpatic.example`;
  const password = "walnut river lamp";
  await signIn(page);
  await visit(page, "/users");
  await expectAccessible(page);
  await page.getByLabel(words().people.name, { exact: true }).fill("Dana");
  await page.getByLabel(words().people.email, { exact: true }).fill(email);
  await page.getByRole("button", { name: words().people.invite, exact: true }).click();
  const link = await page.getByText("/sign-in/link/").innerText();

  const context = await browser.newContext({ locale: browserLocale() });
  const own = await context.newPage();
  await own.goto(link);
  await expectAccessible(own);
  await own.getByLabel(words().profile.next).fill(password);
  await own.getByRole("button", { name: words().profile.linkSet }).click();
  await expect(own.getByText(words().profile.linkDone)).toBeVisible();
  await signIn(own, { email, password });

  await visit(own, "/profile");
  await expectAccessible(own);
  await own.getByRole("button", { name: words().profile.setUp }).click();
  const secret = await own.locator("code").innerText();
  await own.getByLabel(words().profile.code).fill(await generate({ secret }));
  await own.getByRole("button", { name: words().profile.confirm, exact: true }).click();
  const recovery = await own.getByTestId("recovery-codes").locator("li").first().innerText();

  const again = await (await browser.newContext({ locale: browserLocale() })).newPage();
  await fillSignIn(again, { email, password });
  await again.getByLabel(words().signIn.code).fill(recovery);
  await again.getByRole("button", { name: words().signIn.submit }).click();
  await expect(again.getByRole("heading", { level: 1, name: words().overview.title })).toBeVisible();

  await visit(page, "/users");
  await page.locator(`[data-person="${email}"]`).getByRole("button", { name: words().people.stop }).click();
  await expect(page.locator(`[data-person="${email}"]`)).toContainText(words().people.disabled);
  const answer = await again.request.get(`${e2eEnvironment().baseUrl}/api/overview`);
  expect(answer.status()).toBe(401);

  await visit(page, "/audit?action=user.invite");
  await expectAccessible(page);
  await expect(page.getByRole("cell", { name: email })).toBeVisible();
  const table = await page.request.get(`${e2eEnvironment().baseUrl}/api/audit/table`);
  expect(await table.text()).toContain(email);
  expect(await table.text()).not.toContain(password);
});
