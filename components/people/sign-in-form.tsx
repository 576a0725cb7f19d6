"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";

type Failure = "wrong" | "codeWrong" | "tooMany" | "unavailable" | "refused";
/** `provider`: the name of the company's own sign-in, where there is one; `refused`: it has just let nobody in. */
type Props = { next: string; provider: string | null; refused: boolean };

export function SignInForm({ next, provider, refused }: Props) {
  const t = useTranslations("signIn");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(refused ? "refused" : null);
  const [withCode, setWithCode] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(null);
    const code = String(form.get("code") ?? "");
    const outcome = await attempt(String(form.get("email")), String(form.get("password")), code);
    if (outcome === "in") window.location.assign(next);
    else {
      if (outcome === "code") setWithCode(true);
      else setFailure(outcome === "wrong" && code ? "codeWrong" : outcome);
      setBusy(false);
    }
  }

  return (
    <form method="post" onSubmit={submit} className="space-y-4">
      <Field label={t("email")}>
        {(ids) => <Input {...ids} name="email" type="email" autoComplete="username" required />}
      </Field>
      <Field label={t("password")}>
        {(ids) => <Input {...ids} name="password" type="password" autoComplete="current-password" required />}
      </Field>
      {withCode ? (
        <Field label={t("code")} hint={t("codeHint")}>
          {(ids) => <Input {...ids} name="code" autoComplete="one-time-code" autoFocus required maxLength={40} />}
        </Field>
      ) : null}
      {failure ? (
        <p role="alert" className="rounded-md bg-red-soft px-3 py-2 font-medium text-red">
          {t(failure)}
        </p>
      ) : null}
      <Button type="submit" look="primary" disabled={busy} className="w-full">
        {busy ? t("working") : t("submit")}
      </Button>
      {provider ? (
        <Button className="w-full" onClick={() => void signIn("oidc", { callbackUrl: next })}>
          {t("byProvider", { name: provider })}
        </Button>
      ) : null}
    </form>
  );
}

async function attempt(email: string, password: string, code: string): Promise<"in" | "code" | Failure> {
  const result = await signIn("credentials", { email, password, code, redirect: false }).catch(() => null);
  if (!result) return "unavailable";
  if (result.ok && !result.error) return "in";
  if (result.error === "CodeNeeded") return "code";
  if (result.error === "TooManyFailures") return "tooMany";
  return result.error === "CredentialsSignin" ? "wrong" : "unavailable";
}
