"use server";

import { cookies } from "next/headers";
import { isLocale, isTheme, localeCookie, themeCookie } from "@/lib/text/locale";

const kept = { httpOnly: true, sameSite: "lax", path: "/", maxAge: 365 * 24 * 60 * 60 } as const;

/** Remembers the reader's language and appearance in their own browser; anything else is ignored. */
export async function setPreference(form: FormData): Promise<void> {
  const store = await cookies();
  const locale = form.get("locale");
  const theme = form.get("theme");
  if (isLocale(locale)) store.set(localeCookie, locale, kept);
  if (isTheme(theme)) store.set(themeCookie, theme, kept);
}
