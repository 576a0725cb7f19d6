import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import postgres from "postgres";
import { problemWords } from "../lib/text/failures/problem-words";
import { fieldWords } from "../lib/text/field-words";
import { demoEnvironment } from "../sandbox/demo.mjs";
import { expectAccessible, language, say, signIn, test, words } from "./desk";
import { e2eEnvironment } from "./support/browser/e2e-environment";
import { megzo, productEnvironment } from "./support/browser/product";
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
/** What stands in a sentence after the figure that was written as `@`, up to the next. */
const between = (sentence: string) => sentence.split("@")[1] ?? "";
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
  await signIn(page, admin);
  await page.getByRole("link", { name: words().overview.begin }).click();
  await expect(page.getByRole("heading", { level: 1, name: words().start.title })).toBeVisible();
  const step = (name: string) => page.locator(`[data-step="${name}"]`);
  await expect(page.locator('[data-state="next"]')).toHaveCount(1);
  await look(page, "start-empty");

  const channel = step("channel");
  await expect(channel.getByTestId("addresses")).toContainText("203.0.113.7");
  await fill(channel, words().connectionField.baseUrl, `${twins.emag.url}/api-3`);
  await channel.getByRole("button", { name: words().start.saveAndTest }).click();
  await expect(channel.getByText(fieldWords(language(), { code: "invalid_type" }))).toHaveCount(2);
  await fill(channel, words().connectionField.username, "api@carpatic.example");
  await fill(channel, words().connectionField.password, "wrong on purpose");
  await channel.getByRole("button", { name: words().start.saveAndTest }).click();
  await expect(channel.getByTestId("findings")).toContainText(
    problemWords[language()].texts["credentials-refused"].cure,
    slow,
  );
  await expect(channel.getByText(/\/api\/webhooks\/nova\.emag\//)).toBeVisible();
  await channel.getByText(words().start.edit).click();
  await fill(channel, words().connectionField.username, "api@carpatic.example");
  await fill(channel, words().connectionField.password, EMAG_PASSWORD);
  await channel.getByRole("button", { name: words().connections.saveCredentials }).click();
  await expect(channel.getByLabel(words().connectionField.password, { exact: true })).toHaveValue("");
  await channel.getByRole("button", { name: words().connections.test }).click();

  const erp = step("erp");
  await expect(erp).toHaveAttribute("data-state", "next", slow);
  await fill(erp, words().connectionField.baseUrl, `${twins.acumatica.url}/erp`);
  await fill(erp, words().connectionField.tenant, "PROD");
  await fill(erp, words().connectionField.username, "megzo");
  await fill(erp, words().connectionField.password, ERP_PASSWORD);
  await erp.getByRole("button", { name: words().start.saveAndTest }).click();

  const choose = step("choose");
  await expect(choose).toHaveAttribute("data-state", "next", slow);
  await expect(choose.locator("datalist option[value=MAIN]")).toHaveCount(1, slow);
  await fill(choose, words().settings.field.orders_orderType, "EM");
  await fill(choose, words().settings.field.orders_customerId, "EMAG");
  await fill(choose, words().settings.field.orders_warehouseId, "MAIN");
  await fill(choose, words().settings.field.orders_shippingItemId, "SHIPPING");
  await fill(choose, words().settings.field.orders_voucherItemId, "VOUCHER");
  await fill(choose, words().settings.field.orders_depositItemId, "SGR");
  await choose.getByRole("button", { name: words().start.saveAndTest }).click();

  const dryRun = step("dry-run");
  await expect(dryRun).toHaveAttribute("data-state", "next", slow);
  const before = await writes();
  await dryRun.getByRole("button", { name: words().start.run }).click();
  await expect(step("switch-on")).toHaveAttribute("data-state", "next", slow);
  await expect(dryRun).toContainText(between(say("start.runWas", { ago: "@", orders: 2, failing: 0 })));
  expect(await writes()).toEqual({ ...before, salesOrders: 0, acknowledged: 0 });
  await look(page, "start-dry-run");

  await step("switch-on").getByRole("button", { name: words().start.switchOn, exact: true }).last().click();
  await expect(page.getByTestId("first-order")).toContainText(
    `${between(say("start.arrived", { number: "@", salesOrder: "@" }))}EM `,
    slow,
  );
  await expect.poll(async () => (await writes()).salesOrders, slow).toBe(2);
  await page.screenshot({ path: "test-results/pages/start-done.png", fullPage: true });

  await page.getByRole("link", { name: words().nav.overview }).first().click();
  const side = (slug: string) => page.locator(`[data-connection="${slug}"]`).getByTestId("budgets");
  await expect(side("emag")).toContainText(between(say("budget.short", { used: "@", limit: 720, waiting: 0 })));
  await expect(side("acumatica")).toContainText(words().connections.sessions);
  await look(page, "overview-budgets");
});
