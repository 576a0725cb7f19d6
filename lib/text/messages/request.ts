import "server-only";
import { cookies, headers } from "next/headers";
import { createTranslator } from "use-intl/core";
import { intlLocale, isTheme, type Locale, localeCookie, pickLocale, type Theme, themeCookie } from "@/lib/text/locale";
import { messages } from "@/lib/text/messages/messages";

/** The language of the request's reader. */
export async function requestLocale(): Promise<Locale> {
  return pickLocale((await cookies()).get(localeCookie)?.value, (await headers()).get("accept-language"));
}

export async function requestTheme(): Promise<Theme> {
  const chosen = (await cookies()).get(themeCookie)?.value;
  return isTheme(chosen) ? chosen : "system";
}

/** The translator of the request's reader, for server components. */
export async function requestText() {
  const locale = await requestLocale();
  return createTranslator({ locale: intlLocale[locale], messages: messages[locale] });
}
