import { createTransport } from "nodemailer";
import { env } from "@/lib/env";

/** A mail in plain text; `to` are plain addresses. */
type Email = { to: string[]; subject: string; text: string };
/** Hands an e-mail to the mail server. @throws Error with the server's own answer when it is refused */
export type Mailer = (email: Email) => Promise<void>;

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** The installation's mail server (`SMTP_URL`, sent from `MAIL_FROM`); null when none is set. */
export function createMailer(): Mailer | null {
  const given = env("SMTP_URL");
  if (!given) return null;
  const url = new URL(given);
  for (const [name, milliseconds] of Object.entries(timeouts)) url.searchParams.set(name, String(milliseconds));
  const transport = createTransport(url.href, { from: env("MAIL_FROM") });
  return async (email) => {
    await transport.sendMail(email);
  };
}
