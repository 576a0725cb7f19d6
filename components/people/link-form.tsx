"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import type { FormEvent } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { usePasswordFault } from "@/components/people/password-form";
import { Button, buttonClass } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";

/** The password of whoever holds an invitation or a reset link. */
export function LinkForm({ token, email }: { token: string; email: string }) {
  const t = useTranslations("profile");
  const save = useMutation({
    mutationFn: (password: string) => sendJson("POST", "/api/password-link", { token, password }),
  });
  const faultOf = usePasswordFault(save.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(String(new FormData(event.currentTarget).get("password")));
  };
  if (save.isSuccess) {
    return (
      <div className="grid gap-4">
        <p role="status">{t("linkDone")}</p>
        <Link href="/sign-in" className={buttonClass("primary")}>
          {t("toSignIn")}
        </Link>
      </div>
    );
  }
  return (
    <form onSubmit={submit} className="grid gap-4">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label={t("next")} hint={t("nextHint")} error={faultOf("password")}>
        {(ids) => <Input {...ids} name="password" type="password" autoComplete="new-password" required />}
      </Field>
      <Button type="submit" look="primary" disabled={save.isPending}>
        {t("linkSet")}
      </Button>
    </form>
  );
}
