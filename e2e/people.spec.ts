import { expect, test } from "@playwright/test";
import { generate } from "otplib";
import { ro } from "../lib/text/ro";
import { expectAccessible, fillSignIn, signIn, visit } from "./desk";
import { e2eEnvironment } from "./support/e2e-environment";

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
  await page.getByLabel(ro.people.name, { exact: true }).fill("Dana");
  await page.getByLabel(ro.people.email, { exact: true }).fill(email);
  await page.getByRole("button", { name: ro.people.invite, exact: true }).click();
  const link = await page.getByText("/sign-in/link/").innerText();

  const context = await browser.newContext({ locale: "ro-RO" });
  const own = await context.newPage();
  await own.goto(link);
  await expectAccessible(own);
  await own.getByLabel(ro.profile.next).fill(password);
  await own.getByRole("button", { name: ro.profile.linkSet }).click();
  await expect(own.getByText(ro.profile.linkDone)).toBeVisible();
  await signIn(own, { email, password });

  await visit(own, "/profile");
  await expectAccessible(own);
  await own.getByRole("button", { name: ro.profile.setUp }).click();
  const secret = await own.locator("code").innerText();
  await own.getByLabel(ro.profile.code).fill(await generate({ secret }));
  await own.getByRole("button", { name: ro.profile.confirm, exact: true }).click();
  const recovery = await own.getByTestId("recovery-codes").locator("li").first().innerText();

  const again = await (await browser.newContext({ locale: "ro-RO" })).newPage();
  await fillSignIn(again, { email, password });
  await again.getByLabel(ro.signIn.code).fill(recovery);
  await again.getByRole("button", { name: ro.signIn.submit }).click();
  await expect(again.getByRole("heading", { level: 1, name: ro.overview.title })).toBeVisible();

  await visit(page, "/users");
  await page.locator(`[data-person="${email}"]`).getByRole("button", { name: ro.people.stop }).click();
  await expect(page.locator(`[data-person="${email}"]`)).toContainText(ro.people.disabled);
  const answer = await again.request.get(`${e2eEnvironment().baseUrl}/api/overview`);
  expect(answer.status()).toBe(401);

  await visit(page, "/audit?action=user.invite");
  await expectAccessible(page);
  await expect(page.getByRole("cell", { name: email })).toBeVisible();
  const table = await page.request.get(`${e2eEnvironment().baseUrl}/api/audit/table`);
  expect(await table.text()).toContain(email);
  expect(await table.text()).not.toContain(password);
});
