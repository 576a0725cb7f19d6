import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import postgres from "postgres";
import { en } from "../lib/text/en";
import { problemsEn } from "../lib/text/problems-en";
import { demoEnvironment } from "../sandbox/demo.mjs";
import { expectAccessible, signIn, speakEnglish } from "./desk";
import { e2eEnvironment } from "./support/e2e-environment";
import { megzo, productEnvironment } from "./support/product";
import { startTwins, type Twins } from "./support/twins";

const slow = { timeout: 60_000 };
const none = { admin: "", support: "", emag: "", erp: "" };
const { EMAG_PASSWORD = "", ERP_PASSWORD = "" } = demoEnvironment({ passwords: none, tokens: none });
const admin = { email: "admin@nova.example", password: "nova-shop-2026" };

let twins: Twins;

/** A seller with one person and nothing else, beside an eMAG and an ERP of its own. */
test.beforeAll(async () => {
  twins = await startTwins();
  const folder = mkdtempSync(join(tmpdir(), "megzo-nova-"));
  const file = join(folder, "nova.json");
  const users = [{ ...admin, name: "Nova", role: "admin" }];
  writeFileSync(file, JSON.stringify({ version: 1, sellers: [{ slug: "nova", name: "Nova SRL", users }] }));
  const { databaseUrl, baseUrl } = e2eEnvironment();
  await megzo(productEnvironment(databaseUrl, baseUrl), "config", "apply", file).finally(() =>
    rmSync(folder, { recursive: true }),
  );
});

test.afterAll(async () => {
  const sql = postgres(e2eEnvironment().databaseUrl, { max: 1 });
  await sql`update integrations set enabled = false where seller_id in (select id from sellers where slug = 'nova')`;
  await sql.end();
  await twins?.stop();
});

async function look(page: Page, name: string): Promise<void> {
  for (const [screen, width] of [
    ["wide", 1440],
    ["phone", 390],
  ] as const)
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `test-results/pages/${name}-${screen}-${colorScheme}.png`, fullPage: true });
      await expectAccessible(page);
    }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
}

const fill = (step: Locator, label: string, value: string) => step.getByLabel(label, { exact: true }).fill(value);
const writes = async () => {
  const { salesOrders } = await twins.acumatica.control<{ salesOrders: object[] }>("GET", "/_sandbox/state");
  const { orders } = await twins.emag.control<{ orders: { status: number }[] }>("GET", "/_sandbox/state");
  return { salesOrders: salesOrders.length, acknowledged: orders.filter(({ status }) => status !== 1).length };
};

test("an empty account is led to its first order, one step at a time, and nothing is written before it is switched on", async ({
  page,
}) => {
  test.setTimeout(240_000);
  for (const quantity of [1, 2])
    await twins.emag.control("POST", "/_sandbox/orders", { isComplete: true, lines: [{ sku: "MUG-03", quantity }] });
  await twins.acumatica.control("PUT", "/_sandbox/settings", { staff: { enabled: false } });
  await speakEnglish(page);
  await signIn(page, admin, en);
  await page.getByRole("link", { name: en.overview.begin }).click();
  await expect(page.getByRole("heading", { level: 1, name: en.start.title })).toBeVisible();
  const step = (name: string) => page.locator(`[data-step="${name}"]`);
  await expect(page.locator('[data-state="next"]')).toHaveCount(1);
  await look(page, "start-empty");

  const channel = step("channel");
  await expect(channel.getByTestId("addresses")).toContainText("203.0.113.7");
  await fill(channel, en.connectionField.baseUrl, `${twins.emag.url}/api-3`);
  await channel.getByRole("button", { name: en.start.saveAndTest }).click();
  await expect(channel.getByText("Fill this in")).toHaveCount(2);
  await fill(channel, en.connectionField.username, "api@carpatic.example");
  await fill(channel, en.connectionField.password, "wrong on purpose");
  await channel.getByRole("button", { name: en.start.saveAndTest }).click();
  await expect(channel.getByTestId("findings")).toContainText(problemsEn["credentials-refused"].cure, slow);
  await expect(channel.getByText(/\/api\/webhooks\/nova\.emag\//)).toBeVisible();
  await channel.getByText(en.start.edit).click();
  await fill(channel, en.connectionField.username, "api@carpatic.example");
  await fill(channel, en.connectionField.password, EMAG_PASSWORD);
  await channel.getByRole("button", { name: en.connections.saveCredentials }).click();
  await expect(channel.getByLabel(en.connectionField.password, { exact: true })).toHaveValue("");
  await channel.getByRole("button", { name: en.connections.test }).click();

  const erp = step("erp");
  await expect(erp).toHaveAttribute("data-state", "next", slow);
  await fill(erp, en.connectionField.baseUrl, `${twins.acumatica.url}/erp`);
  await fill(erp, en.connectionField.tenant, "PROD");
  await fill(erp, en.connectionField.username, "megzo");
  await fill(erp, en.connectionField.password, ERP_PASSWORD);
  await erp.getByRole("button", { name: en.start.saveAndTest }).click();

  const choose = step("choose");
  await expect(choose).toHaveAttribute("data-state", "next", slow);
  await expect(choose.locator("datalist option[value=MAIN]")).toHaveCount(1, slow);
  await fill(choose, en.settings.field.orders_orderType, "EM");
  await fill(choose, en.settings.field.orders_customerId, "EMAG");
  await fill(choose, en.settings.field.orders_warehouseId, "MAIN");
  await fill(choose, en.settings.field.orders_shippingItemId, "SHIPPING");
  await fill(choose, en.settings.field.orders_voucherItemId, "VOUCHER");
  await fill(choose, en.settings.field.orders_depositItemId, "SGR");
  await choose.getByRole("button", { name: en.start.saveAndTest }).click();

  const dryRun = step("dry-run");
  await expect(dryRun).toHaveAttribute("data-state", "next", slow);
  const before = await writes();
  await dryRun.getByRole("button", { name: en.start.run }).click();
  await expect(step("switch-on")).toHaveAttribute("data-state", "next", slow);
  await expect(dryRun).toContainText(/2 orders, none would stop/);
  expect(await writes()).toEqual({ ...before, salesOrders: 0, acknowledged: 0 });
  await look(page, "start-dry-run");

  await step("switch-on").getByRole("button", { name: en.start.switchOn, exact: true }).last().click();
  await expect(page.getByTestId("first-order")).toContainText(/is in the ERP as EM /, slow);
  await expect.poll(async () => (await writes()).salesOrders, slow).toBe(2);
  await page.screenshot({ path: "test-results/pages/start-done.png", fullPage: true });

  await page.getByRole("link", { name: en.nav.overview }).first().click();
  const side = (slug: string) => page.locator(`[data-connection="${slug}"]`).getByTestId("budgets");
  await expect(side("emag")).toContainText(/\d+ of 720\/min/);
  await expect(side("acumatica")).toContainText(en.connections.sessions);
  await look(page, "overview-budgets");
});
