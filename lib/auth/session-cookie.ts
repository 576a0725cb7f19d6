import { env } from "@/lib/env";

const https = () => env("APP_URL").startsWith("https:");

/** A session ends half a day after it began, or two hours after its last use. */
export const sessionSeconds = 12 * 60 * 60;
export const idleSeconds = 2 * 60 * 60;

/** The prefix binds the cookie to https and to this very host; on plain http a browser would refuse it. */
export function sessionCookie(): { name: string; secure: boolean } {
  return { name: https() ? "__Host-megzo.session" : "megzo.session", secure: https() };
}

export const sessionCookieNames = ["__Host-megzo.session", "megzo.session"];
