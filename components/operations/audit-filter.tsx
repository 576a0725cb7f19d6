"use client";

import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import type { AuditQuery } from "@/lib/db/audit-log";

type Props = { query: AuditQuery; seller: string | undefined; choices: { who: string[]; actions: string[] } };

/** A plain form: what is asked for stands in the address, so that a finding can be sent to somebody. */
export function AuditFilter({ query, seller, choices }: Props) {
  const t = useTranslations("audit");
  const lists = [
    { name: "who", label: t("who"), chosen: query.who, all: choices.who },
    { name: "action", label: t("action"), chosen: query.action, all: choices.actions },
  ];
  return (
    <form method="get" className="mb-4 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[repeat(5,minmax(0,1fr))_auto]">
      {seller ? <input type="hidden" name="seller" value={seller} /> : null}
      {lists.map(({ name, label, chosen, all }) => (
        <Field key={name} label={label}>
          {(ids) => (
            <Select {...ids} name={name} defaultValue={chosen ?? ""}>
              <option value="">{t("all")}</option>
              {all.map((text) => (
                <option key={text}>{text}</option>
              ))}
            </Select>
          )}
        </Field>
      ))}
      <Field label={t("subject")}>
        {(ids) => <Input {...ids} name="subject" defaultValue={query.subject} maxLength={200} />}
      </Field>
      <Field label={t("from")}>{(ids) => <Input {...ids} name="from" type="date" defaultValue={query.from} />}</Field>
      <Field label={t("to")}>{(ids) => <Input {...ids} name="to" type="date" defaultValue={query.to} />}</Field>
      <Button type="submit">{t("filter")}</Button>
    </form>
  );
}
