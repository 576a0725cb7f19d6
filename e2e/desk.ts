import { basename } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type Cookie, expect, type Page, test as playwright } from "@playwright/test";
import { createTranslator } from "use-intl/core";
import { intlLocale, isLocale, type Locale, localeCookie } from "../lib/text/locale";
import type { Messages } from "../lib/text/messages/en";
import { messages } from "../lib/text/messages/messages";
import { e2eEnvironment, type Login } from "./support/browser/e2e-environment";

/**
 * The journeys run in English; all others run in Romanian, and `pages` in both. Every journey can run in either:
 * `MEGZO_E2E_LANGUAGE=en` (or `ro`) puts all of them into one.
 */
const inEnglish = ["buffer", "count", "failure-desk", "mapping", "onboarding", "orders", "people"];

/** The language of the spec that is running. */
export function language(): Locale {
  const spec = basename(playwright.info().file, ".spec.ts");
  const asked = process.env.MEGZO_E2E_LANGUAGE;
  if (isLocale(asked) && spec !== "pages") return asked;
  return inEnglish.includes(spec) ? "en" : "ro";
}

/** What the pages say in the spec's language; a sentence with figures in it is filled by `say`. */
export const words = (): Messages => messages[language()];
export const say = ((...sentence) =>
  createTranslator({ locale: intlLocale[language()], messages: words() })(...sentence)) as Translator;
type Translator = ReturnType<typeof createTranslator<Messages>>;

/** Playwright's, with a browser that asks for the spec's language. */
export const test = playwright.extend<{ locale: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its first parameter.
  locale: async ({}, use) => use(browserLocale()),
});
export const browserLocale = () => (language() === "en" ? "en-GB" : "ro-RO");

/** The session of everybody who has signed in during this worker's run. */
const sessions = new Map<string, Cookie[]>();

/**
 * Opens the first page as this person, with the session of the last time where it still counts; the first time, and after
 * a sign-out, as a person would. `shown` are the words of the language the page is shown in.
 */
export async function signIn(page: Page, login: Login = e2eEnvironment().admin, shown = words()): Promise<void> {
  await page.context().addCookies(sessions.get(login.email) ?? []);
  await visit(page, "/");
  if (new URL(page.url()).pathname !== "/") await fillSignIn(page, login, shown);
  await expect(page.getByRole("heading", { level: 1, name: shown.overview.title })).toBeVisible();
  const cookies = await page.context().cookies();
  sessions.set(
    login.email,
    cookies.filter(({ name }) => name.includes("session-token")),
  );
}

export async function fillSignIn(page: Page, { email, password }: Login, { signIn } = words()): Promise<void> {
  await page.goto(`${e2eEnvironment().baseUrl}/sign-in`);
  await page.getByLabel(signIn.email).fill(email);
  await page.getByLabel(signIn.password).fill(password);
  await page.getByRole("button", { name: signIn.submit }).click();
}

/** Ends the session in this browser; the page is left first, since a page that is signed out goes to the sign-in by itself. */
export async function forgetSession(page: Page): Promise<void> {
  await page.goto("about:blank");
  await page.context().clearCookies();
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
  // While a page is on its way it has no heading yet, and would be judged for that.
  await page.locator("h1").first().waitFor({ state: "attached" });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const places = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
  expect(places).toEqual([]);
}

/** Asks for a heartbeat, since the next one of the clock may be five minutes away. */
export async function syncNow(page: Page): Promise<void> {
  await visit(page, "/stock");
  await page.getByRole("button", { name: words().stock.syncNow }).click();
  await expect(page.getByText(words().stock.syncing).first()).toBeVisible();
}
