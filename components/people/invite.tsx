"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import type { Handed } from "@/components/people/people";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { Role } from "@/lib/auth/roles";

type Props = { url: string; roles: readonly Role[]; onLink: (handed: Handed) => void };

/** Somebody new: they choose their own password by the link they get. */
export function Invite({ url, roles, onLink }: Props) {
  const t = useTranslations();
  const toast = useToast();
  const client = useQueryClient();
  const invite = useMutation({
    mutationFn: (form: HTMLFormElement) =>
      sendJson<{ link: string | null }>("POST", url, Object.fromEntries(new FormData(form))),
    onSuccess: ({ link }, form) => {
      onLink({ email: String(new FormData(form).get("email")), link });
      form.reset();
      void client.invalidateQueries();
    },
    onError: (error) => toast.failed(error),
  });
  const taken = invite.error instanceof ApiProblem && invite.error.problems.some(({ message }) => message === "taken");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    invite.mutate(event.currentTarget);
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field label={t("people.name")}>{(ids) => <Input {...ids} name="name" autoComplete="off" required />}</Field>
      <Field label={t("people.email")} error={taken ? t("people.taken") : undefined}>
        {(ids) => <Input {...ids} name="email" type="email" autoComplete="off" required />}
      </Field>
      <Field label={t("people.role")}>
        {(ids) => (
          <Select {...ids} name="role" defaultValue={roles.at(-1)}>
            {roles.map((role) => (
              <option key={role} value={role}>
                {t(`role.${role}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div>
        <Button type="submit" look="primary" disabled={invite.isPending}>
          {t("people.invite")}
        </Button>
      </div>
    </form>
  );
}
