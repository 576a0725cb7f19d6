import type {} from "use-intl";
import { en, type Messages } from "@/lib/text/en";
import type { intlLocale, Locale } from "@/lib/text/locale";
import { ro } from "@/lib/text/ro";

export const messages: Record<Locale, Messages> = { en, ro };

declare module "use-intl" {
  interface AppConfig {
    Locale: (typeof intlLocale)[Locale];
    Messages: typeof en;
  }
}
