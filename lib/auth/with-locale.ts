import { AsyncLocalStorage } from "node:async_hooks";
import { z } from "zod";
import { type FieldIssue, fieldWords, ownWords } from "@/lib/text/field-words";
import { type Locale, localeCookie, pickLocale } from "@/lib/text/locale";

// One for the process: a bundler may make several of this module, the schemas' configuration is one.
const shared = globalThis as { megzoReader?: AsyncLocalStorage<Locale> };
shared.megzoReader ??= new AsyncLocalStorage<Locale>();
const reader = shared.megzoReader;

z.config({
  customError: (issue) => {
    const locale = reader.getStore();
    return locale && fieldWords(locale, issue as FieldIssue);
  },
});

/** Runs `work` with zod's messages in the language of the request's reader. */
export function withLocale<T>(request: Request, work: () => Promise<T>): Promise<T> {
  const cookie = new RegExp(`(?:^|;\\s*)${localeCookie}=(\\w+)`).exec(request.headers.get("cookie") ?? "")?.[1];
  return reader.run(pickLocale(cookie, request.headers.get("accept-language")), work);
}

/** One of our own findings, for the same reader. */
export const readersWords = (message: string): string => ownWords(reader.getStore() ?? "en", message);
