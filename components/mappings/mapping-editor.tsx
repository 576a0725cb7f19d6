"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiProblem, sendJson } from "@/components/api";
import { FieldList } from "@/components/mappings/field-list";
import { liveValues } from "@/components/mappings/live-values";
import { Publish } from "@/components/mappings/publish";
import { RuleEditor } from "@/components/mappings/rule-editor";
import { Tables } from "@/components/mappings/tables";
import { TimeMachine } from "@/components/mappings/time-machine";
import { useDraft } from "@/components/mappings/use-draft";
import { Versions } from "@/components/mappings/versions";
import { useSellerHref } from "@/components/shell/navigation";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { useToast } from "@/components/ui/toast";
import type { MappingView } from "@/lib/db/read/mapping";
import { changesBetween } from "@/lib/domain/mapping/change";

type Props = { view: MappingView; editable: boolean };

/** The mapping of one integration: fields on the left, the chosen field's rule beside them, then what the change does. */
export function MappingEditor({ view, editable }: Props) {
  const t = useTranslations("mappings");
  const draft = useDraft(view.draft?.content ?? view.published.content);
  const [chosen, setChosen] = useState<string | null>(null);
  const live = liveValues(view, draft.mapping);
  const saved = view.draft?.content ?? view.published.content;
  const dirty = changesBetween(saved, draft.mapping).length > 0;
  const changed = new Set(changesBetween(view.published.content, draft.mapping).map(({ name }) => name));
  useUndoKeys(editable ? draft : { undo: null, redo: null });
  const field = live.fields.find(({ target }) => target === chosen) ?? null;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="text-muted">{t("inForce", { version: view.published.version })}</p>
        <SampleChoice view={view} />
        {editable ? <SaveBar view={view} draft={draft} dirty={dirty} /> : null}
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
        <FieldList live={live} changed={changed} chosen={chosen} onChoose={setChosen} />
        <div className="space-y-4">
          {field ? (
            <RuleEditor
              key={field.target}
              field={field}
              live={live}
              draft={draft}
              editable={editable && !field.locked}
            />
          ) : null}
          <Tables draft={draft} editable={editable} />
          <TimeMachine view={view} mapping={draft.mapping} />
          {editable ? <Publish view={view} dirty={dirty} changes={changed.size} /> : null}
          <Versions view={view} editable={editable} />
        </div>
      </div>
    </>
  );
}

/** Enter shows another order's values beside the rules. */
function SampleChoice({ view }: { view: MappingView }) {
  const t = useTranslations("mappings");
  const router = useRouter();
  const withSeller = useSellerHref();
  const [number, setNumber] = useState(view.sample?.number ?? "");
  const show = (event: FormEvent) => {
    event.preventDefault();
    router.push(withSeller(`/mappings?integration=${view.integrationId}&order=${encodeURIComponent(number.trim())}`));
  };
  return (
    <form onSubmit={show} className="flex items-center gap-2">
      <label htmlFor="sample-order" className="text-muted">
        {t("sampleOrder")}
      </label>
      <Input
        id="sample-order"
        className="max-w-36"
        inputMode="numeric"
        value={number}
        onChange={({ target }) => setNumber(target.value)}
      />
    </form>
  );
}

type Undoable = { undo: (() => void) | null; redo: (() => void) | null };

/** Ctrl+Z and Ctrl+Shift+Z, except inside a field, where they are the browser's own. */
function useUndoKeys({ undo, redo }: Undoable) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (typing || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
      event.preventDefault();
      if (event.shiftKey) redo?.();
      else undo?.();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [undo, redo]);
}

function SaveBar({ view, draft, dirty }: { view: MappingView; draft: ReturnType<typeof useDraft>; dirty: boolean }) {
  const t = useTranslations();
  const toast = useToast();
  const router = useRouter();
  const url = `/api/mappings/${view.integrationId}`;
  const revision = view.draft?.revision ?? 0;
  const act = useMutation({
    mutationFn: (what: "save" | "discard") =>
      sendJson("POST", url, {
        do: what,
        revision,
        ...(what === "save" ? { basedOn: view.published.version, content: draft.mapping } : {}),
      }),
    onSuccess: () => {
      toast.good(t("common.saved"));
      router.refresh();
    },
    onError: (error) => toast.failed(error),
  });
  const { error } = act;
  const moved = error instanceof ApiProblem && error.status === 409;
  return (
    <div className="flex flex-wrap items-center gap-2 sm:ml-auto">
      <Button small disabled={!draft.undo} onClick={() => draft.undo?.()}>
        {t("mappings.undo")}
      </Button>
      <Button small disabled={!draft.redo} onClick={() => draft.redo?.()}>
        {t("mappings.redo")}
      </Button>
      {view.draft ? (
        <Button small disabled={act.isPending} onClick={() => act.mutate("discard")}>
          {t("mappings.discard")}
        </Button>
      ) : null}
      <Button small look="primary" disabled={!dirty || act.isPending} onClick={() => act.mutate("save")}>
        {t("mappings.saveDraft")}
      </Button>
      {moved ? (
        <p role="alert" className="w-full font-medium text-red text-xs">
          {t("mappings.refused.draft-moved")}
        </p>
      ) : null}
      {error instanceof ApiProblem && error.problems.length > 0 ? (
        <p role="alert" className="w-full font-medium text-red text-xs">
          {error.problems.map(({ path, message }) => `${path}: ${message}`).join(" · ")}
        </p>
      ) : null}
    </div>
  );
}
