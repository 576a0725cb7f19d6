import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { setPreference } from "@/app/preferences";
import { SignInForm } from "@/components/people/sign-in-form";
import { Logo } from "@/components/shell/frame";
import { Preferences } from "@/components/shell/preferences";
import { currentUser } from "@/lib/auth/current-user";
import { env } from "@/lib/env";
import { requestText, requestTheme } from "@/lib/text/messages/request";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestText())("signIn.title") };
}

type Props = { searchParams: Promise<{ next?: string | string[]; error?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const asked = await searchParams;
  const next = ownPath(asked.next);
  if (await currentUser()) redirect(next);
  const [t, theme] = await Promise.all([requestText(), requestTheme()]);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <p className="mb-6 flex items-center gap-2 font-semibold text-lg tracking-tight">
          <Logo />
          MEGZO
        </p>
        <div className="rounded-xl border border-line bg-surface p-6 shadow-sm">
          <h1 className="font-semibold text-xl tracking-tight">{t("signIn.title")}</h1>
          <p className="mt-1 mb-5 text-muted">{t("signIn.lead")}</p>
          <SignInForm
            next={next}
            provider={env("OIDC_ISSUER") ? env("OIDC_NAME") : null}
            refused={Boolean(env("OIDC_ISSUER") && asked.error)}
          />
        </div>
        <div className="mt-4">
          <Preferences action={setPreference} theme={theme} />
        </div>
      </div>
    </main>
  );
}

/** Only a path of this site: an address from outside could send people elsewhere after they typed their password. */
function ownPath(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
