import { env } from "@/lib/env";

const https = () => env("APP_URL").startsWith("https:");

export const sessionSeconds = 12 * 60 * 60;

/** The prefix binds the cookie to https; on plain http a browser would refuse it. */
export function sessionCookie(): { name: string; secure: boolean } {
  return { name: https() ? "__Secure-megzo.session" : "megzo.session", secure: https() };
}

export const sessionCookieNames = ["__Secure-megzo.session", "megzo.session"];
