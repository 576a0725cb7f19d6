import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { ro } from "../lib/text/ro";
import { signIn, twin, visit } from "./desk";

type State = {
  orders: { id: number; status: number; attachments: { type: number }[] }[];
  awbs: { order_id?: number }[];
};

const quickStaff = { enabled: true, shipAfter: 1, confirmAfter: 1, invoiceAfter: 1, releaseAfter: 1, attachAfter: 1 };

test.afterEach(() => twin("acumatica", "PUT", "/settings", { staff: { enabled: false } }));

test("an order placed on eMAG is watched all the way to its Sales Order, AWB and invoice, without a reload", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const slow = { timeout: 90_000 };
  await signIn(page);
  await visit(page, "/orders");
  await page.evaluate(() => Object.assign(window, { untouched: true }));

  await twin("acumatica", "PUT", "/settings", { staff: quickStaff });
  const placed = await twin<{ id: number }>("emag", "POST", "/orders", { payment: "card" });

  const row = page.locator(`tr[data-order="${placed.id}"]`);
  await expect(row).toBeVisible(slow);
  await row.getByRole("link").click();

  await expect(page.getByTestId("sales-order")).toHaveText(/^EM \S+/, slow);
  await expect(page.getByTestId("awb")).toHaveText(/\w{5,}/, slow);
  await expect(page.getByTestId("invoice")).toHaveText(/\w{3,}/, slow);
  for (const step of ["acknowledge", "create-sales-order", "hand-over-awb", "attach-invoice", "write-tracking"]) {
    await expect(page.locator(`[data-step="${step}"]`)).toHaveAttribute("data-state", "done", slow);
  }
  await expect(page.getByText(ro.status.finalised, { exact: true }).first()).toBeVisible(slow);
  expect(await page.evaluate(() => "untouched" in window)).toBe(true);

  const state = await twin<State>("emag", "GET", "/state");
  const order = state.orders.find(({ id }) => id === placed.id);
  expect(order?.status).toBe(4);
  expect(order?.attachments.filter(({ type }) => type === 1)).toHaveLength(1);

  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: ro.order.export }).click();
  const passport = JSON.parse(await readFile(await (await saved).path(), "utf8")) as {
    number: string;
    events: object[];
  };
  expect(passport.number).toBe(String(placed.id));
  expect(passport.events.length).toBeGreaterThan(5);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await page.screenshot({ path: "test-results/pages/order-print.png", fullPage: true });
});
