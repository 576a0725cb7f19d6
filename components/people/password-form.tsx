"use client";

import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";

type Fault = "wrong" | "too-many" | "short" | "long" | "plain" | "personal" | "gone";

/** The server's word about a field of a password form, in the reader's. */
export function usePasswordFault(error: unknown): (path: string) => string | undefined {
  const t = useTranslations("profile.fault");
  const problems = error instanceof ApiProblem ? error.problems : [];
  return (path) => {
    const found = problems.find((problem) => problem.path === path);
    return found ? t(found.message as Fault) : undefined;
  };
}

/** A person's own new password. */
export function PasswordForm() {
  const t = useTranslations("profile");
  const toast = useToast();
  const save = useMutation({
    mutationFn: (form: HTMLFormElement) => {
      const { current, next } = Object.fromEntries(new FormData(form));
      return sendJson("POST", "/api/profile/password", { current, next });
    },
    onSuccess: (_, form) => {
      form.reset();
      toast.good(t("changed"));
    },
    onError: (error) => toast.failed(error),
  });
  const faultOf = usePasswordFault(save.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(event.currentTarget);
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field label={t("current")} error={faultOf("current")}>
        {(ids) => <Input {...ids} name="current" type="password" autoComplete="current-password" required />}
      </Field>
      <Field label={t("next")} hint={t("nextHint")} error={faultOf("next")}>
        {(ids) => <Input {...ids} name="next" type="password" autoComplete="new-password" required />}
      </Field>
      <div>
        <Button type="submit" disabled={save.isPending}>
          {t("change")}
        </Button>
      </div>
    </form>
  );
}
