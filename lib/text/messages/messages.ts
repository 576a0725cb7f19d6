import type {} from "use-intl";
import type { intlLocale, Locale } from "@/lib/text/locale";
import { en, type Messages } from "@/lib/text/messages/en";
import { ro } from "@/lib/text/messages/ro";

export const messages: Record<Locale, Messages> = { en, ro };

declare module "use-intl" {
  interface AppConfig {
    Locale: (typeof intlLocale)[Locale];
    Messages: typeof en;
  }
}
