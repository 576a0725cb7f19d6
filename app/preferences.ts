"use server";

import { cookies } from "next/headers";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { isLocale, isTheme, localeCookie, themeCookie } from "@/lib/text/locale";

const kept = () => ({
  httpOnly: true,
  sameSite: "lax" as const,
  path: "/",
  secure: sessionCookie().secure,
  maxAge: 365 * 24 * 60 * 60,
});

/** Remembers the reader's language and appearance in their own browser; anything else is ignored. */
export async function setPreference(form: FormData): Promise<void> {
  const store = await cookies();
  const locale = form.get("locale");
  const theme = form.get("theme");
  if (isLocale(locale)) store.set(localeCookie, locale, kept());
  if (isTheme(theme)) store.set(themeCookie, theme, kept());
}
