"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import type { FormField } from "@/components/connections/connection-fields";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { ConnectionView } from "@/lib/db/connections/connection-list";

type Props = {
  connection: ConnectionView;
  part: "settings" | "credentials";
  title: string;
  hint?: string;
  fields: FormField[];
  initial: Record<string, unknown>;
  editable: boolean;
};

type Values = Record<string, string>;

const firstOption = (field: FormField) => field.options?.[0]?.value ?? "";

/** Settings are edited in place; credentials only ever travel to the server, and their form empties once they are kept. */
export function ConnectionForm({ connection, part, title, hint, fields, initial, editable }: Props) {
  const t = useTranslations();
  const toast = useToast();
  const client = useQueryClient();
  const start: Values = Object.fromEntries(
    fields.map((field) => [field.name, String(initial[field.name] ?? firstOption(field))]),
  );
  const [edited, setEdited] = useState<Values>({});
  const values = { ...start, ...edited };
  const shown = fields.filter(({ only }) => !only || values[only.field] === only.value);
  const dirty = Object.keys(edited).some((name) => edited[name] !== start[name]);

  const save = useMutation({
    mutationFn: () => {
      const filled = shown.map(({ name }) => [name, values[name]] as const).filter(([, value]) => value !== "");
      const given = Object.fromEntries(filled);
      const body =
        part === "settings" ? { settings: { ...unnamed(initial, fields), ...given } } : { credentials: given };
      return sendJson("PATCH", `/api/connections/${connection.id}`, body);
    },
    onSuccess: () => {
      if (part === "credentials") setEdited({});
      toast.good(t("common.saved"));
    },
    onError: (error) => toast.failed(error),
    onSettled: () => client.invalidateQueries(),
  });
  const problems = save.error instanceof ApiProblem ? save.error.problems : [];
  const errorOf = (name: string) => problems.find(({ path }) => path === `${part}.${name}`)?.message;
  const unplaced = problems.filter(({ path }) => !shown.some(({ name }) => path === `${part}.${name}`));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <form onSubmit={submit} aria-label={`${connection.slug}: ${title}`} autoComplete="off">
      <h3 className="font-medium">{title}</h3>
      {hint ? <p className="text-muted text-xs">{hint}</p> : null}
      <div className="mt-3 grid gap-3 sm:grid-cols-2">
        {shown.map((field) => (
          <Field
            key={field.name}
            label={field.label ? t(`connectionField.${field.label}`) : field.name}
            error={errorOf(field.name)}
          >
            {(ids) => (
              <Control
                {...ids}
                field={field}
                value={values[field.name] ?? ""}
                disabled={!editable}
                placeholder={part === "credentials" ? t("connections.set") : undefined}
                onChange={(value) => setEdited({ ...edited, [field.name]: value })}
              />
            )}
          </Field>
        ))}
      </div>
      {unplaced.map(({ path, message }) => (
        <p key={path} role="alert" className="mt-2 font-medium text-red text-xs">
          {`${path}: ${message}`}
        </p>
      ))}
      {editable ? (
        <Button type="submit" className="mt-3" disabled={!dirty || save.isPending}>
          {save.isPending
            ? t("common.saving")
            : part === "credentials"
              ? t("connections.saveCredentials")
              : t("common.save")}
        </Button>
      ) : null}
    </form>
  );
}

/** What the form does not show is sent back as it was. */
function unnamed(initial: Record<string, unknown>, fields: FormField[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(initial).filter(([name]) => !fields.some((field) => field.name === name)));
}

type ControlProps = {
  id: string;
  field: FormField;
  value: string;
  disabled: boolean;
  placeholder: string | undefined;
  onChange: (value: string) => void;
};

/** One field of a connection, as its connector names it. */
export function Control({ field, value, onChange, ...rest }: ControlProps) {
  const t = useTranslations("connectionField");
  if (field.options) {
    const { placeholder: _, ...select } = rest;
    return (
      <Select {...select} value={value} onChange={({ target }) => onChange(target.value)}>
        {field.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label ? t(option.label) : option.value}
          </option>
        ))}
      </Select>
    );
  }
  return (
    <Input
      {...rest}
      name={field.name}
      type={field.secret ? "password" : "text"}
      autoComplete={field.secret ? "new-password" : "off"}
      spellCheck={false}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
