import { writeFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { signIn, syncNow, test, twin, visit } from "./desk";
import { e2eEnvironment } from "./support/browser/e2e-environment";
import { everyPage } from "./support/browser/every-page";

// Run by scripts/browser/screenshots.mjs, never by the tests: pictures of every page for a person to look at.
const folder = process.env.MEGZO_SCREENSHOTS ?? "test-results/screenshots";
const widths = [390, 1440, 2560];
const themes = ["light", "dark"] as const;
const slow = { timeout: 120_000 };
const quickStaff = { enabled: true, shipAfter: 1, confirmAfter: 1, invoiceAfter: 1, releaseAfter: 1, attachAfter: 1 };

/** Orders at every point of their way: delivered, stopped by an unknown item, just placed. */
async function fillTheShop(): Promise<number> {
  const place = (order: object) => twin<{ id: number }>("emag", "POST", "/orders", { isComplete: true, ...order });
  await twin("acumatica", "PUT", "/settings", { staff: quickStaff });
  await twin("acumatica", "PUT", "/records/StockItem", { keys: ["BOOK-04"], values: { InventoryID: "BOOK-04-OLD" } });
  const first = await place({ payment: "card", locker: false, lines: [{ sku: "MUG-03", quantity: 1 }] });
  for (let n = 0; n < 8; n += 1) await place({ payment: n % 2 ? "cod" : "card" });
  for (let n = 0; n < 3; n += 1) await place({ lines: [{ sku: "BOOK-04", quantity: 1 }] });
  await place({ phone: "12", locker: false });
  return first.id;
}

test("every page at three widths and in both themes", async ({ page }) => {
  test.setTimeout(1_200_000);
  const order = await fillTheShop();
  await signIn(page);
  const read = async <T>(route: string) =>
    (await (await page.request.get(`${e2eEnvironment().baseUrl}${route}`)).json()) as T;
  const orderId = async () => (await read<{ rows: { id: string }[] }>(`/api/orders?q=${order}`)).rows[0]?.id ?? "";
  await visit(page, `/orders?q=${order}`);
  await expect.poll(orderId, slow).not.toBe("");
  const ids: Record<string, string> = {
    "/orders/[id]": await orderId(),
    "/stock/[id]": (await read<{ offers: { id: string }[] }>("/api/offers")).offers[0]?.id ?? "",
  };
  const invoiced = page.locator('[data-step="attach-invoice"]');
  // A call of the ERP that came while eMAG was at rest is heard only by the next heartbeat.
  await expect(async () => {
    await syncNow(page);
    await visit(page, `/orders/${ids["/orders/[id]"]}`);
    await expect(invoiced).toHaveAttribute("data-state", "done", { timeout: 20_000 });
  }).toPass(slow);

  const shown = [
    ...Object.entries(everyPage).map(([path, { name }]) => ({ name, path: path.replace("[id]", ids[path] ?? "") })),
    { name: "not-found", path: "/nowhere" },
  ];
  for (const { name, path } of shown) {
    await visit(page, path);
    await expect(name === "not-found" ? page.getByRole("main") : page.getByRole("heading", { level: 1 })).toBeVisible();
    for (const width of widths)
      for (const colorScheme of themes) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        // As high as the page, so that what sticks to the window's edge covers nothing.
        const height = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.setViewportSize({ width, height: Math.max(900, height) });
        await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
      }
  }
  writeFileSync(`${folder}/index.html`, gallery(shown.map(({ name }) => name)));
});

/** All pictures on one sheet, a row a page. */
function gallery(names: string[]): string {
  const pictures = (name: string) =>
    themes
      .flatMap((theme) => widths.map((width) => `${name}-${width}-${theme}.png`))
      .map((file) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${file}" width="230"></a>`)
      .join("\n");
  const rows = names.map((name) => `<h2>${name}</h2>\n<div>${pictures(name)}</div>`).join("\n");
  const look = "body{font:14px sans-serif;margin:24px}div{display:flex;gap:8px;align-items:start;flex-wrap:wrap}";
  return `<!doctype html><meta charset="utf-8"><title>MEGZO</title><style>${look}</style>\n${rows}\n`;
}
