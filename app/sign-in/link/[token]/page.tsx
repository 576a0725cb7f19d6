import type { Metadata } from "next";
import Link from "next/link";
import { LinkForm } from "@/components/people/link-form";
import { Logo } from "@/components/shell/frame";
import { buttonClass } from "@/components/ui/button";
import { personOfLink } from "@/lib/auth/password-link";
import { database } from "@/lib/db/client";
import { requestText } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("profile.linkTitle"), referrer: "no-referrer" };
}

type Props = { params: Promise<{ token: string }> };

/** Where an invitation or a reset link leads; opening it uses nothing up, for mail scanners open links too. */
export default async function PasswordLinkPage({ params }: Props) {
  const { token } = await params;
  const [t, found] = await Promise.all([requestText(), personOfLink(database().db, token)]);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <p className="mb-6 flex items-center gap-2 font-semibold text-lg tracking-tight">
          <Logo />
          MEGZO
        </p>
        <div className="rounded-xl border border-line bg-surface p-6 shadow-sm">
          <h1 className="font-semibold text-xl tracking-tight">
            {t(found ? "profile.linkTitle" : "profile.linkGone")}
          </h1>
          <p className="mt-1 mb-5 text-muted">
            {found ? t("profile.linkLead", { email: found.user.email }) : t("profile.linkGoneHint")}
          </p>
          {found ? (
            <LinkForm token={token} email={found.user.email} />
          ) : (
            <Link href="/sign-in" className={buttonClass()}>
              {t("profile.toSignIn")}
            </Link>
          )}
        </div>
      </div>
    </main>
  );
}
