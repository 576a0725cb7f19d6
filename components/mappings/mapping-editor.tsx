"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { CustomFields } from "@/components/mappings/custom-fields";
import { FieldList } from "@/components/mappings/field-list";
import { liveValues } from "@/components/mappings/live-values";
import { Overtaken } from "@/components/mappings/overtaken";
import { Publish } from "@/components/mappings/publish";
import { RuleEditor } from "@/components/mappings/rule-editor";
import { SaveBar } from "@/components/mappings/save-bar";
import { Tables } from "@/components/mappings/tables";
import { TimeMachine } from "@/components/mappings/time-machine";
import { useDraft } from "@/components/mappings/use-draft";
import { Versions } from "@/components/mappings/versions";
import { useSellerHref } from "@/components/shell/side-navigation";
import { Input } from "@/components/ui/field";
import type { MappingView } from "@/lib/db/mappings/mapping-view";
import { changesBetween } from "@/lib/domain/mappings/change";

type Props = { view: MappingView; editable: boolean };

/** The mapping of one integration: fields on the left, the chosen field's rule beside them, then what the change does. */
export function MappingEditor({ view, editable }: Props) {
  const t = useTranslations("mappings");
  const draft = useDraft(view);
  const [chosen, setChosen] = useState<string | null>(null);
  const live = liveValues(view, draft.mapping);
  const changed = new Set(changesBetween(view.published.content, draft.mapping).map(({ name }) => name));
  const beside = useRef<HTMLDivElement>(null);
  const choose = (target: string) => {
    setChosen(target);
    if (window.matchMedia("(width < 80rem)").matches) beside.current?.scrollIntoView({ block: "start" });
    else beside.current?.scrollTo({ top: 0 });
  };
  useUndoKeys(editable ? draft : { undo: null, redo: null });
  const field = live.fields.find(({ target }) => target === chosen) ?? null;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="text-muted">{t("inForce", { version: view.published.version })}</p>
        <SampleChoice view={view} />
        {editable ? <SaveBar view={view} draft={draft} /> : null}
      </div>
      {editable ? <Overtaken view={view} draft={draft} /> : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
        <FieldList kind={view.kind} live={live} changed={changed} chosen={chosen} onChoose={choose} />
        {/* The chosen field's rule stays in sight beside a list of eighty fields. */}
        <div
          ref={beside}
          className="scroll-mt-16 space-y-4 xl:sticky xl:top-4 xl:max-h-[calc(100dvh-2rem)] xl:overflow-y-auto xl:pb-4"
        >
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
          {view.kind === "sales-order" ? <CustomFields draft={draft} editable={editable} /> : null}
          <TimeMachine view={view} mapping={draft.mapping} />
          {editable ? <Publish view={view} dirty={draft.dirty} changes={changed.size} /> : null}
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
    const search = new URLSearchParams({ integration: view.integrationId, kind: view.kind, order: number.trim() });
    router.push(withSeller(`/mappings?${search}`));
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
