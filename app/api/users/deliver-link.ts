import type { FlowContext } from "@/lib/flows/engine/context";
import { passwordEmail } from "@/lib/text/emails/password-email";
import { requestLocale } from "@/lib/text/messages/request";

type Link = { to: { email: string; name: string }; token: string; kind: "invite" | "reset" };

/** Sends a link to its person; without a mail server, or when it refuses, the link is answered once to whoever asked. */
export async function deliverLink(ctx: FlowContext, { to, token, kind }: Link): Promise<{ link: string | null }> {
  const link = `${ctx.appUrl}/sign-in/link/${token}`;
  const email = passwordEmail(await requestLocale(), kind, { name: to.name, link });
  const sent = await ctx.mailer?.({ to: [to.email], ...email }).then(
    () => true,
    (err: unknown) => {
      ctx.log.warn({ err }, "the mail server did not take a password link");
      return false;
    },
  );
  return { link: sent ? null : link };
}
