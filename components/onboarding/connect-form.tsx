"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { connectionFields, type FormField } from "@/components/connections/connection-fields";
import { Control } from "@/components/connections/connection-form";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";

/** What must be known to begin; the rest has defaults and is changed on the page of the connections. */
const beginnings = {
  channel: {
    connector: "emag",
    settings: ["baseUrl"],
    credentials: ["username", "password"],
    values: { "settings.baseUrl": "https://marketplace-api.emag.ro/api-3" },
  },
  erp: {
    connector: "acumatica",
    settings: ["baseUrl", "tenant", "endpoint", "version"],
    credentials: ["method", "username", "password", "clientId", "clientSecret"],
    values: {
      "settings.endpoint": "Default",
      "settings.version": "24.200.001",
      "credentials.method": "password",
    },
  },
} as const;

type Values = Record<string, string>;
type Placed = FormField & { path: string };

/** The first form of a connection: kept, then tested at once. */
export function ConnectForm({ side }: { side: "channel" | "erp" }) {
  const t = useTranslations();
  const toast = useToast();
  const client = useQueryClient();
  const withSeller = useSellerHref();
  const { connector, settings, credentials, values: start } = beginnings[side];
  const [values, setValues] = useState<Values>({ ...start });
  const known = connectionFields({ connector, settings: {} });
  const fields: Placed[] = [
    ...place("settings", known.settings, settings),
    ...place("credentials", known.credentials, credentials),
  ].filter(({ only }) => !only || values[`credentials.${only.field}`] === only.value);

  const save = useMutation({
    mutationFn: async () => {
      const part = (name: string) =>
        Object.fromEntries(
          fields
            .filter(({ path }) => path.startsWith(`${name}.`) && values[path])
            .map((field) => [field.name, values[field.path]]),
        );
      const body = { connector, settings: part("settings"), credentials: part("credentials") };
      const { id } = await sendJson<{ id: string }>("POST", withSeller("/api/connections"), body);
      await sendJson("POST", `/api/connections/${id}/test`);
    },
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  const problems = save.error instanceof ApiProblem ? save.error.problems : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <form onSubmit={submit} autoComplete="off" noValidate>
      <div className="grid gap-3 sm:grid-cols-2">
        {fields.map((field) => (
          <Field
            key={field.path}
            label={field.label ? t(`connectionField.${field.label}`) : field.name}
            error={problems.find(({ path }) => path === field.path)?.message}
          >
            {(ids) => (
              <Control
                {...ids}
                field={field}
                value={values[field.path] ?? ""}
                disabled={save.isPending}
                placeholder={undefined}
                onChange={(value) => setValues({ ...values, [field.path]: value })}
              />
            )}
          </Field>
        ))}
      </div>
      <Button type="submit" look="primary" className="mt-4" disabled={save.isPending}>
        {save.isPending ? t("start.working") : t("start.saveAndTest")}
      </Button>
    </form>
  );
}

function place(part: string, fields: FormField[], names: readonly string[]): Placed[] {
  return fields
    .filter(({ name }) => names.includes(name))
    .map((field) => ({ ...field, path: `${part}.${field.name}` }));
}
