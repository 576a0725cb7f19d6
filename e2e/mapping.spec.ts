import { expect, type Page } from "@playwright/test";
import { expectAccessible, signIn, test, twin, visit, words } from "./desk";

const slow = { timeout: 120_000 };
type SalesOrders = { salesOrders: { Description?: string; CustomerOrder?: string }[] };

async function publish(page: Page, note: string): Promise<void> {
  await page.getByLabel(words().mappings.note, { exact: true }).fill(note);
  await page.getByRole("button", { name: words().mappings.publish, exact: true }).click();
}

const place = () =>
  twin<{ id: number }>("emag", "POST", "/orders", {
    payment: "card",
    isComplete: true,
    lines: [{ sku: "MUG-03", quantity: 1 }],
  });

async function descriptionOf(id: number): Promise<string | undefined> {
  const { salesOrders } = await twin<SalesOrders>("acumatica", "GET", "/state");
  return salesOrders.find(({ CustomerOrder }) => CustomerOrder === String(id))?.Description;
}

async function chooseField(page: Page, target: string): Promise<void> {
  await page.getByLabel(words().mappings.searchFields).fill(target);
  await page.locator(`button[data-target="${target}"]`).click();
}

test("a seller changes a rule, sees what it does to the last 50 orders, publishes it with a note, and takes it back", async ({
  page,
}) => {
  test.setTimeout(420_000);
  await signIn(page);
  const placed: number[] = [];
  for (let i = 0; i < 50; i += 1) placed.push((await place()).id);
  const last = placed.at(-1) ?? 0;
  await expect.poll(() => descriptionOf(last), slow).toBe(`eMAG ${last}`);
  await visit(page, "/mappings");
  await expect(page.getByRole("heading", { level: 1, name: words().mappings.title })).toBeVisible();
  await expectAccessible(page);

  await chooseField(page, "description");
  const text = page.getByLabel(words().mappings.from.template, { exact: true });
  await text.fill("Piata {order.id}");
  await expect(page.getByTestId("sample-value")).toContainText(/Piata \d+/);
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("Control+z");
  await expect(page.getByTestId("sample-value")).toContainText(/eMAG \d+/);
  await text.fill("Piata {order.id}");

  await page.getByRole("button", { name: words().mappings.run }).click();
  const preview = page.getByTestId("preview");
  await expect(preview).toContainText("description × 50", slow);
  await expect(preview.locator("li del").first()).toContainText("eMAG");
  await page.getByRole("button", { name: words().mappings.saveDraft }).click();
  await expect(page.getByText(words().common.saved, { exact: true }).first()).toBeVisible();
  await publish(page, "");
  await expect(page.getByText(words().mappings.refused["note-missing"])).toBeVisible(slow);
  await publish(page, "Descriere mai clară");
  await expect(page.locator('[data-version="2"]')).toContainText("Descriere mai clară", slow);
  await expect(page.locator('[data-version="2"]')).toContainText(words().mappings.current);
  const { id: next } = await place();
  await expect.poll(() => descriptionOf(next), slow).toBe(`Piata ${next}`);

  // A draft begun now outlives the roll-back without bringing the rule back.
  await chooseField(page, "branch");
  await page.getByLabel(words().mappings.source, { exact: true }).selectOption("constant");
  await page.getByLabel(words().mappings.from.constant, { exact: true }).fill("MAIN");
  await page.getByRole("button", { name: words().mappings.saveDraft }).click();
  await expect(page.getByRole("button", { name: words().mappings.discard })).toBeVisible();
  await page.locator('[data-version="1"]').getByRole("button").click();
  await expect(page.locator('[data-version="3"]')).toContainText(words().mappings.current, slow);
  await page.getByRole("button", { name: words().mappings.carry.replace("{version}", "3") }).click();
  await expect(page.getByText(words().mappings.carried.replace("{version}", "3"))).toBeVisible();
  await chooseField(page, "description");
  await expect(text).toHaveValue("eMAG {order.id}");
  await page.getByRole("button", { name: words().mappings.discard }).click();
  await expect(page.getByRole("button", { name: words().mappings.discard })).toBeHidden();
  const { id: later } = await place();
  await expect.poll(() => descriptionOf(later), slow).toBe(`eMAG ${later}`);
});

test("a seller keeps a lookup table as a grid, and finds it again after a save", async ({ page }) => {
  await signIn(page);
  await visit(page, "/mappings");
  await page.getByLabel(words().mappings.tableName).fill("Magazii");
  await page.getByRole("button", { name: words().mappings.addTable }).click();
  const grid = page.getByRole("region", { name: "Magazii" });
  await grid.getByRole("button", { name: words().mappings.addRow }).click();
  // A shorter name on the way to a longer one never takes the other row away.
  await grid.getByLabel(`${words().mappings.valueRead} 1`).fill("Cluj");
  await grid.getByLabel(`${words().mappings.valueWritten} 1`).fill("+40");
  await grid.getByRole("button", { name: words().mappings.addRow }).click();
  await grid.getByLabel(`${words().mappings.valueRead} 2`).pressSequentially("Cluj-Napoca");
  await grid.getByLabel(`${words().mappings.valueWritten} 2`).fill("NORTH");
  await expect(grid.getByLabel(`${words().mappings.valueRead} 1`)).toHaveValue("Cluj");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    grid.getByText(words().mappings.csvOut).click(),
  ]);
  const file = await download.path();
  await grid.getByRole("button", { name: `${words().mappings.removeRow} 2` }).click();
  await expect(grid.getByLabel(`${words().mappings.valueRead} 2`)).toBeHidden();
  await grid.locator("input[type=file]").setInputFiles(file);
  await expect(grid.getByLabel(`${words().mappings.valueWritten} 1`)).toHaveValue("+40");
  await expect(grid.getByLabel(`${words().mappings.valueRead} 2`)).toHaveValue("Cluj-Napoca");
  await page.getByRole("button", { name: words().mappings.saveDraft }).click();
  await expect(page.getByText(words().common.saved, { exact: true }).first()).toBeVisible();
  await page.reload();
  await expect(grid.getByLabel(`${words().mappings.valueWritten} 2`)).toHaveValue("NORTH");
  await page.getByRole("button", { name: words().mappings.discard }).click();
  await expect(grid).toBeHidden();
});

test("a phone shows the rules of orders and parcels and what they give without a sideways scroll", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page);
  for (const [address, target] of [
    ["/mappings", "customerId"],
    ["/mappings?kind=shipment", "receiver.name"],
  ] as const) {
    await visit(page, address);
    await expect(page.locator(`button[data-target="${target}"]`)).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  }
});
