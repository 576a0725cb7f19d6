"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { MappingView } from "@/lib/db/mappings/mapping-view";
import type { MappingCheck, MappingPreview, Unpublished } from "@/lib/domain/documents/mapping-preview";

type Answer = { version: number | null; refused: Unpublished | null; check?: MappingCheck; preview?: MappingPreview };

/** Makes the saved draft the version in force; says in words why not, where it is refused. */
export function Publish({ view, dirty, changes }: { view: MappingView; dirty: boolean; changes: number }) {
  const t = useTranslations("mappings");
  const toast = useToast();
  const router = useRouter();
  const [note, setNote] = useState("");
  const publish = useMutation({
    mutationFn: () =>
      sendJson<Answer>("POST", `/api/mappings/${view.integrationId}`, {
        kind: view.kind,
        do: "publish",
        revision: view.draft?.revision ?? 0,
        note,
      }),
    onSuccess: ({ version }) => {
      if (version === null) return;
      toast.good(t("published", { version }));
      router.refresh();
    },
    onError: (error) => toast.failed(error),
  });
  const refused = publish.data?.refused ?? null;
  const issues = (publish.data?.check?.issues ?? []).filter(({ level }) => level === "error");
  return (
    <Card title={t("publishTitle")}>
      <p className="mb-3 text-muted">
        {view.draft === null
          ? t("noDraft")
          : dirty
            ? t("saveFirst")
            : t("draftChanges", { count: changes, author: view.draft.author })}
      </p>
      <Field
        label={t("note")}
        hint={t("noteHint")}
        error={refused === "note-missing" ? t("refused.note-missing") : undefined}
      >
        {(ids) => <Input {...ids} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />}
      </Field>
      {refused && refused !== "note-missing" ? (
        <div role="alert" className="mt-3 font-medium text-red">
          <p>{t(`refused.${refused}`, { count: publish.data?.preview?.blocking ?? 0 })}</p>
          {issues.map(({ target, code, about }) => (
            <p key={`${target} ${code}`} className="text-xs">
              {target}: {t(`issue.${code}`, { about })}
            </p>
          ))}
        </div>
      ) : null}
      <Button
        look="primary"
        className="mt-3"
        disabled={view.draft === null || dirty || publish.isPending}
        onClick={() => publish.mutate()}
      >
        {publish.isPending ? t("running") : t("publish")}
      </Button>
    </Card>
  );
}
