"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { BufferHistory } from "@/components/stock/buffer-history";
import { PreviewCard } from "@/components/stock/preview-card";
import { draftOf, type RuleDraft, type RulesDraft, settingsOf } from "@/components/stock/rule-draft";
import { RuleTable } from "@/components/stock/rule-table";
import { StockTabs } from "@/components/stock/stock-tabs";
import { TableExchange } from "@/components/stock/table-exchange";
import { Button } from "@/components/ui/button";
import { Card, PageTitle } from "@/components/ui/card";
import { Field, Input, Select } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast-provider";
import type { Abilities } from "@/lib/auth/roles";
import type { IntegrationView } from "@/lib/db/connections/integration-list";
import type { Iso } from "@/lib/db/iso";
import type { BufferChange } from "@/lib/db/stock/buffer-history";
import type { StockPreview } from "@/lib/domain/stock/stock-preview";

type Props = {
  integrations: IntegrationView[];
  /** By integration. */
  history: Record<string, BufferChange[]>;
  now: Iso;
  abilities: Abilities;
};

export function Rules({ integrations, history, now, abilities }: Props) {
  const t = useTranslations("stock");
  return (
    <>
      <PageTitle title={t("title")} />
      <StockTabs />
      {integrations.map((integration) => (
        <RulesOf
          key={integration.id}
          integration={integration}
          history={history[integration.id] ?? []}
          now={now}
          editable={abilities.configure}
          several={integrations.length > 1}
        />
      ))}
    </>
  );
}

type RulesProps = {
  integration: IntegrationView;
  history: BufferChange[];
  now: Iso;
  editable: boolean;
  several: boolean;
};

/** What is held back of an integration's offers; what a change would do on eMAG is shown before it is saved. */
function RulesOf({ integration, history, now, editable, several }: RulesProps) {
  const t = useTranslations("stock");
  const { id, slug, seller, settings } = integration;
  const [draft, setDraft] = useState<RulesDraft>(() => draftOf(settings.stock));
  const { preview, save } = useSaving(integration, draft);
  const failed = preview.error ?? save.error;
  const problems = failed instanceof ApiProblem ? failed.problems : [];
  const change = (part: Partial<RulesDraft>) => {
    preview.reset();
    setDraft({ ...draft, ...part });
  };
  const setRules = (rules: RuleDraft[]) => change({ rules });
  const problemOf = (name: string) => problems.find(({ path }) => path.endsWith(`stock.${name}`))?.message;
  return (
    <div className="mb-6">
      {several ? <h2 className="mb-2 font-semibold">{`${seller.name} · ${slug}`}</h2> : null}
      <Card title={t("rules.defaults")} className="mb-4">
        <fieldset disabled={!editable} className="grid gap-4 sm:grid-cols-3">
          <Field label={t("rules.buffer")} error={problemOf("buffer")}>
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                value={draft.buffer}
                onChange={({ target }) => change({ buffer: target.value })}
              />
            )}
          </Field>
          <Field label={t("rules.cap")} hint={t("rules.capHint")} error={problemOf("cap")}>
            {(ids) => (
              <Input
                {...ids}
                inputMode="numeric"
                value={draft.cap}
                onChange={({ target }) => change({ cap: target.value })}
              />
            )}
          </Field>
          <Field label={t("rules.matching")}>
            {(ids) => (
              <Select
                {...ids}
                value={draft.matching}
                onChange={({ target }) => change({ matching: target.value as RulesDraft["matching"] })}
              >
                <option value="part-number">{t("rules.byPartNumber")}</option>
                <option value="cross-reference">{t("rules.byBarcode")}</option>
              </Select>
            )}
          </Field>
        </fieldset>
      </Card>
      <Card title={t("rules.title")} className="mb-4">
        <p className="mb-3 max-w-3xl text-pretty text-muted">{t("rules.hint")}</p>
        <RuleTable rules={draft.rules} editable={editable} problems={problems} onChange={setRules} />
      </Card>
      {editable ? (
        <Button look="primary" onClick={() => preview.mutate()} disabled={preview.isPending}>
          {t("bulk.preview")}
        </Button>
      ) : null}
      {preview.data ? (
        <PreviewCard
          preview={preview.data}
          saving={save.isPending}
          onSave={() => save.mutate()}
          onCancel={() => preview.reset()}
        />
      ) : null}
      <BufferHistory
        changes={history}
        now={now}
        editable={editable}
        onBring={(stock) => change({ ...draftOf(stock), matching: draft.matching })}
      />
      {editable ? (
        <div className="mt-4">
          <TableExchange integrationId={id} />
        </div>
      ) : null}
    </div>
  );
}

function useSaving({ id, enabled, heartbeatMinutes, settings, revision }: IntegrationView, draft: RulesDraft) {
  const t = useTranslations("stock.preview");
  const toast = useToast();
  const client = useQueryClient();
  const router = useRouter();
  const preview = useMutation({
    mutationFn: () =>
      sendJson<StockPreview>("POST", `/api/integrations/${id}/stock/preview`, { stock: settingsOf(draft) }),
    onError: (error) => toast.failed(error),
  });
  const save = useMutation({
    mutationFn: () => {
      const { cap: _cap, bufferRules: _rules, ...rest } = settings.stock;
      const stock = { ...rest, ...settingsOf(draft), matching: draft.matching };
      return sendJson("PATCH", `/api/integrations/${id}`, {
        enabled,
        heartbeatMinutes,
        settings: { ...settings, stock },
        revision,
      });
    },
    onSuccess: async () => {
      toast.good(t("saved"));
      preview.reset();
      router.refresh();
      await client.invalidateQueries();
    },
    onError: (error) => toast.failed(error),
  });
  return { preview, save };
}
