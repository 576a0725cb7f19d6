import { expect, type Page } from "@playwright/test";
import { signIn, syncNow, test, twin, visit, words } from "./desk";
import { e2eEnvironment } from "./support/browser/e2e-environment";

type Offer = {
  sku: string;
  available: number | null;
  inFlight: number | null;
  buffer: number | null;
  published: number | null;
};
type State = { offers: { part_number: string; stock: { value: number }[] }[] };

const slow = { timeout: 60_000 };

async function readOffers(page: Page): Promise<Offer[]> {
  const answer = await page.request.get(`${e2eEnvironment().baseUrl}/api/offers`);
  return ((await answer.json()) as { offers: Offer[] }).offers;
}

async function stockOnChannel(sku: string): Promise<number | undefined> {
  const { offers } = await twin<State>("emag", "GET", "/state");
  return offers.find(({ part_number }) => part_number === sku)?.stock[0]?.value;
}

async function setBuffer(page: Page, buffer: string): Promise<void> {
  await visit(page, "/settings");
  await page.getByLabel(words().settings.field.stock_buffer).fill(buffer);
  await page.getByRole("button", { name: words().common.save }).click();
  await expect(page.getByText(words().common.saved, { exact: true }).first()).toBeVisible();
}

test("a larger buffer lowers what eMAG shows, and a smaller one gives it back", async ({ page }) => {
  test.setTimeout(240_000);
  await signIn(page);
  await syncNow(page);
  const plenty = ({ available, buffer, inFlight, published }: Offer) =>
    buffer === null && (available ?? 0) > 12 && inFlight === 0 && published !== null;
  await expect.poll(async () => (await readOffers(page)).filter(plenty).length, slow).toBeGreaterThan(0);
  const offer = (await readOffers(page)).find(plenty);
  if (!offer) throw new Error("the demo has no offer with plenty of stock");
  const before = (offer.available ?? 0) - (offer.inFlight ?? 0) - 2;
  await expect.poll(() => stockOnChannel(offer.sku), slow).toBe(before);

  await setBuffer(page, "7");
  await syncNow(page);
  await expect.poll(() => stockOnChannel(offer.sku), slow).toBe(before - 5);
  await expect(page.locator(`tr[data-sku="${offer.sku}"]`)).toContainText(String(before - 5), slow);

  await setBuffer(page, "2");
  await syncNow(page);
  await expect.poll(() => stockOnChannel(offer.sku), slow).toBe(before);
});

test("a setting that makes no sense is refused beside its field", async ({ page }) => {
  await signIn(page);
  await visit(page, "/settings");
  const buffer = page.getByLabel(words().settings.field.stock_buffer);
  await buffer.fill("-1");
  await page.getByRole("button", { name: words().common.save }).click();
  await expect(buffer).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText(words().common.fixFields).first()).toBeVisible();
});
