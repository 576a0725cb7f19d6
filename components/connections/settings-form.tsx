"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { SettingControl } from "@/components/connections/setting-control";
import { pathOf, sections } from "@/components/connections/setting-fields";
import { bodyOf, type Draft, settingsDraft } from "@/components/connections/settings-draft";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast-provider";
import type { IntegrationView } from "@/lib/db/connections/integration-list";

type Props = { integration: IntegrationView; editable: boolean; severalSellers: boolean };

export function SettingsForm({ integration, editable, severalSellers }: Props) {
  const t = useTranslations();
  const toast = useToast();
  const router = useRouter();
  const stored = settingsDraft(integration);
  const [edited, setEdited] = useState<Draft>({});
  const draft = { ...stored, ...edited };
  const dirty = Object.keys(edited).some((path) => edited[path] !== stored[path]);

  const save = useMutation({
    mutationFn: () => sendJson("PATCH", `/api/integrations/${integration.id}`, bodyOf(integration, draft)),
    onSuccess: () => {
      setEdited({});
      toast.good(t("common.saved"));
      router.refresh();
    },
    onError: (error) => {
      toast.failed(error);
      // The newer values come into the fields that were not touched; what was typed stays.
      if (error instanceof ApiProblem && error.status === 409) router.refresh();
    },
  });
  const problems = save.error instanceof ApiProblem ? save.error.problems : [];
  const paths = new Set(sections.flatMap(({ fields }) => fields.map(({ key }) => pathOf(key))));
  const unplaced = problems.filter(({ path }) => !paths.has(path));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };

  return (
    <form
      onSubmit={submit}
      noValidate
      className="rounded-lg border border-line bg-surface"
      data-integration={integration.slug}
    >
      <h2 className="border-line border-b px-4 py-3 font-semibold">
        {severalSellers ? `${integration.seller.name} · ${integration.slug}` : integration.slug}
      </h2>
      <div className="divide-y divide-line">
        {sections.map(({ key, fields }) => (
          <fieldset
            key={key}
            disabled={!editable}
            className="grid gap-x-8 gap-y-3 px-4 py-5 lg:grid-cols-[12rem_minmax(0,1fr)]"
          >
            <legend className="float-left font-semibold lg:w-48">{t(`settings.${key}`)}</legend>
            <div className="grid gap-4 sm:grid-cols-2 2xl:grid-cols-3">
              {fields.map((field) => (
                <SettingControl
                  key={field.key}
                  field={field}
                  value={draft[pathOf(field.key)] ?? ""}
                  error={problems.find(({ path }) => path === pathOf(field.key))?.message}
                  editable={editable}
                  suggestions={integration.suggestions[pathOf(field.key)]}
                  onChange={(value) => setEdited({ ...edited, [pathOf(field.key)]: value })}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
      {editable ? (
        <footer className="sticky bottom-14 flex flex-wrap items-center gap-3 rounded-b-lg border-line border-t bg-surface px-4 py-3 lg:bottom-0">
          <Button type="submit" look="primary" disabled={!dirty || save.isPending}>
            {save.isPending ? t("common.saving") : t("common.save")}
          </Button>
          <span role="status" className="text-muted">
            {problems.length > 0 ? (
              <span className="font-medium text-red">{t("common.fixFields")}</span>
            ) : dirty ? (
              ""
            ) : (
              t("common.unchanged")
            )}
          </span>
          {unplaced.map(({ path, message }) => (
            <span key={path} className="font-medium text-red text-xs">{`${path}: ${message}`}</span>
          ))}
        </footer>
      ) : null}
    </form>
  );
}
