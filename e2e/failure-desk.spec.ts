import { expect, type Page } from "@playwright/test";
import postgres from "postgres";
import { expectAccessible, say, signIn, syncNow, test, twin, visit, words } from "./desk";
import { e2eEnvironment } from "./support/browser/e2e-environment";

const slow = { timeout: 90_000 };

/** Somebody gives an item another name in the ERP: under the old one it is unknown from then on. */
const renameItem = (from: string, to: string) =>
  twin("acumatica", "PUT", "/records/StockItem", { keys: [from], values: { InventoryID: to } });

const placeBook = () =>
  twin<{ id: number }>("emag", "POST", "/orders", {
    isComplete: true,
    payment: "card",
    lines: [{ sku: "BOOK-04", quantity: 1 }],
  });

/** A test that failed half-way leaves the ERP as it found it; an item that has its name already is not found. */
test.afterEach(() => renameItem("BOOK-04-OLD", "BOOK-04").catch(() => null));

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

test("orders stopped by one cause are seen as one, checked after the fix, and all flow again", async ({ page }) => {
  test.setTimeout(300_000);
  await renameItem("BOOK-04", "BOOK-04-OLD");
  const placed = [await placeBook(), await placeBook()];
  await signIn(page);
  await visit(page, "/failures");
  const card = page.locator('[data-cause="item-unknown"]');
  await expect(card.getByTestId("cause-count")).toHaveText("2", slow);
  await expect(card).toContainText("BOOK-04");
  await card.getByRole("button", { name: say("failures.allOrders", { count: 2 }) }).click();
  for (const { id } of placed) await expect(card.getByRole("link", { name: String(id) })).toBeVisible();

  await card.getByRole("button", { name: words().note.write }).click();
  await card.getByLabel(words().note.comment).fill("Am scris depozitului");
  await visit(page, "/failures/count");
  await visit(page, "/failures");
  await expect(card.getByLabel(words().note.comment)).toHaveValue("Am scris depozitului");
  await card.getByLabel(words().note.assignee).selectOption({ index: 1 });
  await card.getByLabel(words().note.dueAt).fill("2030-01-01T10:00");
  await card.getByRole("button", { name: words().common.save }).click();
  await expect(card.getByTestId("note")).toContainText("Am scris depozitului");

  await card.getByRole("button", { name: words().failures.check }).click();
  await expect(card.getByText(words().failures.stillThere)).toBeVisible(slow);
  await look(page, "failures-full");

  await renameItem("BOOK-04-OLD", "BOOK-04");
  await card.getByRole("button", { name: words().failures.check }).click();
  await expect(card.getByText(words().failures.cured)).toBeVisible(slow);
  await card.getByRole("button", { name: say("failures.retryAll", { count: 2 }) }).click();
  await expect(card).toBeHidden(slow);
  for (const { id } of placed) {
    await expect
      .poll(async () => {
        const { salesOrders } = await twin<{ salesOrders: { CustomerOrder: string }[] }>("acumatica", "GET", "/state");
        return salesOrders.filter(({ CustomerOrder }) => CustomerOrder === String(id)).length;
      }, slow)
      .toBe(1);
  }
});

test("an order changed after its Sales Order is shown from both sides until it is accepted", async ({ page }) => {
  test.setTimeout(240_000);
  const order = { isComplete: true, payment: "cod", lines: [{ sku: "MUG-03", quantity: 2 }] };
  const placed = await twin<{ id: number }>("emag", "POST", "/orders", order);
  await signIn(page);
  await visit(page, `/orders?q=${placed.id}`);
  const row = page.locator(`tr[data-order="${placed.id}"]`);
  await expect(row).toBeVisible(slow);
  await row.getByRole("link").first().click();
  await expect(page.locator('[data-step="create-sales-order"]')).toHaveAttribute("data-state", "done", slow);
  await twin("emag", "POST", `/orders/${placed.id}/edit`, { lines: [{ sku: "MUG-03", quantity: 1 }] });
  const address = page.url();
  await syncNow(page);
  await page.goto(address);
  await expect(page.getByTestId("difference")).toBeVisible(slow);
  await expect(page.getByText(say("difference.kind.quantity", { name: "MUG-03" }))).toBeVisible();
  await look(page, "order-changed");
  await page.getByRole("button", { name: words().difference.acceptChanged }).click();
  await expect(page.getByTestId("difference")).toBeHidden(slow);
});

test("the order page shows a lock's holder and age, and an expired one can be released", async ({ page }) => {
  test.setTimeout(240_000);
  const placed = await twin<{ id: number }>("emag", "POST", "/orders", { isComplete: true, payment: "card" });
  await signIn(page);
  await visit(page, `/orders?q=${placed.id}`);
  const row = page.locator(`tr[data-order="${placed.id}"]`);
  await expect(row).toBeVisible(slow);
  await row.getByRole("link").first().click();
  await expect(page.locator('[data-step="create-sales-order"]')).toHaveAttribute("data-state", "done", slow);
  const sql = postgres(e2eEnvironment().databaseUrl, { max: 1 });
  await sql`update orders set lease_holder = 'worker-7', lease_taken_at = now() - interval '5 minutes',
    lease_expires_at = now() - interval '1 minute' where channel_order_id = ${String(placed.id)}`;
  await sql`update connections set settings = settings || ${sql.json({ orderPage: "https://shop.example/o/{number}" })}
    where slug = 'emag-ro'`;
  await sql.end();
  await expect(page.getByText(/worker-7/)).toBeVisible();
  const deep = page.getByRole("link", { name: words().order.openIn.replace("{system}", "eMAG") });
  await expect(deep).toHaveAttribute("href", `https://shop.example/o/${placed.id}`);
  await page.screenshot({ path: "test-results/pages/order-lock.png", fullPage: true });
  await page.getByRole("button", { name: words().order.release }).click();
  await expect(page.getByText(/worker-7/)).toBeHidden();
});
