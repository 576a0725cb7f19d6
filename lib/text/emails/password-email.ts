import { createTranslator } from "use-intl/core";
import { customs, type Locale } from "@/lib/text/locale";
import { messages } from "@/lib/text/messages/messages";

/** The letter that carries an invitation or a reset link. */
export function passwordLetter(locale: Locale, kind: "invite" | "reset", values: { name: string; link: string }) {
  const t = createTranslator({ locale: customs[locale], messages: messages[locale], namespace: "people.letter" });
  return { subject: t(`${kind}Subject`), text: t(`${kind}Text`, values) };
}
