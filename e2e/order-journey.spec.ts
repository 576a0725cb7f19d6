import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { expectAccessible, say, signIn, test, twin, visit, words } from "./desk";

type State = {
  orders: { id: number; status: number; attachments: { type: number }[] }[];
  attachments: { order_id: number; type: number; fetches: { sha256: string | null }[] }[];
  awbs: { order_id?: number }[];
};
type ErpState = { files: { sha256: string; document: string }[] };

/** What an order still owes stands in the list of deadlines, wide and on a phone. */
async function expectOwed(page: Page, id: number): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, "/fiscal");
  await expect(page.getByRole("row").filter({ hasText: String(id) })).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/pages/owed-wide.png" });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: "test-results/pages/owed-phone.png" });
  await page.close();
}

/** A finished order's buyer is erased by a person who saw first what goes and what stays. */
async function expectErased(page: Page, id: number): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
  await visit(page, "/privacy");
  await page.getByLabel(words().privacy.asked).fill(String(id));
  await page.getByRole("button", { name: words().privacy.find, exact: true }).click();
  const found = page.locator(`[data-order="${id}"]`);
  await expect(found).toContainText(words().privacy.finished);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: say("privacy.export", { count: 1 }) }).click();
  const held = JSON.parse(await readFile(await (await saved).path(), "utf8")) as {
    orders: { number: string; order: { buyer: { name: string } } }[];
  };
  expect(held.orders.map(({ number }) => number)).toEqual([String(id)]);
  const name = held.orders[0]?.order.buyer.name ?? "";
  await page.getByRole("button", { name: say("privacy.erase", { count: 1 }) }).click();
  await expect(page.getByText(words().privacy.stays)).toBeVisible();
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/pages/privacy-preview-wide.png", fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(page);
  await page.screenshot({ path: "test-results/pages/privacy-preview-phone.png", fullPage: true });
  await page.getByRole("button", { name: words().privacy.eraseNow }).click();
  await expect(found).toContainText(words().privacy.erased);
  await found.getByRole("link").click();
  await expect(page.getByText(words().privacy.erased).first()).toBeVisible();
  expect(name.length).toBeGreaterThan(2);
  expect(await page.content()).not.toContain(name);
  await page.close();
}

test("an order is watched to its Sales Order, its AWB after one answer, and the delivered invoice, without a reload", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const slow = { timeout: 90_000 };
  await signIn(page);
  await visit(page, "/orders");
  await page.evaluate(() => Object.assign(window, { untouched: true }));

  const placed = await twin<{ id: number }>("emag", "POST", "/orders", {
    isComplete: true,
    payment: "card",
    phone: "12",
    locker: false,
  });

  const row = page.locator(`tr[data-order="${placed.id}"]`);
  await expect(row).toBeVisible(slow);
  await row.getByRole("link").click();

  const salesOrder = page.getByTestId("sales-order");
  await expect(salesOrder).toHaveText(/^EM \S+/, slow);
  // The ERP's staff work this order alone: behind the other specs' orders it would wait for minutes.
  const [, orderNbr] = /^EM (\S+)/.exec((await salesOrder.textContent()) ?? "") ?? [];
  await twin("acumatica", "POST", "/staff/all", { orderType: "EM", orderNbr });
  const question = page.getByTestId("parcel-question");
  await expect(question).toBeVisible(slow);
  await expectAccessible(page);
  expect((await twin<State>("emag", "GET", "/state")).awbs.filter((awb) => awb.order_id === placed.id)).toEqual([]);
  await expectOwed(await page.context().newPage(), placed.id);
  await question.getByRole("button", { name: words().parcelQuestion.submit }).click();
  await expect(question).toContainText(words().parcelQuestion.wrong.shipping_phone);
  await question.getByLabel(words().parcelQuestion.field.shipping_phone).fill("0722 000 111");
  await question.getByRole("button", { name: words().parcelQuestion.submit }).click();
  await expect(question).toBeHidden();

  await expect(page.getByTestId("awb")).toHaveText(/\w{5,}/, slow);
  await expect(page.getByTestId("invoice")).toHaveText(/\w{3,}/, slow);
  for (const step of ["acknowledge", "create-sales-order", "hand-over-awb", "attach-invoice", "write-tracking"]) {
    await expect(page.locator(`[data-step="${step}"]`)).toHaveAttribute("data-state", "done", slow);
  }
  await expect(page.getByText(words().status.finalised, { exact: true }).first()).toBeVisible(slow);
  expect(await page.evaluate(() => "untouched" in window)).toBe(true);

  const state = await twin<State>("emag", "GET", "/state");
  const order = state.orders.find(({ id }) => id === placed.id);
  expect(order?.status).toBe(4);
  expect(order?.attachments.filter(({ type }) => type === 1)).toHaveLength(1);

  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: words().order.export }).click();
  const passport = JSON.parse(await readFile(await (await saved).path(), "utf8")) as {
    number: string;
    events: object[];
  };
  expect(passport.number).toBe(String(placed.id));
  expect(passport.events.length).toBeGreaterThan(5);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await page.screenshot({ path: "test-results/pages/order-print.png", fullPage: true });
  await page.emulateMedia({ media: null });

  const document = page.locator('[data-document][data-state="delivered"]');
  await expect(document).toContainText(words().documents.state.delivered, slow);
  await document.getByTestId("receipt").locator("summary").click();
  const shown = ["read", "stored", "served"].map((place) => document.locator(`[data-sha256="${place}"]`).innerText());
  const number = await document.getByTestId("invoice").innerText();
  const { files } = await twin<ErpState>("acumatica", "GET", "/state");
  const inErp = files.find((file) => file.document.includes(number))?.sha256;
  const atEmag = state.attachments.find(({ order_id, type }) => order_id === placed.id && type === 1)?.fetches[0]
    ?.sha256;
  expect(inErp).toMatch(/^[0-9a-f]{64}$/);
  expect([...(await Promise.all(shown)), atEmag]).toEqual([inErp, inErp, inErp, inErp]);
  expect(state.awbs.filter((awb) => awb.order_id === placed.id)).toHaveLength(1);
  for (const [screen, width] of [
    ["wide", 1440],
    ["phone", 390],
  ] as const)
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ media: "screen", colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({
        path: `test-results/pages/order-delivered-${screen}-${colorScheme}.png`,
        fullPage: true,
      });
      await expectAccessible(page);
    }
  await expectErased(await page.context().newPage(), placed.id);
});
