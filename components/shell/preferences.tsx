"use client";

import { useLocale, useTranslations } from "use-intl";
import { intlLocale, locales, type Theme, themes } from "@/lib/text/locale";

type Props = { action: (form: FormData) => Promise<void>; theme: Theme };

const names = { ro: "Română", en: "English" };
const segment = "h-7 rounded px-2 text-xs font-medium transition-colors";
const look = (chosen: boolean) =>
  chosen ? "bg-surface text-ink shadow-sm ring-1 ring-line" : "text-muted hover:text-ink";

/** Language and appearance, as two plain forms: they work before any script has loaded. */
export function Preferences({ action, theme }: Props) {
  const t = useTranslations();
  const locale = useLocale();
  return (
    <div className="flex flex-wrap items-center gap-2">
      <form action={action} className="flex rounded-md bg-grey-soft p-0.5">
        <fieldset className="flex" aria-label={t("nav.language")}>
          {locales.map((one) => (
            <button
              type="submit"
              key={one}
              name="locale"
              value={one}
              lang={one}
              aria-pressed={intlLocale[one] === locale}
              className={`${segment} ${look(intlLocale[one] === locale)}`}
            >
              <span className="sr-only">{names[one]}</span>
              <span aria-hidden="true">{one.toUpperCase()}</span>
            </button>
          ))}
        </fieldset>
      </form>
      <form action={action} className="flex rounded-md bg-grey-soft p-0.5">
        <fieldset className="flex" aria-label={t("nav.theme")}>
          {themes.map((one) => (
            <button
              type="submit"
              key={one}
              name="theme"
              value={one}
              aria-pressed={one === theme}
              className={`${segment} ${look(one === theme)}`}
            >
              {t(`theme.${one}`)}
            </button>
          ))}
        </fieldset>
      </form>
    </div>
  );
}
