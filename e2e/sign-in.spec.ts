import { expect } from "@playwright/test";
import { expectAccessible, fillSignIn, forgetSession, signIn, test, twin, visit, words } from "./desk";
import { e2eEnvironment } from "./support/browser/e2e-environment";

test("a wrong password is refused and says so, without saying which part was wrong", async ({ page }) => {
  const { admin } = e2eEnvironment();
  await fillSignIn(page, { email: admin.email, password: "not the password" });
  await expect(page.getByText(words().signIn.wrong)).toBeVisible();
  await fillSignIn(page, { email: "nobody@carpatic.example", password: "not the password" });
  await expect(page.getByText(words().signIn.wrong)).toBeVisible();
});

test("a stranger is sent to sign in, and then to the page they wanted", async ({ page }) => {
  const { admin, baseUrl } = e2eEnvironment();
  await visit(page, "/stock");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel(words().signIn.email).fill(admin.email);
  await page.getByLabel(words().signIn.password).fill(admin.password);
  await page.getByRole("button", { name: words().signIn.submit }).click();
  await expect(page).toHaveURL(`${baseUrl}/stock`);
});

test("signing out ends the session on the server: the old cookie opens nothing", async ({ page, context }) => {
  const { baseUrl } = e2eEnvironment();
  await signIn(page);
  const cookies = await context.cookies();
  const account = page.getByRole("button", { name: new RegExp(`^${words().nav.account}`) }).first();
  const leave = page.getByRole("button", { name: words().nav.signOut });
  await account.focus();
  await page.keyboard.press("Enter");
  await expect(leave).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/pages/account.png" });
  await page.keyboard.press("Escape");
  await expect(leave).toBeHidden();
  await expect(account).toBeFocused();
  await page.keyboard.press("Enter");
  await leave.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in/);
  await context.addCookies(cookies);
  const answer = await page.request.get(`${baseUrl}/api/orders`);
  expect(answer.status()).toBe(401);
  expect(answer.headers()["content-type"]).toContain("application/problem+json");
});

test("support sees every seller and may not change the configuration", async ({ page }) => {
  const { support, baseUrl } = e2eEnvironment();
  await signIn(page, support);
  await expect(page.getByRole("combobox", { name: words().nav.seller }).first()).toBeVisible();
  const { connections } = (await (await page.request.get(`${baseUrl}/api/connections`)).json()) as {
    connections: { id: string; webhookUrl: string | null }[];
  };
  expect(connections.length).toBeGreaterThan(0);
  expect(connections.every(({ webhookUrl }) => webhookUrl === null)).toBe(true);
  const refused = await page.request.patch(`${baseUrl}/api/connections/${connections[0]?.id}`, {
    data: { settings: {} },
    headers: { origin: baseUrl },
  });
  expect(refused.status()).toBe(403);
});

test("support sees an order without its buyer until it says what for, and the seller reads it", async ({ page }) => {
  const { support, baseUrl } = e2eEnvironment();
  test.setTimeout(120_000);
  const placed = await twin<{ id: number }>("emag", "POST", "/orders", { isComplete: true });
  const order = async () => {
    const list = await page.request.get(`${baseUrl}/api/orders?q=${placed.id}`);
    return ((await list.json()) as { rows: { id: string; buyer: string }[] }).rows[0];
  };
  await signIn(page);
  await expect.poll(order, { timeout: 60_000 }).toBeTruthy();
  const buyer = (await order())?.buyer ?? "";
  await forgetSession(page);

  await signIn(page, support);
  await visit(page, `/orders/${(await order())?.id}`);
  await expect(page.getByRole("heading", { name: words().sight.masked })).toBeVisible();
  await expect(page.getByText(buyer)).toHaveCount(0);
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/pages/order-masked.png", fullPage: true });
  await page.getByLabel(words().sight.reason).fill("Curierul cere strada");
  await page.getByRole("button", { name: words().sight.show }).click();
  await expect(page.getByText(buyer).first()).toBeVisible();
  const address = page.url();
  await forgetSession(page);

  await signIn(page);
  await page.goto(address);
  await page.getByTestId("unmaskings").locator("summary").click();
  await expect(page.getByText("Curierul cere strada")).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/pages/order-unmaskings.png", fullPage: true });
});
