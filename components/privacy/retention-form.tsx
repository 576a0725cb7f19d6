"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field, Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import { type Retention, retentionKinds, retentionNames, unfinishedDays } from "@/lib/domain/privacy/retention";

type Props = { query: string; terms: Retention; overdue: number };

/** How many days each kind of data is kept. */
export function RetentionForm({ query, terms, overdue }: Props) {
  const t = useTranslations("privacy");
  const common = useTranslations("common");
  const toast = useToast();
  const router = useRouter();
  const [draft, setDraft] = useState<Record<string, string>>(
    Object.fromEntries(retentionNames.map((kind) => [kind, String(terms[kind])])),
  );
  const save = useMutation({
    mutationFn: () => {
      const days = Object.fromEntries(Object.entries(draft).map(([kind, text]) => [kind, Number(text)]));
      return sendJson("PATCH", `/api/privacy/retention${query}`, { terms: days });
    },
    onSuccess: () => {
      toast.good(common("saved"));
      router.refresh();
    },
    onError: (error) => toast.failed(error),
  });
  const wrong = save.error instanceof ApiProblem ? save.error.problems.map(({ path }) => path) : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Card title={t("retention")}>
      <form onSubmit={submit} noValidate>
        <p className="mb-4 max-w-3xl text-muted">{t("retentionLead", { unfinished: unfinishedDays })}</p>
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
          {retentionNames.map((kind) => {
            const { least, most, days } = retentionKinds[kind];
            const limits = t("limits", { least, most, days });
            return (
              <Field
                key={kind}
                label={t(`kinds.${kind}.name`)}
                hint={`${t(`kinds.${kind}.hint`)} ${limits}`}
                error={wrong.includes(kind) ? limits : undefined}
              >
                {(ids) => (
                  <Input
                    {...ids}
                    type="number"
                    inputMode="numeric"
                    min={least}
                    max={most}
                    value={draft[kind] ?? ""}
                    onChange={({ target }) => setDraft((before) => ({ ...before, [kind]: target.value }))}
                  />
                )}
              </Field>
            );
          })}
        </div>
        {overdue > 0 ? <p className="mt-3 text-amber">{t("overdue", { count: overdue })}</p> : null}
        <Button type="submit" look="primary" className="mt-4" disabled={save.isPending}>
          {common(save.isPending ? "saving" : "save")}
        </Button>
      </form>
    </Card>
  );
}
