import { createFormatter, createTranslator } from "use-intl/core";
import type { AlertKind } from "@/lib/domain/alert";
import { alertText, wordDuration } from "@/lib/text/alerts/alert-text";
import { problemWords } from "@/lib/text/failures/problem-words";
import { intlLocale, type Locale, timeZone } from "@/lib/text/locale";
import { messages } from "@/lib/text/messages/messages";

type Told = { kind: AlertKind; params: Record<string, string>; openedAt: Date; closedAt: Date | null };
type About = { language: Locale; seller: string; appUrl: string };
type Words = { subject: string; text: string };

const emailText = (locale: Locale) =>
  createTranslator({ locale: intlLocale[locale], messages: messages[locale], namespace: "alerts.letter" });

/** One e-mail for all alerts that opened or ended; the subject is the first of them. */
export function alertEmail({
  language,
  seller,
  appUrl,
  opened,
  ended,
}: About & { opened: Told[]; ended: Told[] }): Words {
  const t = emailText(language);
  const format = createFormatter({ locale: intlLocale[language], timeZone });
  const reader = {
    t: createTranslator({ locale: intlLocale[language], messages: messages[language], namespace: "alerts" }),
    words: problemWords[language],
  };
  const news = opened.map((alert) => ({ alert, ...alertText(reader, alert) }));
  const overs = ended.map((alert) => ({ alert, ...alertText(reader, alert) }));
  const [first = overs[0]] = news;
  const more = news.length + overs.length - 1;
  const key = news.length === 0 ? "subjectOver" : more > 0 ? "subjectMore" : "subject";
  const time = (at: Date) => format.dateTime(at, { dateStyle: "short", timeStyle: "short" });
  const overLine = ({ alert, title }: (typeof overs)[number]) => {
    const closedAt = alert.closedAt ?? alert.openedAt;
    const duration = wordDuration(closedAt.getTime() - alert.openedAt.getTime());
    return `- ${t("overLine", { what: title, time: time(closedAt), duration })}`;
  };
  const blocks = [
    ...news.map(({ alert, title, why }) => `${title} (${time(alert.openedAt)})\n${why}`),
    ...(overs.length > 0 ? [`${t("overTitle")}:\n${overs.map(overLine).join("\n")}`] : []),
    t("open", { url: `${appUrl}/alerts` }),
    t("why", { seller }),
  ];
  return { subject: t(key, { seller, first: first?.title ?? "", more }), text: `${blocks.join("\n\n")}\n` };
}

export function testEmail({ language, seller, appUrl }: About): Words {
  const t = emailText(language);
  const text = [t("test"), t("open", { url: `${appUrl}/alerts` })].join("\n\n");
  return { subject: t("testSubject", { seller }), text: `${text}\n` };
}
