export const locales = ["ro", "en"] as const;
export type Locale = (typeof locales)[number];

/** How dates and figures are written in each language: day first and a clock of 24 hours in both. */
export const intlLocale = { ro: "ro-RO", en: "en-GB" } as const satisfies Record<Locale, string>;

export const timeZone = "Europe/Bucharest";
export const localeCookie = "megzo-locale";
export const themeCookie = "megzo-theme";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const isLocale = (text: unknown): text is Locale => locales.some((locale) => locale === text);
export const isTheme = (text: unknown): text is Theme => themes.some((theme) => theme === text);

/** The reader's language: their own choice, else the browser's first that we speak, else Romanian. */
export function pickLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((entry) => {
      const [tag = "", ...rest] = entry.trim().split(";");
      const weight = rest.map((part) => /^\s*q=([\d.]+)/.exec(part)?.[1]).find(Boolean);
      return { language: tag.slice(0, 2).toLowerCase(), weight: weight ? Number(weight) : 1 };
    })
    .sort((a, b) => b.weight - a.weight);
  return wanted.map(({ language }) => language).find(isLocale) ?? "ro";
}
