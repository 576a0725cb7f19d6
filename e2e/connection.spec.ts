import { expect, type Locator, type Page } from "@playwright/test";
import { problemWords } from "../lib/text/failures/problem-words";
import { demoEnvironment } from "../sandbox/demo.mjs";
import { language, signIn, test, visit, words } from "./desk";

const none = { admin: "", support: "", emag: "", erp: "" };
const { EMAG_PASSWORD, ERP_PASSWORD } = demoEnvironment({ passwords: none, tokens: none });

const sides = [
  { slug: "emag-ro", name: "eMAG", username: "api@carpatic.example", password: EMAG_PASSWORD ?? "" },
  { slug: "erp", name: "Acumatica", username: "megzo", password: ERP_PASSWORD ?? "" },
];

const slow = { timeout: 30_000 };

async function replaceCredentials(page: Page, card: Locator, username: string, password: string): Promise<void> {
  await card.getByLabel(words().connectionField.username, { exact: true }).fill(username);
  await card.getByLabel(words().connectionField.password, { exact: true }).fill(password);
  await card.getByRole("button", { name: words().connections.saveCredentials }).click();
  await expect(page.getByText(words().common.saved, { exact: true }).first()).toBeVisible();
  await expect(card.getByLabel(words().connectionField.password, { exact: true })).toHaveValue("");
}

for (const { slug, name, username, password } of sides) {
  test(`wrong credentials for ${name} are named by Test connection, with what to do`, async ({ page }) => {
    test.setTimeout(120_000);
    await signIn(page);
    await visit(page, "/connections");
    const card = page.locator(`[data-connection="${slug}"]`);
    await expect(card.getByRole("heading", { name, exact: true })).toBeVisible();

    await replaceCredentials(page, card, username, "wrong on purpose");
    await card.getByRole("button", { name: words().connections.test }).click();
    const findings = card.getByTestId("findings");
    await expect(findings).toContainText(problemWords[language()].texts["credentials-refused"].title, slow);
    await expect(findings).toContainText(problemWords[language()].texts["credentials-refused"].cure);

    await replaceCredentials(page, card, username, password);
    await card.getByRole("button", { name: words().connections.test }).click();
    await expect(card.getByText(words().connections.testedOk)).toBeVisible(slow);
    await expect(card.getByText(words().connections.inOrder, { exact: true })).toBeVisible(slow);
  });
}

test("stored credentials never reach the browser", async ({ page }) => {
  await signIn(page);
  const bodies: string[] = [];
  page.on("response", async (response) => {
    bodies.push(await response.text().catch(() => ""));
  });
  await visit(page, "/connections");
  await page.waitForTimeout(3000);
  expect(bodies.length).toBeGreaterThan(0);
  for (const body of bodies) {
    expect(body).not.toContain(EMAG_PASSWORD);
    expect(body).not.toContain(ERP_PASSWORD);
  }
});
