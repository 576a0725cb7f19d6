import { createTranslator } from "use-intl/core";
import { intlLocale, type Locale } from "@/lib/text/locale";
import { messages } from "@/lib/text/messages/messages";

/** The e-mail with an invitation or a reset link. */
export function passwordEmail(locale: Locale, kind: "invite" | "reset", values: { name: string; link: string }) {
  const t = createTranslator({ locale: intlLocale[locale], messages: messages[locale], namespace: "people.letter" });
  return { subject: t(`${kind}Subject`), text: t(`${kind}Text`, values) };
}
