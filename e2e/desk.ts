import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import type { Messages } from "../lib/text/en";
import { localeCookie } from "../lib/text/locale";
import { ro } from "../lib/text/ro";
import { e2eEnvironment, type Login } from "./support/e2e-environment";

/** Signs in as a person would and waits for the first page; `words` are those of the language it is shown in. */
export async function signIn(page: Page, login: Login = e2eEnvironment().admin, words: Messages = ro): Promise<void> {
  await fillSignIn(page, login, words);
  await expect(page.getByRole("heading", { level: 1, name: words.overview.title })).toBeVisible();
}

export async function fillSignIn(page: Page, { email, password }: Login, words: Messages = ro): Promise<void> {
  await page.goto(`${e2eEnvironment().baseUrl}/sign-in`);
  await page.getByLabel(words.signIn.email).fill(email);
  await page.getByLabel(words.signIn.password).fill(password);
  await page.getByRole("button", { name: words.signIn.submit }).click();
}

/** The pages in English from here on, as after a choice in the profile. */
export async function speakEnglish(page: Page): Promise<void> {
  await page.context().addCookies([{ name: localeCookie, value: "en", url: e2eEnvironment().baseUrl }]);
}

/** Opens a page of the dashboard. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(`${e2eEnvironment().baseUrl}${path}`);
}

/** Calls a twin's control interface; `path` is below `/_sandbox`. */
export async function twin<T>(side: "emag" | "acumatica", method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${e2eEnvironment()[side]}/_sandbox${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Fails on anything that keeps a person with a disability from using the page. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const places = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  expect(places).toEqual([]);
}

/** Asks for a heartbeat, since the next one of the clock may be five minutes away. */
export async function syncNow(page: Page): Promise<void> {
  await visit(page, "/stock");
  await page.getByRole("button", { name: ro.stock.syncNow }).click();
  await expect(page.getByText(ro.stock.syncing).first()).toBeVisible();
}
