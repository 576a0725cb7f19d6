import { expect } from "@playwright/test";
import { test, words } from "./desk";
import { e2eEnvironment } from "./support/browser/e2e-environment";
import { startIssuer } from "./support/browser/issuer";
import { startProduct } from "./support/browser/product";

test("the company's own sign-in lets in who is known here, and tells a stranger why not", async ({ page }) => {
  const { databaseUrl, admin } = e2eEnvironment();
  const issuer = await startIssuer();
  const { url: OIDC_ISSUER, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET } = issuer;
  const oidc = { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME: "Carpatic" };
  const product = await startProduct({ databaseUrl, env: oidc });
  try {
    await page.goto(`${product.url}/sign-in`);
    const button = page.getByRole("button", { name: words().signIn.byProvider.replace("{name}", "Carpatic") });
    issuer.claims = { sub: "1", email: "stranger@carpatic.example", email_verified: true };
    await button.click();
    await expect(page.getByText(words().signIn.refused)).toBeVisible();
    issuer.claims = { sub: "2", email: admin.email, email_verified: true };
    await button.click();
    await expect(page.getByRole("heading", { level: 1, name: words().overview.title })).toBeVisible();
  } finally {
    await product.stop();
    await issuer.stop();
  }
});
